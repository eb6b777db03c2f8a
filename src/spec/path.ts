import type { SpecPath } from '../system/system.ts';

/**
 * `services.todo.models.Item`, `moved.0`. A key with a dot, a quote or a bracket is quoted as JSON in brackets:
 * `services.orders.events["order.placed"].payload`.
 */
export function specPath(...parts: readonly (string | number)[]): SpecPath {
  return parts.map((part, index) => segment(String(part), index === 0)).join('');
}

export const pathText = (parts: readonly string[]): SpecPath => specPath(...parts);

function segment(part: string, first: boolean): string {
  if (part === '' || /[.[\]"\s]/.test(part)) return `[${JSON.stringify(part)}]`;
  return first ? part : `.${part}`;
}

export function partsOfPath(path: SpecPath): readonly string[] {
  const parts: string[] = [];
  for (const found of path.matchAll(/\["(?:[^"\\]|\\.)*"\]|[^.[\]]+/g)) {
    const [text] = found;
    parts.push(text.startsWith('["') ? String(JSON.parse(text.slice(1, -1))) : text);
  }
  return parts;
}
