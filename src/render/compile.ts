import Handlebars from 'handlebars';
import type { TemplateId } from '../capability/capability.ts';
import { BLOCK_HELPERS, INLINE_HELPERS, WRAPPING_HELPERS } from './helpers.ts';

/**
 * A template's source -> the JavaScript text of Handlebars' precompiled form. Used while developing and by the build; the
 * bundled program holds the result and not the compiler.
 */
export function compileTemplate(template: TemplateId, source: string): string {
  try {
    const program = Handlebars.parse(source);
    new Strictness(template).accept(program);
    return String(Handlebars.precompile(program, OPTIONS));
  } catch (cause) {
    throw new Error(`template ${template}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

/** Where a template's conditions stand, spelled as renderers tell of them. */
export function conditionsOf(template: TemplateId, source: string): readonly string[] {
  const found = new Strictness(template);
  found.accept(Handlebars.parse(source));
  return found.conditions;
}

const KNOWN = [...BLOCK_HELPERS, ...Object.keys(INLINE_HELPERS)];

const OPTIONS = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries([...KNOWN.map((name) => [name, true]), ['log', false], ['lookup', false]]),
} as const;

/** Refuses what the strict rules of templates leave no room for, and makes every bare `{{path}}` go through `show`. */
class Strictness extends Handlebars.Visitor {
  readonly conditions: string[] = [];
  private readonly template: TemplateId;

  constructor(template: TemplateId) {
    super();
    this.template = template;
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    const name = block.path.original;
    if (!(BLOCK_HELPERS as readonly unknown[]).includes(name))
      throw new Error(`line ${block.loc.start.line}: {{#${String(name)}}} is no block helper`);
    const at = `${this.template}:${block.loc.start.line}:${block.loc.start.column}`;
    if (name === 'if' || name === 'unless') this.conditions.push(at);
    if (!Object.hasOwn(WRAPPING_HELPERS, String(name))) addHash(block, 'at', at);
    super.BlockStatement(block);
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const path = mustache.path as hbs.AST.PathExpression;
    const isHelper = path.type === 'PathExpression' && Object.hasOwn(INLINE_HELPERS, String(path.original));
    if (!isHelper) {
      if (mustache.params.length > 0 || (mustache.hash !== undefined && mustache.hash !== null))
        throw new Error(`line ${mustache.loc.start.line}: {{${String(path.original)} ...}} is no helper`);
      mustache.params = [path];
      mustache.path = {
        type: 'PathExpression',
        original: 'show',
        parts: ['show'],
        depth: 0,
        data: false,
        loc: path.loc,
      } as hbs.AST.PathExpression;
    }
    super.MustacheStatement(mustache);
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    throw new Error(`line ${decorator.loc.start.line}: decorators are not used`);
  }
}

function addHash(block: hbs.AST.BlockStatement, key: string, value: string): void {
  const literal: hbs.AST.StringLiteral = { type: 'StringLiteral', value, original: value, loc: block.loc };
  const pair: hbs.AST.HashPair = { type: 'HashPair', key, value: literal, loc: block.loc };
  block.hash = { type: 'Hash', pairs: [...(block.hash?.pairs ?? []), pair], loc: block.loc };
}
