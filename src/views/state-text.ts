import { safe, widthOf } from '../diagnostics/display.ts';
import { compare } from '../graph/graph.ts';
import type { Json } from '../json/json.ts';
import { jsonPieces, StreamedList, StreamedObject } from '../json/streamed.ts';
import type { RecordedComponent, RecordedFile } from '../state/recorded.ts';
import { type Paint, painter, plural, type TextOptions } from './paint.ts';
import { type Section, sectionPieces } from './pieces.ts';
import { resourceAddress } from './resource-json.ts';

type Components = ReadonlyMap<string, RecordedComponent>;

/** `hatmax state list`: one address a line, and nothing else, so that it can be piped. */
export function* stateListPieces(components: Components): Generator<string, void> {
  for (const { address } of sorted(components)) yield `${address}\n`;
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
  const files = byPath(component.files).map(([path, file]) => fileLine(path, file));
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
export function showPieces(components: Components, options: TextOptions): Generator<string, void> {
  return sectionPieces(showSections(components, painter(options)));
}

function* showSections(components: Components, paint: Paint): Generator<Section, void> {
  if (components.size === 0) {
    yield [['Nothing is recorded: nothing was applied here yet.']];
    return;
  }
  const records = sorted(components);
  const files = records.reduce((sum, component) => sum + component.files.size, 0);
  yield [[`${plural(components.size, 'component')}, ${plural(files, 'file')}.`]];
  for (const component of records) {
    const paths = byPath(component.files);
    const widest = Math.min(60, Math.max(0, ...paths.map(([path]) => widthOf(path))));
    const lines = paths.map(([path, file]) => shown(path, file, widest));
    yield [[paint('bold', component.address), ...lines]];
  }
}

function shown(path: string, file: RecordedFile, widest: number): string {
  const edited = file.applied === file.base ? '' : file.unaccepted ? ', edited' : ', edited and accepted';
  return `  ${safe(path)}${' '.repeat(Math.max(0, widest - widthOf(path)))}  ${file.ownership.replace('_', '-')}${edited}`;
}

/** The same in JSON: Terraform's state representation is in the plan's; this is the record as it is kept. */
export function stateJson(components: Components): Iterable<string> {
  const records = new StreamedList(function* () {
    for (const record of sorted(components)) yield componentJson(record);
  });
  return jsonPieces(new StreamedObject({ format_version: '1.0', components: records }), 2);
}

function componentJson({ address, hatmax, digest, dependsOn, at, files }: RecordedComponent): Json {
  return {
    address,
    hatmax_version: hatmax,
    digest,
    depends_on: dependsOn,
    at,
    files: byPath(files).map(([path, file]) => fileJson(address, path, file)),
  };
}

function fileJson(component: string, path: string, file: RecordedFile): Json {
  const { ownership, executable, template, at, base, applied, unaccepted } = file;
  const address = resourceAddress(component, path);
  return { address, path, ownership, executable, template, at, base, applied, unaccepted };
}

function byPath(files: RecordedComponent['files']): readonly (readonly [string, RecordedFile])[] {
  return [...files].sort(([one], [other]) => compare(one, other));
}

function sorted(components: Components): readonly RecordedComponent[] {
  return [...components.values()].sort((one, other) => compare(one.address, other.address));
}
