import { withIndexes } from './models.ts';
import type { Model, Route } from './system.ts';

/** What a list is filtered or sorted by has an index, and so has each reference. */
export function indexedModel(model: Model, routes: readonly Route[]): Model {
  const lists = routes.flatMap((route) =>
    route.op === 'list' && route.model === model.names.pascal ? [route] : [],
  );
  const column = (property: string) => model.fields.find((field) => field.property === property)?.column;
  const indexable = new Set(
    model.fields
      .filter((field) => !['json', 'list', 'bytes', 'text'].includes(field.type.kind))
      .map((one) => one.column),
  );
  const columnOf = (property: string): readonly string[] => {
    const found = column(property) ?? { createdAt: 'created_at', updatedAt: 'updated_at' }[property];
    return found !== undefined && (column(property) === undefined || indexable.has(found)) ? [found] : [];
  };
  return withIndexes(model, [
    // The id breaks ties between rows that sort alike, and is part of every page's cursor.
    ...lists.flatMap((list) => list.sort.flatMap(columnOf)).map((sorted) => [sorted, 'id']),
    ...lists.flatMap((list) => list.filter.flatMap(columnOf)).map((filtered) => [filtered]),
    ...model.fields
      .filter((field) => field.type.kind === 'ref' && field.type.service === null)
      .map((field) => [field.column]),
  ]);
}
