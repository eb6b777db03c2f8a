/**
 * Texts that match a regular expression, for tests. Knows literals, classes, groups, alternatives, quantifiers and
 * anchors; every text is checked against the expression itself, so that what it does not know gives none, never a
 * wrong one.
 */
export function matchingTexts(
  pattern: string,
  count: number,
  fits: (text: string) => boolean,
): readonly string[] {
  const tree = parse(pattern);
  if (tree === undefined) return [];
  const expression = new RegExp(pattern, 'u');
  const found = new Set<string>();
  for (let seed = 0; seed < 400 && found.size < count; seed++) {
    const text = write(tree, { seed, spent: 0 });
    if (expression.test(text) && fits(text)) found.add(text);
  }
  return [...found];
}

type Node =
  | { readonly kind: 'characters'; readonly among: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number };

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const WORD = `${LOWER}${LOWER.toUpperCase()}${DIGITS}_`;
const ANY = `${LOWER}${DIGITS}`;
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
const CLASSES: Readonly<Record<string, string>> = { d: DIGITS, w: WORD, s: ' ', D: LOWER, W: '-', S: ANY };
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' };

interface Reader {
  readonly text: string;
  at: number;
}

class Unknown extends Error {}

function parse(pattern: string): Node | undefined {
  const reader: Reader = { text: pattern, at: 0 };
  try {
    const tree = choice(reader);
    return reader.at === pattern.length ? tree : undefined;
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

function choice(reader: Reader): Node {
  const of = [sequence(reader)];
  while (reader.text[reader.at] === '|') {
    reader.at++;
    of.push(sequence(reader));
  }
  return { kind: 'choice', of };
}

function sequence(reader: Reader): Node {
  const parts: Node[] = [];
  while (reader.at < reader.text.length && !'|)'.includes(reader.text.charAt(reader.at))) {
    const one = atom(reader);
    if (one !== undefined) parts.push(quantified(reader, one));
  }
  return { kind: 'sequence', parts };
}

function atom(reader: Reader): Node | undefined {
  const character = reader.text.charAt(reader.at++);
  switch (character) {
    case '^':
    case '$':
      return undefined;
    case '.':
      return { kind: 'characters', among: ANY };
    case '(':
      return group(reader);
    case '[':
      return { kind: 'characters', among: characterClass(reader) };
    case '\\':
      return escaped(reader);
    default:
      return { kind: 'characters', among: character };
  }
}

function group(reader: Reader): Node {
  const opening = /^\?(?::|<[A-Za-z_]\w*>)/.exec(reader.text.slice(reader.at));
  if (opening !== null) reader.at += opening[0].length;
  else if (reader.text[reader.at] === '?') throw new Unknown();
  const inner = choice(reader);
  if (reader.text[reader.at++] !== ')') throw new Unknown();
  return inner;
}

function escaped(reader: Reader): Node | undefined {
  const character = reader.text.charAt(reader.at++);
  if (character === 'b') return undefined;
  return { kind: 'characters', among: escapedCharacters(character) };
}

function escapedCharacters(character: string): string {
  if (character === '' || /[0-9BkpPuxcf]/.test(character)) throw new Unknown();
  return CLASSES[character] ?? CONTROLS[character] ?? character;
}

function characterClass(reader: Reader): string {
  const isNegated = reader.text[reader.at] === '^';
  if (isNegated) reader.at++;
  let among = '';
  while (reader.text[reader.at] !== ']') {
    if (reader.at >= reader.text.length) throw new Unknown();
    const from = classMember(reader);
    if (reader.text[reader.at] === '-' && reader.text[reader.at + 1] !== ']') {
      reader.at++;
      among += range(from, classMember(reader));
    } else {
      among += from;
    }
  }
  reader.at++;
  if (!isNegated) return among;
  return [...`${ANY}${PRINTABLE}`].filter((character) => !among.includes(character)).join('');
}

function classMember(reader: Reader): string {
  const character = reader.text.charAt(reader.at++);
  return character === '\\' ? escapedCharacters(reader.text.charAt(reader.at++)) : character;
}

function range(from: string, to: string): string {
  if (from.length !== 1 || to.length !== 1) throw new Unknown();
  const [first, last] = [from.charCodeAt(0), Math.min(to.charCodeAt(0), from.charCodeAt(0) + 100)];
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index)).join('');
}

function quantified(reader: Reader, of: Node): Node {
  const found = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/.exec(reader.text.slice(reader.at));
  if (found === null) return of;
  reader.at += found[0].length;
  const mark = found[0].charAt(0);
  if (mark === '?') return { kind: 'repeat', of, min: 0, max: 1 };
  if (mark === '*') return { kind: 'repeat', of, min: 0, max: 3 };
  if (mark === '+') return { kind: 'repeat', of, min: 1, max: 4 };
  const [min = 0, max] = (found[0].match(/\d+/g) ?? []).map(Number);
  return { kind: 'repeat', of, min, max: max ?? (found[0].includes(',') ? min + 3 : min) };
}

/** Every decision takes a digit of the seed, in the base of the choices there are. */
interface Decisions {
  seed: number;
  spent: number;
}

function decide(decisions: Decisions, choices: number): number {
  const chosen = (decisions.seed + decisions.spent) % choices;
  decisions.seed = Math.floor(decisions.seed / choices);
  decisions.spent = (decisions.spent + 1) % 7;
  return chosen;
}

function write(node: Node, decisions: Decisions): string {
  switch (node.kind) {
    case 'characters':
      if (node.among.length < 2) return node.among;
      return node.among.charAt(decide(decisions, node.among.length));
    case 'sequence':
      return node.parts.map((part) => write(part, decisions)).join('');
    case 'choice': {
      const chosen = node.of[node.of.length < 2 ? 0 : decide(decisions, node.of.length)];
      return chosen === undefined ? '' : write(chosen, decisions);
    }
    case 'repeat': {
      const times =
        node.min + (node.max > node.min ? decide(decisions, Math.min(node.max - node.min, 3) + 1) : 0);
      return Array.from({ length: times }, () => write(node.of, decisions)).join('');
    }
  }
}
