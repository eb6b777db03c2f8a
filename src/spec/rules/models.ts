import pluralize from 'pluralize';
import { own } from '../own.ts';
import type { LongType } from '../schema/field.ts';
import type { SpecAggregate, SpecField, SpecModel, SpecService } from '../schema/top.ts';
import type { Path, Scope } from './scope.ts';
import { typeName } from './type-name.ts';

type Fields = Readonly<Record<string, SpecField>>;
type Root = SpecModel | SpecAggregate;

/** Models, aggregates and relations: what they name is there. */
export function checkModels(scope: Scope): void {
  for (const [name, service] of scope.services) {
    const at = ['services', name];
    for (const [key, model] of Object.entries(service.models))
      checkRoot(scope, [...at, 'models', key], model);
    for (const [key, aggregate] of Object.entries(service.aggregates)) {
      checkRoot(scope, [...at, 'aggregates', key], aggregate);
      checkAggregate(scope, [...at, 'aggregates', key], aggregate, service);
    }
    for (const [key, event] of Object.entries(service.events))
      checkRefs(scope, [...at, 'events', key, 'payload'], event.payload, true);
    checkRelations(scope, at, service);
  }
}

function checkRoot(scope: Scope, at: Path, root: Root): void {
  checkRefs(scope, [...at, 'fields'], root.fields, false);
  const known = fieldNames(scope, at, root);
  for (const [index, { fields }] of root.indexes.entries())
    for (const [place, field] of fields.entries()) {
      const path = [...at, 'indexes', index, 'fields', place];
      if (fields.indexOf(field) < place) fieldTwice(scope, path, field);
      checkFieldName(scope, path, field, known, 'An index is over fields of its model.');
    }
  if (root.display !== undefined)
    checkFieldName(
      scope,
      [...at, 'display'],
      root.display,
      known,
      'It is shown for a row in lists and pickers.',
    );
}

function fieldTwice(scope: Scope, at: Path, field: string): void {
  scope.add({
    code: 'HM1033',
    at: scope.at(at),
    summary: `The field \`${field}\` is there twice`,
    why: 'An index orders rows by each of its fields once.',
    todo: 'Delete one of them.',
  });
}

/** Fields of a model, and the columns every row has. */
export function fieldNames(scope: Scope, at: Path, root: Root): ReadonlySet<string> {
  const { audit, softDelete } = optionsOf(root);
  return new Set([
    ...scope.names([...at, 'fields']),
    'id',
    'version',
    ...(audit ? ['created_at', 'created_by', 'updated_at', 'updated_by'] : []),
    ...(softDelete ? ['deleted_at'] : []),
  ]);
}

function optionsOf(root: Root): { audit: boolean; softDelete: boolean } {
  const own = 'audit' in root ? root : undefined;
  return {
    audit: root.options?.audit === true || own?.audit === true,
    softDelete: root.options?.soft_delete === true || own?.soft_delete === true,
  };
}

export function checkFieldName(
  scope: Scope,
  at: Path,
  field: string,
  known: ReadonlySet<string>,
  why: string,
): boolean {
  if (known.has(field)) return true;
  scope.unknown('HM1056', scope.at(at), 'field', field, known, why);
  return false;
}

/** References of fields lead to models; shapes are only for what use cases and events carry. */
export function checkRefs(scope: Scope, at: Path, fields: Fields, shapes: boolean): void {
  for (const [name, field] of Object.entries(fields))
    checkType(scope, [...at, name, 'type'], field.type, shapes);
}

export function checkType(scope: Scope, at: Path, type: LongType, shapes: boolean): void {
  if (type.name === 'list') {
    checkType(scope, [...at, 'of'], type.of, shapes);
    return;
  }
  if (type.name === 'ref') {
    checkRef(scope, at, type);
    return;
  }
  if (type.name !== 'shape') return;
  if (shapes)
    checkModel(
      scope,
      [...at, 'model'],
      String(at[1]),
      type.model,
      'It is neither a type nor a model of this service.',
    );
  else
    scope.add({
      code: 'HM1031',
      at: scope.at([...at, 'model']),
      summary: `There is no type \`${type.model}\``,
      why: 'A field cannot hold a whole model.',
      todo: `To point at one, write \`ref(${type.model})\`. To own several, make it a child of an aggregate.`,
    });
}

function checkRef(
  scope: Scope,
  at: Path,
  { service, model }: { service?: string | undefined; model: string },
): void {
  const own = String(at[1]);
  if (service === undefined) {
    checkModel(
      scope,
      [...at, 'model'],
      own,
      model,
      'A reference leads to a model of this service, or `ref(service.Model)` to one of another.',
    );
    return;
  }
  const known = scope.names(['services']);
  if (!known.has(service))
    scope.unknown(
      'HM1051',
      scope.at([...at, 'service']),
      'service',
      service,
      known,
      'The part before the dot is a service of this spec.',
    );
  else checkModel(scope, [...at, 'model'], service, model, `It is not a model of \`${service}\`.`);
}

export function checkModel(scope: Scope, at: Path, service: string, model: string, why: string): void {
  const known = scope.roots(service);
  // A preset brings models of its own.
  if (known.has(model) || own(scope.spec.services, service)?.preset !== undefined) return;
  if (scope.isLeftOut(['services', service])) return;
  scope.unknown('HM1050', scope.at(at), 'model', model, known, why);
}

function checkAggregate(scope: Scope, at: Path, aggregate: SpecAggregate, service: SpecService): void {
  const home = String(at[1]);
  for (const [name, child] of Object.entries(aggregate.children)) {
    const path = [...at, 'children', name];
    checkModel(scope, [...path, 'of'], home, child.of, 'Children are rows of a model of this service.');
    const model = own(service.models, child.of);
    if (model === undefined) continue;
    const known = fieldNames(scope, ['services', home, 'models', child.of], model);
    const why = `It is not a field of \`${child.of}\`.`;
    if (child.order !== undefined)
      checkPosition(scope, [...path, 'order', 'field'], child.order.field, model);
    for (const [index, set] of (child.constraints?.unique ?? []).entries())
      for (const [place, field] of set.entries())
        checkFieldName(scope, [...path, 'constraints', 'unique', index, place], field, known, why);
    if (child.min !== undefined && child.max !== undefined && child.min > child.max)
      scope.add({
        code: 'HM1079',
        at: scope.at([...path, 'min']),
        summary: `At least ${child.min} and at most ${child.max} children cannot both hold`,
        why: 'No root could be saved.',
        todo: 'Lower `min`, or raise `max`.',
      });
  }
  if (aggregate.source !== undefined)
    checkModel(
      scope,
      [...at, 'source'],
      home,
      aggregate.source,
      'A read model is made from a model of this service.',
    );
  checkPreload(scope, at, aggregate, service);
}

/** The position is a column of its own, unless the model has a field of this name. */
function checkPosition(scope: Scope, at: Path, field: string, model: SpecModel): void {
  const found = own(model.fields, field);
  if (found === undefined || found.type.name === 'int') return;
  scope.add({
    code: 'HM1080',
    at: scope.at(at),
    summary: `\`${field}\` cannot hold a position, since it is \`${typeName(found.type)}\``,
    why: 'Children are kept in the order of a whole number.',
    todo: 'Make the field `int`, or name one that the model does not have: it is added.',
  });
}

/** Follows `roles.permissions` from relation to relation. */
function checkPreload(scope: Scope, at: Path, aggregate: SpecAggregate, service: SpecService): void {
  for (const [index, path] of aggregate.preload.entries()) {
    let model: string | undefined = aggregate.source;
    let offset = 0;
    for (const step of path.split('.')) {
      const ends = relationsFrom(service, model);
      const next = ends.get(step);
      if (next === undefined) {
        const span = scope.inside([...at, 'preload', index], offset, offset + step.length);
        scope.unknown(
          'HM1057',
          span,
          'relation',
          step,
          ends.keys(),
          `No relation of this service leads from \`${model ?? '?'}\` under this name.`,
        );
        break;
      }
      model = next;
      offset += step.length + 1;
    }
  }
}

/** Relations by what they are called: their own name, or the far end, alone or as plural. */
function relationsFrom(service: SpecService, model: string | undefined): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const { from, to, name } of service.relations)
    for (const [here, there] of [
      [from, to],
      [to, from],
    ] as const) {
      if (here !== model) continue;
      const plural = own(service.models, there)?.plural;
      const snake = there.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
      for (const called of [name, plural, snake, pluralize(snake)])
        if (called !== undefined) ends.set(called, there);
    }
  return ends;
}

function checkRelations(scope: Scope, at: Path, service: SpecService): void {
  for (const [index, relation] of service.relations.entries()) {
    const path = [...at, 'relations', index];
    for (const end of ['from', 'to'] as const)
      checkModel(
        scope,
        [...path, end],
        String(at[1]),
        relation[end],
        'Relations are between models of one service.',
      );
    if (relation.via !== undefined && relation.kind !== 'many_to_many')
      scope.add({
        code: 'HM1095',
        at: scope.at([...path, 'via']),
        summary: `\`via\` is only for many_to_many, and this is ${relation.kind}`,
        why: 'Only there a table stands between the two.',
        todo: 'Delete `via`, or make it many_to_many.',
      });
  }
}
