import type { AggregateChild, Model } from './system.ts';

/** Properties that come with a model without being fields of it. A child has no version of its own. */
export function systemProperties(model: Model, child?: AggregateChild): readonly string[] {
  const ownVersion = child === undefined ? ['version'] : [camel(child.parentColumn)];
  const audit = model.audit ? ['createdAt', 'createdBy', 'updatedAt', 'updatedBy'] : [];
  const deleted = model.softDelete ? ['deletedAt'] : [];
  const position = child === undefined || child.orderField === null ? [] : [camel(child.orderField)];
  return ['id', ...ownVersion, ...audit, ...deleted, ...position];
}

function camel(snake: string): string {
  return snake.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
