import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as Flags from '@oclif/core/flags';
import { drawn, GRAPH_FORMATS, graph } from '../operations/graph.ts';
import { refuse } from '../operations/place.ts';
import { EXIT, type ExitCode } from './shell/exit-code.ts';
import { HatmaxCommand } from './shell/hatmax-command.ts';

export default class GraphCommand extends HatmaxCommand {
  static override readonly summary = 'Draw the components and what they need.';
  static override readonly flags = {
    format: Flags.option({
      options: GRAPH_FORMATS,
      default: 'dot' as const,
      summary: 'Graphviz, Mermaid, a picture, or data.',
    })(),
    output: Flags.string({ char: 'o', helpValue: 'FILE', summary: 'Write it to this file.' }),
    changes: Flags.boolean({ summary: 'Mark what a plan would do to each component.' }),
  };
  static override readonly examples = [
    '<%= config.bin %> graph --format svg -o graph.svg',
    '<%= config.bin %> graph | dot -Tpng > graph.png',
  ];

  override async run(): Promise<ExitCode> {
    const { flags } = await this.parse(GraphCommand);
    const place = await this.open(flags);
    if (typeof place === 'number') return place;
    const found = await graph(place, flags.changes);
    await this.say(found, flags);
    if (found.value === undefined) return EXIT.error;
    const text = drawn(found.value, flags.format);
    if (flags.output === undefined) {
      this.answer(text);
      return EXIT.done;
    }
    try {
      writeFileSync(resolve(flags.output), text);
    } catch (fault) {
      const why = fault instanceof Error && 'code' in fault ? `: ${fault.code}` : '';
      return this.fail(refuse({ code: 'HM5020', summary: `${flags.output} cannot be written${why}` }), flags);
    }
    return EXIT.done;
  }
}
