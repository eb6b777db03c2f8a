/** `# repeat N` makes a comment of N characters, `# repeat-inside N` a text: large files are not kept as such. */
export function fixtureText(raw: string): string {
  return raw
    .replace(/# repeat ([0-9]+)/, (_, count: string) => `# ${'x'.repeat(Number(count))}`)
    .replace(/# repeat-inside ([0-9]+)/, (_, count: string) => 'x'.repeat(Number(count)));
}
