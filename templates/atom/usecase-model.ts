import { type Layout, list } from '../../src/render/layout.ts';
import { tsString } from '../../src/render/literals.ts';
import type { AggregateChild, AtomService, LifecycleHook, Model } from '../../src/system/system.ts';
import { lines } from './code.ts';
import { changeNames, creationNames } from './domain-model.ts';
import { type Entity, entitiesOf, idTypeOf, inWords, memberName } from './entity.ts';
import { from, sortedImports } from './import-order.ts';
import { codeOf, importNames } from './imports.ts';
import { onceFor } from './once.ts';

/** What `usecases/<entity>.ts` is written from. */
export interface UseCaseView extends UseCaseParts {
  readonly imports: Layout;
}

interface UseCaseParts {
  readonly pascal: string;
  readonly camel: string;
  readonly plural: string;
  readonly words: string;
  readonly idType: string;
  readonly audit: boolean;
  readonly children: readonly ChildUseCaseView[];
  readonly dependencies: readonly string[];
  readonly head: Layout;
  readonly stale: Layout;
  readonly createHead: string;
  readonly makeNew: Layout;
  readonly afterCreate: readonly string[];
  readonly updateHead: string;
  readonly changed: Layout;
  readonly saved: string;
  readonly beforeUpdate: readonly Layout[];
  readonly afterUpdate: readonly string[];
  readonly deleteHead: string;
  readonly beforeDelete: readonly string[];
  readonly remove: Layout;
  readonly afterDelete: readonly string[];
}

export interface ChildUseCaseView {
  readonly member: string;
  readonly pascal: string;
  readonly addHead: string;
  readonly add: Layout;
  readonly changeHead: string;
  readonly change: Layout;
  readonly removeHead: string;
  readonly remove: Layout;
  readonly collection: string;
  readonly words: string;
}

export function useCaseView(entity: Entity, isChecked: boolean): UseCaseView {
  const parts = partsOf(entity, isChecked);
  return { ...parts, imports: importsOf(entity, codeOf(parts)) };
}

function partsOf(entity: Entity, isChecked: boolean): UseCaseParts {
  const { model, children } = entity;
  const { pascal, camel } = model.names;
  const { audit } = model;
  const has = (hook: LifecycleHook) => model.lifecycle.includes(hook);
  const by = audit ? ', by' : '';
  const stored = model.plural.camel;
  const id = model.idType === 'int' ? `await ${stored}.nextId()` : 'newId()';
  const values: Readonly<Record<string, string>> = {
    id: `id: ${id}`,
    now: 'now: now()',
    by: 'by',
    newId: 'newId',
  };
  const valuesOf = (names: readonly string[]) =>
    names.length === 0 ? [] : [`{ ${names.map((name) => values[name] ?? name).join(', ')} }`];
  const checked = (made: string) => (isChecked ? `check${pascal}(${made})` : made);
  const made = list(`new${pascal}(`, ['input', ...valuesOf(creationNames(entity))], ')');
  const stamp = model.softDelete ? [audit ? '{ now: now(), by }' : '{ now: now(), by: null }'] : [];
  return {
    pascal,
    camel,
    plural: stored,
    words: tsString(inWords(model.names)),
    idType: idTypeOf(model),
    audit,
    children: children.map((child) => childUseCases(entity, child)),
    dependencies: [
      `readonly ${stored}: ${pascal}Repository;`,
      ...(needsId(entity) ? ['readonly newId: () => string;'] : []),
      ...(needsNow(model) ? ['/** In ISO 8601 and UTC. */', 'readonly now: () => string;'] : []),
    ],
    head: list(
      `export function ${camel}UseCases({`,
      [stored, ...(needsId(entity) ? ['newId'] : []), ...(needsNow(model) ? ['now'] : [])],
      `}: ${pascal}Dependencies): ${pascal}UseCases {`,
    ),
    stale: list('new StaleVersion(', [tsString(inWords(model.names)), 'id', 'version'], ')'),
    createHead: `async create(input${by}) {`,
    makeNew: has('before_create')
      ? lines([`const made = ${made};`, `const ${camel} = ${checked('await beforeCreate(made)')};`])
      : `const ${camel} = ${made};`,
    afterCreate: has('after_create') ? [`await afterCreate(${camel});`] : [],
    updateHead: `async update(id, changes, expectedVersion${by}) {`,
    changed: list(
      'return save(',
      [list(`change${pascal}(`, ['current', 'changes', ...valuesOf(changeNames(entity))], ')'), 'current'],
      ');',
    ),
    saved: has('before_update') ? 'made' : camel,
    beforeUpdate: has('before_update')
      ? [`const ${camel} = ${checked('await beforeUpdate(made, current)')};`]
      : [],
    afterUpdate: has('after_update') ? [`await afterUpdate(${camel}, current);`] : [],
    deleteHead: `async delete(id, expectedVersion${model.softDelete ? by : ''}) {`,
    beforeDelete: has('before_delete') ? ['await beforeDelete(current);'] : [],
    remove: list(`await ${stored}.delete(`, ['id', 'current.version', ...stamp], ');'),
    afterDelete: has('after_delete') ? ['await afterDelete(current);'] : [],
  };
}

export function needsId({ model, children }: Entity): boolean {
  return model.idType === 'uuid' || children.length > 0;
}

export function needsNow(model: Model): boolean {
  return model.audit || model.softDelete;
}

function childUseCases({ model }: Entity, child: AggregateChild): ChildUseCaseView {
  const member = memberName(child);
  const { audit } = model;
  const by = audit ? ', by' : '';
  const stamp = audit ? ['{ now: now(), by }'] : [];
  const saved = (made: Layout): Layout =>
    lines([
      'const current = await getAt(id, expectedVersion);',
      list('const root = await save(', [made, 'current'], ');'),
    ]);
  return {
    member,
    pascal: child.of.names.pascal,
    collection: child.names.camel,
    words: tsString(inWords(child.of.names)),
    addHead: `async add${member}(id, input, expectedVersion${by}) {`,
    add: lines([
      'const childId = newId();',
      saved(list(`add${member}(`, ['current', 'input', 'childId', ...stamp], ')')),
    ]),
    changeHead: `async change${member}(id, childId, changes, expectedVersion${by}) {`,
    change: saved(list(`change${member}(`, ['current', 'childId', 'changes', ...stamp], ')')),
    removeHead: `async remove${member}(id, childId, expectedVersion${by}) {`,
    remove: saved(list(`remove${member}(`, ['current', 'childId', ...stamp], ')')),
  };
}

function importsOf({ model, children }: Entity, code: string): Layout {
  const { pascal, kebab } = model.names;
  const folder = `../custom/${kebab}`;
  const hooks = model.lifecycle.toSorted();
  const childNames = children.flatMap((child) => {
    const member = memberName(child);
    const name = child.of.names.pascal;
    return [
      `add${member}`,
      `change${member}`,
      `remove${member}`,
      `type ${name}`,
      `type New${name}`,
      `type ${name}Changes`,
    ];
  });
  return sortedImports([
    ...hooks.flatMap((hook) => from(`${folder}/${hook.replace('_', '-')}.ts`, [hookName(hook)])),
    ...(children.length > 0 ? from('../domain/children.ts', ['childWith']) : []),
    ...from('../domain/errors.ts', ['NotFound', 'StaleVersion']),
    ...from(`../domain/${kebab}.ts`, [
      `change${pascal}`,
      ...(code.includes(`check${pascal}(`) ? [`check${pascal}`] : []),
      `new${pascal}`,
      `type ${pascal}`,
      `type New${pascal}`,
      `type ${pascal}Changes`,
      `type ${pascal}Query`,
      `type ${pascal}Repository`,
      ...childNames,
    ]),
    ...from('../domain/repository.ts', ['type Slice']),
  ]);
}

export function hookName(hook: LifecycleHook): string {
  const [when = '', what = ''] = hook.split('_');
  return when + what.charAt(0).toUpperCase() + what.slice(1);
}

/** What `usecases/usecases.ts` and `domain/repositories.ts` list: all entities by name. */
export interface ServiceView {
  readonly repositoryImports: readonly Layout[];
  readonly useCaseImports: readonly Layout[];
  readonly sqliteImports: readonly Layout[];
  readonly entities: readonly { readonly plural: string; readonly pascal: string; readonly camel: string }[];
}

export const serviceView = onceFor((service: AtomService): ServiceView => {
  const models = entitiesOf(service)
    .map(({ model }) => model)
    .toSorted((left, right) => (left.names.kebab < right.names.kebab ? -1 : 1));
  return {
    repositoryImports: models.flatMap(({ names }) =>
      importNames(`./${names.kebab}.ts`, [`type ${names.pascal}Repository`]),
    ),
    useCaseImports: models.flatMap(({ names }) =>
      importNames(`./${names.kebab}.ts`, [`type ${names.pascal}UseCases`, `${names.camel}UseCases`]),
    ),
    sqliteImports: models.flatMap(({ names }) =>
      importNames(`./${names.kebab}.ts`, [`sqlite${names.pascal}Repository`]),
    ),
    entities: models.map(({ names, plural }) => ({
      plural: plural.camel,
      pascal: names.pascal,
      camel: names.camel,
    })),
  };
});
