import type { DesiredGraph } from '../../../src/desired/graph.ts';
import type { Address } from '../../../src/graph/address.ts';
import { sha256 } from '../../../src/host/sha256.ts';
import type { RecordedComponent, RecordedState } from '../../../src/state/recorded.ts';

/** What an apply of a graph leaves recorded, where nobody edited anything. */
export function recordOf(graph: DesiredGraph, before: RecordedState = { kind: 'absent' }): RecordedState {
  const old: ReadonlyMap<Address, RecordedComponent> =
    before.kind === 'present' ? before.components : new Map();
  const components = graph.components.map((component): [Address, RecordedComponent] => {
    const { address, digest, dependsOn, at, facts } = component;
    const known = old.get(address)?.files ?? new Map();
    const files =
      component.files.kind === 'as-recorded'
        ? known
        : new Map(
            component.files.files.flatMap((file) => {
              if (file.ownership === 'ignored') return [];
              if (file.content.kind === 'recorded') return [[file.path, known.get(file.path)] as const];
              const { ownership, executable, template, content } = file;
              const base = content.hash;
              return [
                [
                  file.path,
                  { ownership, executable, template, at: file.at, base, applied: base, unaccepted: false },
                ] as const,
              ];
            }),
          );
    const pack = sha256(address);
    return [address, { format: 1, address, hatmax: '0.0.0', digest, dependsOn, at, facts, pack, files }];
  });
  return { kind: 'present', components: new Map(components) };
}
