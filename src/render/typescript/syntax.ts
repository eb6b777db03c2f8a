import type { Layout } from '../layout.ts';

/** A type, laid out already. `hugs`: a name or an object, which angle brackets stay close to. */
export interface TypeCode {
  readonly code: Layout;
  readonly hugs: boolean;
  readonly union: boolean;
  readonly object: boolean;
}

/** With its braces. Where nothing in it is long its statements are not read. */
export interface Block {
  readonly kind: 'block';
  readonly start: number;
  readonly end: number;
  readonly empty: boolean;
  readonly statements: readonly Statement[];
}

export interface Parameter {
  readonly pattern: Expression;
  readonly mark: string;
  readonly type: TypeCode | undefined;
  readonly fallback: Expression | undefined;
}

/** The parts of a function's head: `<T>(a: A): B`. */
export interface Signature {
  readonly typeParameters: Layout;
  readonly parameters: readonly Parameter[];
  readonly returns: TypeCode | undefined;
}

export interface Property {
  readonly above: string;
  readonly key: Layout;
  readonly keyWidth: number;
  readonly value: Expression | undefined;
}

export type Expression =
  | { readonly kind: 'atom'; readonly text: string; readonly of: string }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'index'; readonly object: Expression; readonly at: Expression; readonly mark: string }
  | {
      readonly kind: 'call';
      readonly prefix: string;
      readonly callee: Expression;
      readonly mark: string;
      readonly types: Layout;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'unary'; readonly operator: string; readonly of: Expression }
  | { readonly kind: 'postfix'; readonly operator: string; readonly of: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'as'; readonly operator: string; readonly of: Expression; readonly type: TypeCode }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    }
  | {
      readonly kind: 'assign';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'arrow';
      readonly async: boolean;
      readonly signature: Signature;
      readonly body: Expression | Block;
    }
  | {
      readonly kind: 'function';
      readonly head: string;
      readonly signature: Signature;
      readonly body: Block;
    }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly properties: readonly Property[]; readonly broken: boolean }
  | { readonly kind: 'paren'; readonly of: Expression };

interface At {
  readonly start: number;
  readonly end: number;
}

export type Statement = At &
  (
    | {
        readonly kind: 'declare';
        readonly head: string;
        readonly name: Expression;
        readonly type: TypeCode | undefined;
        readonly value: Expression | undefined;
      }
    | {
        readonly kind: 'function';
        readonly head: string;
        readonly signature: Signature;
        readonly body: Block;
      }
    | { readonly kind: 'type'; readonly head: string; readonly type: TypeCode }
    | { readonly kind: 'interface'; readonly head: string; readonly body: Layout }
    | {
        readonly kind: 'names';
        readonly head: string;
        readonly names: readonly string[];
        readonly tail: string;
      }
    | { readonly kind: 'give'; readonly word: string; readonly value: Expression }
    | {
        readonly kind: 'if';
        readonly test: Expression;
        readonly then: Block | Statement;
        readonly otherwise: Block | Statement | undefined;
      }
    | {
        readonly kind: 'loop';
        readonly head: string;
        readonly over: Expression;
        readonly body: Block | Statement;
      }
    | { readonly kind: 'blocks'; readonly parts: readonly (string | Block)[] }
    | { readonly kind: 'expression'; readonly value: Expression }
    | { readonly kind: 'text' }
  );
