import type { Spec } from '../spec/schema/top.ts';
import type { SpecPath, System } from './system.ts';

const SHORT = /^service\.([^.]+)\.([A-Z][^.]*)(?:\.([^.]+))?$/;

/** `service.todo.Item.done` is short for `service.todo.models.Item.fields.done`, and so for aggregates. */
export function movedOf(spec: Spec): System['moved'] {
  return spec.moved.map(({ from, to }, index) => {
    const section = sectionOf(spec, to);
    return { from: longAddress(from, section), to: longAddress(to, section), at: `moved.${index}` };
  });
}

/** Where in the spec what an address of a service names stands, or stood. */
export function specPathsOf(address: string): readonly SpecPath[] {
  const all = SHORT.test(address)
    ? [longAddress(address, 'models'), longAddress(address, 'aggregates')]
    : [address];
  return all.flatMap((one) =>
    one.startsWith('service.') ? [`services.${one.slice('service.'.length)}`] : [],
  );
}

type Section = 'models' | 'aggregates';

/** A new name is in the spec, and says what the old one was too. */
function sectionOf(spec: Spec, address: string): Section {
  const [, service = '', name = ''] = SHORT.exec(address) ?? [];
  return spec.services[service]?.aggregates?.[name] === undefined ? 'models' : 'aggregates';
}

function longAddress(address: string, section: Section): string {
  const [short, service, name, field] = SHORT.exec(address) ?? [];
  if (short === undefined) return address;
  return `service.${service}.${section}.${name}${field === undefined ? '' : `.fields.${field}`}`;
}
