import { safe, widthOf } from '../diagnostics/display.ts';
import { compare } from '../graph/graph.ts';
import type { Json } from '../json/json.ts';
import type { RecordedComponent, RecordedFile } from '../state/recorded.ts';
import { painter, plural, type TextOptions } from './paint.ts';
import { resourceAddress } from './plan-json.ts';

type Components = ReadonlyMap<string, RecordedComponent>;

/** `hatmax state list`: one address a line, and nothing else, so that it can be piped. */
export function stateListText(components: Components): string {
  return sorted(components)
    .map((component) => `${component.address}\n`)
    .join('');
}

/** `hatmax state show ADDRESS`: everything on record of a component. */
export function stateShowText(component: RecordedComponent, options: TextOptions): string {
  const paint = painter(options);
  const facts: readonly (readonly [string, string])[] = [
    ['made by', `hatmax ${component.hatmax}`],
    ['from', component.at.join(', ') || 'the spec as a whole'],
    ['needs', component.dependsOn.join(', ') || 'nothing'],
    ['digest', component.digest],
    ['bases', component.pack ?? 'none'],
  ];
  const lines = facts.map(([name, value]) => `  ${name.padEnd(8)} ${safe(value)}`);
  const files = [...component.files]
    .sort(([one], [other]) => compare(one, other))
    .map(([path, file]) => fileLine(path, file));
  return `${[paint('bold', component.address), ...lines, '', paint('bold', plural(component.files.size, 'file')), ...files].join('\n')}\n`;
}

function fileLine(path: string, file: RecordedFile): string {
  const marks = [
    file.ownership.replace('_', '-'),
    file.executable ? 'executable' : '',
    file.applied === file.base ? '' : file.unaccepted ? 'edits not accepted' : 'edits accepted',
  ].filter((mark) => mark !== '');
  return `  ${file.applied.slice(0, 12)}  ${safe(path)}  (${marks.join(', ')})`;
}

/** `hatmax show`: what is recorded, component by component, with its files. */
export function showText(components: Components, options: TextOptions): string {
  const paint = painter(options);
  if (components.size === 0) return 'Nothing is recorded: nothing was applied here yet.\n';
  const files = sorted(components).reduce((sum, component) => sum + component.files.size, 0);
  const head = `${plural(components.size, 'component')}, ${plural(files, 'file')}.`;
  const parts = sorted(components).map((component) => {
    const paths = [...component.files].sort(([one], [other]) => compare(one, other));
    const widest = Math.min(60, Math.max(0, ...paths.map(([path]) => widthOf(path))));
    return [paint('bold', component.address), ...paths.map(([path, file]) => shown(path, file, widest))].join(
      '\n',
    );
  });
  return `${[head, ...parts].join('\n\n')}\n`;
}

function shown(path: string, file: RecordedFile, widest: number): string {
  const edited = file.applied === file.base ? '' : file.unaccepted ? ', edited' : ', edited and accepted';
  return `  ${safe(path)}${' '.repeat(Math.max(0, widest - widthOf(path)))}  ${file.ownership.replace('_', '-')}${edited}`;
}

/** The same in JSON: Terraform's state representation is in the plan's; this is the record as it is kept. */
export function stateJson(components: Components): Json {
  return {
    format_version: '1.0',
    components: sorted(components).map((component) => ({
      address: component.address,
      hatmax_version: component.hatmax,
      digest: component.digest,
      depends_on: component.dependsOn,
      at: component.at,
      files: [...component.files]
        .sort(([one], [other]) => compare(one, other))
        .map(([path, { ownership, executable, template, at, base, applied, unaccepted }]) => ({
          address: resourceAddress(component.address, path),
          path,
          ownership,
          executable,
          template,
          at,
          base,
          applied,
          unaccepted,
        })),
    })),
  };
}

function sorted(components: Components): readonly RecordedComponent[] {
  return [...components.values()].sort((one, other) => compare(one.address, other.address));
}
