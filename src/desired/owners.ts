import type { Diagnostic, SourceRange } from '../diagnostics/diagnostic.ts';
import type { Address } from '../graph/address.ts';
import type { RelPath } from '../path/rel-path.ts';
import type { RecordedComponent } from '../state/recorded.ts';
import type { SpecPath } from '../system/system.ts';
import type { DesiredComponent } from './graph.ts';

interface Claim {
  readonly path: RelPath;
  readonly owner: Address;
  readonly at: readonly SpecPath[];
}

/** Each path has one owner, also where upper and lower case are the same, and no file stands where a folder must. */
export function checkOwners(
  components: readonly DesiredComponent[],
  recorded: ReadonlyMap<Address, RecordedComponent>,
  rangeOf: (at: SpecPath) => SourceRange | undefined,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const files = new Map<string, Claim>();
  const folders = new Map<string, { readonly spelled: string; readonly claim: Claim }>();
  const report = (second: Claim, first: Claim, code: 'HM2102' | 'HM2103', summary: string): void => {
    const range = second.at.map(rangeOf).find((one) => one !== undefined);
    const other = first.at.map(rangeOf).find((one) => one !== undefined);
    found.push({
      code,
      severity: 'error',
      summary,
      detail:
        second.owner === first.owner
          ? `${first.owner} makes both.`
          : `${first.owner} makes the first and ${second.owner} the second.`,
      hint: 'Rename one of the parts of the spec that they are made of.',
      ...(range === undefined ? {} : { range }),
      ...(other === undefined ? {} : { related: [{ range: other, summary: 'the first one' }] }),
    });
  };
  for (const claim of components.flatMap((component) => claimsOf(component, recorded))) {
    const folded = fold(claim.path);
    const first = files.get(folded);
    if (first === undefined) files.set(folded, claim);
    else if (first.path === claim.path) report(claim, first, 'HM2102', `${claim.path} is made twice`);
    else report(claim, first, 'HM2103', `${first.path} and ${claim.path} differ only in case`);
    for (const spelled of foldersOf(claim.path)) {
      const known = folders.get(fold(spelled));
      if (known === undefined) folders.set(fold(spelled), { spelled, claim });
      else if (known.spelled !== spelled)
        report(
          claim,
          known.claim,
          'HM2103',
          `the folders ${known.spelled} and ${spelled} differ only in case`,
        );
    }
  }
  for (const [folded, claim] of files) {
    const inside = folders.get(folded);
    if (inside !== undefined)
      report(
        claim,
        inside.claim,
        'HM2102',
        `${claim.path} is a file, and the folder of ${inside.claim.path}`,
      );
  }
  return found;
}

function claimsOf(
  { address, files }: DesiredComponent,
  recorded: ReadonlyMap<Address, RecordedComponent>,
): readonly Claim[] {
  if (files.kind === 'rendered') return files.files.map(({ path, at }) => ({ path, owner: address, at }));
  const kept = recorded.get(address)?.files ?? new Map<RelPath, { at: readonly SpecPath[] }>();
  return [...kept].map(([path, { at }]) => ({ path, owner: address, at }));
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** As file systems do that do not tell case, or composed from decomposed letters, apart. */
function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
