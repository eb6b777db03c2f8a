/** What a rule may speak of, and what each name is in TypeScript. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Variable>;
}

export interface Variable {
  /** How the name is written in TypeScript. */
  readonly printed: string;
  readonly type: ValueType;
}

/** Kinds of text that compare only with their own kind, or with text that stands in the rule. */
export type TextKind = 'string' | 'date' | 'time' | 'datetime' | 'duration';

export type ValueType =
  | { readonly kind: TextKind; readonly nullable: boolean }
  | { readonly kind: 'enum'; readonly values: readonly string[]; readonly nullable: boolean }
  | { readonly kind: 'int' | 'float' | 'decimal' | 'bool'; readonly nullable: boolean }
  | { readonly kind: 'list'; readonly of: ValueType; readonly nullable: boolean }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Variable>; readonly nullable: boolean }
  /** A value that rules cannot look into: JSON, bytes. It can be compared with null. */
  | { readonly kind: 'opaque'; readonly nullable: boolean }
  | { readonly kind: 'null'; readonly nullable: true };

/** Why a rule cannot be used, and which part of it: offsets into the rule. */
export interface RuleFault {
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

/** A rule in TypeScript. */
export interface PrintedRule {
  readonly code: string;
  /** The variables it uses, in the order of their first use, as they are printed. */
  readonly names: readonly string[];
  /** Functions it calls that are not part of the language: `compareDecimals`. */
  readonly calls: readonly string[];
}

export type RuleResult = { readonly rule: PrintedRule } | { readonly fault: RuleFault };

export function describe(type: ValueType): string {
  switch (type.kind) {
    case 'string':
      return 'text';
    case 'enum':
      return `one of ${type.values.join(', ')}`;
    case 'int':
    case 'float':
      return 'a number';
    case 'bool':
      return 'true or false';
    case 'list':
      return 'a list';
    case 'object':
      return 'an entry of a list';
    case 'opaque':
      return 'a value rules cannot look into';
    case 'null':
      return 'null';
    default:
      return `a ${type.kind}`;
  }
}

/** Carries a fault out of the recursion; never leaves this folder. */
export class Fault extends Error {
  readonly fault: RuleFault;

  constructor(fault: RuleFault) {
    super(fault.message);
    this.fault = fault;
  }
}
