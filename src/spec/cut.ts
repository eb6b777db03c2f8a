/** The text of one service, from the start of its line to the start of what follows. */
export interface ServiceText {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Blanks its key stands behind. */
  readonly indent: number;
}

export interface CutSpec {
  /** In the order of the file. */
  readonly services: readonly ServiceText[];
  /** All that is before the first service and after the last. */
  readonly around: readonly [string, string];
}

const SERVICES_KEY = /^services:[ ]*(?:#.*)?$/;
const SERVICE_KEY = /^( +)([a-z][a-z0-9-]*):(?: |$)/;
/** What reaches across services, or may: anchors, aliases, merge keys, tags, documents, directives, and other ways to write. */
const REACHES_ACROSS = /^(?:---|\.\.\.|%)|(?:^|[\s[{,:-])(?:[&*](?=[^\s&*=])|<<\s*:|!)|[\t\r\ufeff]/m;

/**
 * Cuts a spec into the texts of its services, by lines and indentation alone. It says undefined wherever it is in doubt.
 * What it says is only a guess until a parser has found each key just where it was cut: see `isCutRight`.
 */
export function cutSpec(text: string): CutSpec | undefined {
  if (REACHES_ACROSS.test(text)) return undefined;
  const cutting = new Cutting();
  for (let start = 0; start < text.length; ) {
    const newLine = text.indexOf('\n', start);
    const end = newLine < 0 ? text.length : newLine;
    if (!cutting.take(text.slice(start, end), start)) return undefined;
    start = end + 1;
  }
  return cutting.result(text);
}

class Cutting {
  readonly #services: { name: string; start: number; indent: number }[] = [];
  #phase: 'before' | 'inside' | 'after' = 'before';
  #end: number | undefined;

  /** False where it is in doubt. */
  take(line: string, start: number): boolean {
    if (/^ *(?:#|$)/.test(line)) return true;
    const indented = line.startsWith(' ');
    if (!indented && SERVICES_KEY.test(line)) {
      if (this.#phase !== 'before') return false;
      this.#phase = 'inside';
      return true;
    }
    if (this.#phase !== 'inside') return true;
    if (indented) return this.#takeInside(line, start);
    this.#phase = 'after';
    this.#end = start;
    return true;
  }

  #takeInside(line: string, start: number): boolean {
    const indent = line.length - line.trimStart().length;
    const first = this.#services[0];
    if (first !== undefined && indent > first.indent) return true;
    const name = SERVICE_KEY.exec(line)?.[2];
    if (name === undefined || (first !== undefined && indent !== first.indent)) return false;
    this.#services.push({ name, start, indent });
    return true;
  }

  result(text: string): CutSpec | undefined {
    const [first] = this.#services;
    const names = new Set(this.#services.map(({ name }) => name));
    if (first === undefined || names.size !== this.#services.length) return undefined;
    const last = this.#end ?? text.length;
    const services = this.#services.map((service, index) => ({
      ...service,
      end: this.#services[index + 1]?.start ?? last,
    }));
    return { services, around: [text.slice(0, first.start), text.slice(last)] };
  }
}

/** A spec of some of the services and all that is around them. Each must end where the next one's key stands. */
export function joinServices(
  text: string,
  { around }: CutSpec,
  services: readonly ServiceText[],
): { readonly text: string; readonly services: readonly ServiceText[] } {
  let joined = around[0];
  const moved = services.map((service) => {
    const start = joined.length;
    joined += text.slice(service.start, service.end);
    if (!joined.endsWith('\n')) joined += '\n';
    return { ...service, start, end: joined.length };
  });
  return { text: joined + around[1], services: moved };
}

/**
 * Whether a parser found the key of each service where its text was cut, and no other service. Then each text is whole
 * in itself: the parser was back at the level of services wherever one ended, so that the texts mean together what they
 * mean one by one.
 */
export function isCutRight(
  services: readonly ServiceText[],
  found: readonly string[],
  keyAt: (name: string) => number | undefined,
): boolean {
  return (
    services.length === found.length &&
    services.every(
      ({ name, start, indent }, index) => found[index] === name && keyAt(name) === start + indent,
    )
  );
}
