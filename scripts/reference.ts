import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../src/diagnostics/catalogue.ts';
import { specReference } from '../src/spec/reference.ts';

const MADE = '<!-- Made by `npm run golden` from the sources; a test keeps it fresh. -->';

interface ManifestFlag {
  readonly name: string;
  readonly char?: string;
  readonly type: 'boolean' | 'option';
  readonly summary?: string;
  readonly helpValue?: string;
  readonly helpGroup?: string;
  readonly options?: readonly string[];
  readonly hidden?: boolean;
}

interface ManifestCommand {
  readonly id: string;
  readonly summary?: string;
  readonly description?: string;
  readonly args: Readonly<Record<string, { name: string; description?: string; required?: boolean }>>;
  readonly flags: Readonly<Record<string, ManifestFlag>>;
  readonly examples?: readonly (string | { description: string; command: string })[];
}

/** The pages of docs/reference that follow from the sources, by path. */
export function referencePages(root: string): ReadonlyMap<string, string> {
  return new Map([
    ['docs/reference/language.md', `${MADE}\n\n${specReference()}`],
    ['docs/reference/diagnostics.md', diagnosticsPage()],
    ['docs/reference/cli.md', cliPage(commandsOf(root))],
  ]);
}

function commandsOf(root: string): readonly ManifestCommand[] {
  const text = readFileSync(join(root, 'dist', 'oclif.manifest.json'), 'utf8');
  const manifest: { commands: Record<string, ManifestCommand> } = JSON.parse(text);
  return Object.values(manifest.commands).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function diagnosticsPage(): string {
  const entries = [...catalogue].map(
    ([code, { title, explanation, todo }]) => `## ${code}: ${title}\n\n${explanation}\n\n${todo}\n`,
  );
  return [
    MADE,
    '\n# Diagnostics\n',
    'Every problem has a code that never changes its meaning; `hatmax why CODE` prints what is here. 1xxx is the',
    "spec's text, 2xxx the system and what is generated, 3xxx state and objects, 4xxx plan, apply and the tree, 5xxx the",
    'command line.\n',
    ...entries,
  ].join('\n');
}

function cliPage(commands: readonly ManifestCommand[]): string {
  const shared = Object.values(commands[0]?.flags ?? {}).filter((flag) => flag.helpGroup === 'GLOBAL');
  return [
    MADE,
    '\n# Commands\n',
    'Every command also takes:\n',
    flagTable(shared),
    'Nothing but the answer is written to stdout; diagnostics go to stderr. Exit codes:\n',
    EXIT_CODES,
    ...commands.map(commandSection),
  ].join('\n');
}

const EXIT_CODES = `| code | meaning |
|---|---|
| 0 | done; nothing to change |
| 1 | an error: what, where, why, and what to do next |
| 2 | \`--detailed-exitcode\`: there are changes (plan) or drift (drift) |
| 3 | refused: conflicts that need a person, a destructive step nobody allowed |
| 4 | the lock is held |
| 130 | interrupted |
`;

function commandSection(command: ManifestCommand): string {
  const args = Object.values(command.args);
  const flags = Object.values(command.flags).filter((flag) => flag.helpGroup !== 'GLOBAL' && !flag.hidden);
  const usage = [
    'hatmax',
    command.id.replaceAll(':', ' '),
    ...args.map(({ name, required }) => (required ? name.toUpperCase() : `[${name.toUpperCase()}]`)),
  ];
  const examples = (command.examples ?? []).map(exampleText);
  return [
    `## hatmax ${command.id.replaceAll(':', ' ')}\n`,
    `${command.summary ?? ''}\n`,
    ...(command.description === undefined ? [] : [`${command.description}\n`]),
    `\`${usage.join(' ')}\`\n`,
    ...(args.length === 0 ? [] : [argTable(args)]),
    ...(flags.length === 0 ? [] : [flagTable(flags)]),
    ...(examples.length === 0 ? [] : [`\`\`\`sh\n${examples.join('\n')}\n\`\`\`\n`]),
  ].join('\n');
}

function exampleText(example: string | { description: string; command: string }): string {
  if (typeof example === 'string') return example.replaceAll('<%= config.bin %>', 'hatmax');
  const { description, command } = example;
  return `# ${description}\n${command.replaceAll('<%= config.bin %>', 'hatmax')}`;
}

function argTable(args: readonly { name: string; description?: string }[]): string {
  const rows = args.map(({ name, description }) => `| \`${name.toUpperCase()}\` | ${cell(description)} |`);
  return `| argument | |\n|---|---|\n${rows.join('\n')}\n`;
}

function flagTable(flags: readonly ManifestFlag[]): string {
  const rows = flags.map((flag) => `| \`${spelling(flag)}\` | ${cell(flag.summary)} |`);
  return `| flag | |\n|---|---|\n${rows.join('\n')}\n`;
}

function spelling({ name, char, type, helpValue, options }: ManifestFlag): string {
  const value = type === 'option' ? `=${options?.join('|') ?? helpValue ?? 'VALUE'}` : '';
  return `${char === undefined ? '' : `-${char}, `}--${name}${value}`;
}

function cell(text = ''): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
