import { type Layout, list } from '../../src/render/layout.ts';
import { tsKey, tsLiteral, tsString } from '../../src/render/literals.ts';
import type { AtomService, Field, Model } from '../../src/system/system.ts';
import { childFields, type Entity, inWords } from '../atom/entity.ts';
import { article } from '../atom/http-file.ts';
import { sortedImports } from '../atom/import-order.ts';
import { samplesOf } from '../atom/samples.ts';
import { kindFaults } from './kind-faults.ts';
import { ruleCases } from './rule-cases.ts';

/** What `test/<service>/<model>.test.ts` of the contracts is made from. */
export interface RulesTest {
  readonly imports: Layout;
  readonly bodies: readonly {
    readonly title: Layout;
    readonly schema: string;
    readonly valid: Layout;
    readonly hasRules: boolean;
    readonly rules: Layout;
    readonly hasKinds: boolean;
    readonly kinds: Layout;
  }[];
}

/** A body, and the fields that it can have. */
interface Body {
  readonly model: Model;
  readonly schema: string;
  readonly fields: readonly Field[];
  readonly withId: boolean;
  /** Whether what is required has to be in it. */
  readonly isWhole: boolean;
}

/** The tests of one model's rules; nothing where no body is sent, or none is known that keeps all rules. */
export function rulesTest(entity: Entity, service: AtomService): RulesTest | undefined {
  const bodies = bodiesOf(entity, service).filter(hasExamples);
  if (bodies.length === 0) return undefined;
  return {
    imports: sortedImports([
      ['vitest', ['describe', 'expect', 'it']],
      [`../../src/${service.name}/${entity.model.names.kebab}.ts`, bodies.map(({ schema }) => schema)],
      ['../refused.ts', ['refused']],
    ]),
    bodies: bodies.map(bodyTest),
  };
}

function bodiesOf(entity: Entity, service: AtomService): readonly Body[] {
  const root = rootBody(entity.model, service);
  const children = entity.children.map((child) => ({
    model: child.of,
    schema: `${child.of.names.pascal}Create`,
    fields: childFields(child),
    withId: false,
    isWhole: true,
  }));
  return root === undefined ? children : [root, ...children];
}

function rootBody(model: Model, { routes }: AtomService): Body | undefined {
  const own = routes.filter((route) => route.model === model.names.pascal);
  const { pascal } = model.names;
  if (own.some(({ op }) => op === 'create')) {
    const withId = model.idType === 'string';
    return { model, schema: `${pascal}Create`, fields: model.fields, withId, isWhole: true };
  }
  const update = own.find(({ op }) => op === 'update');
  if (update === undefined) return undefined;
  const isWhole = update.method === 'PUT';
  const fields = model.fields.filter((field) => !field.immutable);
  return { model, schema: `${pascal}${isWhole ? 'Replace' : 'Update'}`, fields, withId: false, isWhole };
}

function hasExamples({ fields, isWhole }: Body): boolean {
  return fields.length > 0 && (!isWhole || requiredOf(fields).every((field) => samplesOf(field).length > 0));
}

function requiredOf(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => field.required);
}

function bodyTest({ model, schema, fields, withId, isWhole }: Body) {
  const words = inWords(model.names);
  const rules = fields.flatMap((field) =>
    ruleCases(field).map(({ rule, kept, broken }) => row(field, tsString(rule), kept, broken)),
  );
  const kinds = fields.flatMap((field) =>
    kindFaults(field).map(({ why, value }) => row(field, tsString(why), value)),
  );
  return {
    title: tsString(`the rules of ${article(words)} ${words}`),
    schema,
    valid: list(
      '{',
      [
        ...(withId ? ["id: 'sample-1'"] : []),
        ...(isWhole ? requiredOf(fields) : []).map(
          (field) => `${tsKey(field.property)}: ${exampleOf(field)}`,
        ),
      ],
      '}',
    ),
    hasRules: rules.length > 0,
    rules: list('[', rules, ']', { broken: rules.length > 1 }),
    hasKinds: kinds.length > 0,
    kinds: list('[', kinds, ']', { broken: kinds.length > 1 }),
  };
}

function exampleOf(field: Field): Layout {
  return tsLiteral(samplesOf(field)[0] ?? null);
}

function row(field: Field, ...cells: readonly Layout[]): Layout {
  return list('[', [tsString(field.property), ...cells], ']');
}
