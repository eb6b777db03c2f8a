import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Answer, NOTHING_FOUND, type Place, refuse } from '../operations/place.ts';
import type { Resolution } from '../operations/resolve.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand, type SharedFlags } from './shell/hatmax-command.ts';
import { writeFlags } from './shell/write-flags.ts';

export default class ResolveCommand extends HatmaxCommand {
  static override readonly summary =
    'End a conflict: keep your file, take the new rendering, or say that you merged them.';
  static override readonly usage =
    '<%= command.id %> PATH [--ours | --theirs | --merged | --both | --with FILE | --tool NAME] [--lock-timeout DURATION] [--chdir DIR] [--spec FILE] [--no-color]';
  static override readonly args = {
    path: Args.string({ required: true, description: 'path of the file in conflict' }),
  };
  static override readonly flags = {
    ours: Flags.boolean({
      summary: 'Keep the file as it is on disk.',
      exclusive: ['theirs', 'merged', 'tool'],
    }),
    theirs: Flags.boolean({
      summary: 'Replace it by the new rendering; `hatmax undo` brings yours back.',
      exclusive: ['merged', 'tool'],
    }),
    merged: Flags.boolean({
      summary: 'The file on disk is the merge of both; refused while it has conflict markers.',
      exclusive: ['tool'],
    }),
    with: Flags.string({
      helpValue: 'FILE',
      summary: 'Take this file as the merge of both.',
      exclusive: ['ours', 'theirs', 'merged', 'tool'],
    }),
    tool: Flags.string({
      helpValue: 'NAME',
      summary: 'Merge with this tool of git mergetool; without a flag, with the one of merge.tool.',
    }),
    both: Flags.boolean({
      summary: 'Of hatmax.yml in a conflict of git: keep the lines of both, ours first.',
      exclusive: ['ours', 'theirs', 'merged', 'tool', 'with'],
    }),
    'lock-timeout': writeFlags['lock-timeout'],
  };
  static override readonly examples = [
    '<%= config.bin %> resolve services/todo/src/app.ts --ours',
    '<%= config.bin %> resolve services/todo/src/app.ts --merged',
    '<%= config.bin %> resolve services/todo/src/app.ts --tool meld',
  ];

  override async run(): Promise<ExitCode> {
    const { args, flags } = await this.parse(ResolveCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    if (args.path.replace(/^\.\//, '') === place.spec) return this.#spec(place, flags);
    const choice = await this.#choice(place, args.path, flags);
    if (choice.value === undefined) return this.fail(choice, flags);
    const { resolution } = await import('../operations/resolve.ts');
    const request = await resolution(place, args.path, choice.value);
    if (request.value === undefined) return this.fail(request, flags);
    const { carryOut } = await import('./shell/carry-out.ts');
    return carryOut(this, place, request.value, flags, {
      done: () => `Resolved: ${args.path}\n`,
      conflictsMayBeLeft: true,
    });
  }

  async #choice(place: Place, path: string, flags: ResolveFlags): Promise<Answer<Resolution>> {
    if (flags.ours) return { ...NOTHING_FOUND, value: 'ours' };
    if (flags.theirs) return { ...NOTHING_FOUND, value: 'theirs' };
    if (flags.merged) return { ...NOTHING_FOUND, value: 'merged' };
    if (flags.with !== undefined) return mergeIn(flags.with);
    const { runMergeTool, toolOf } = await import('./shell/merge-tool.ts');
    const cwd = resolve(flags.chdir);
    const tool = toolOf(cwd, flags.tool);
    if (tool === undefined || flags.both) {
      const summary = 'Say how: --ours, --theirs, --merged, --with FILE or --tool NAME';
      return refuse({ code: 'HM5005', summary, hint: 'Or name a tool once: git config merge.tool NAME' });
    }
    const { conflictAt } = await import('../operations/resolve.ts');
    const change = await conflictAt(place, path);
    if (change.value === undefined) return { ...change, value: undefined };
    const merged = runMergeTool(tool, cwd, change.value);
    return merged.value === undefined
      ? { ...merged, value: undefined }
      : { ...NOTHING_FOUND, value: { merged: merged.value } };
  }

  async #spec(place: Place, flags: ResolveFlags): Promise<ExitCode> {
    const keep = flags.both ? 'both' : flags.theirs ? 'theirs' : flags.ours ? 'ours' : undefined;
    if (keep === undefined) {
      const summary = `${place.spec} is resolved with --ours, --theirs or --both, or by hand`;
      return this.fail(refuse({ code: 'HM5005', summary }), flags);
    }
    const { resolveSpec } = await import('../operations/resolve.ts');
    const done = resolveSpec(place, keep);
    if (done.value === undefined) return this.fail(done, flags);
    this.answer(
      `Resolved: ${place.spec}. The halves are in .hatmax/conflicts/${place.spec}; now hatmax plan.`,
    );
    return EXIT.done;
  }
}

interface ResolveFlags extends SharedFlags {
  readonly ours: boolean;
  readonly theirs: boolean;
  readonly merged: boolean;
  readonly both: boolean;
  readonly with?: string | undefined;
  readonly tool?: string | undefined;
}

function mergeIn(name: string): Answer<Resolution> {
  try {
    return { ...NOTHING_FOUND, value: { merged: readFileSync(resolve(name)) } };
  } catch {
    return refuse({ code: 'HM5015', summary: `${name} cannot be read` });
  }
}
