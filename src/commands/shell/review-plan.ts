import { relative, resolve, sep } from 'node:path';
import { type Findings, NOTHING_FOUND, refuse } from '../../operations/place.ts';
import type { Planned } from '../../operations/plan.ts';
import { unbuiltPlaces } from '../../operations/unbuilt-findings.ts';
import { recordedComponents } from '../../plan/recorded-files.ts';
import { componentGraph } from '../../views/graph.ts';
import { planHtmlPieces } from '../../views/plan-html/page.ts';
import { planMarkdownPieces } from '../../views/plan-markdown.ts';
import type { SharedFlags } from './hatmax-command.ts';
import { writeFilePieces } from './write-pieces.ts';

/** A plan as a comment on a pull request. The spec's path tells the comments of one repository apart. */
export function markdownOf(
  { plan, sides }: Planned,
  flags: SharedFlags & { readonly diff: 'none' | 'changes' | 'all' },
): Iterable<string> {
  const unbuilt = unbuiltPlaces(sides.system, sides.loaded);
  return planMarkdownPieces(plan, { diff: flags.diff, key: specFrom(flags), unbuilt });
}

/** Writes the plan as a page; what stands in the way is answered. */
export function writePage({ plan, sides }: Planned, file: string, flags: SharedFlags): Findings {
  const { system, loaded, desired, recorded } = sides;
  const graph = componentGraph(desired, recordedComponents(recorded), plan);
  const page = planHtmlPieces(plan, { spec: specFrom(flags), graph, unbuilt: unbuiltPlaces(system, loaded) });
  try {
    writeFilePieces(resolve(file), page);
    return NOTHING_FOUND;
  } catch (fault) {
    const why = fault instanceof Error && 'code' in fault ? `: ${fault.code}` : '';
    return refuse({ code: 'HM5020', summary: `${file} cannot be written${why}` });
  }
}

/** Seen from where hatmax was started: the same on every machine that checks the repository out. */
function specFrom({ chdir, spec }: SharedFlags): string {
  return relative(process.cwd(), resolve(chdir, spec)).split(sep).join('/');
}
