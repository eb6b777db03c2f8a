import { describe, expect, it } from 'vitest';
import { hasLongLine, isLong } from '../../../../src/render/typescript/long.ts';
import { tidyTypeScript } from '../../../../src/render/typescript/tidy.ts';

const NAME = 'aNameThatIsAsLongAsNamesMayBecomeInAGeneratedService';

describe('what is looked at', () => {
  it.each([
    ['short code', `const a = 1;\n`, false],
    ['a line of 110', `${'x('.repeat(55)}\n`, false],
    ['a line of 111', `${'x('.repeat(55)};\n`, true],
    ['the last line, without its end', `\n${'x('.repeat(55)};`, true],
    ['a long comment', `// ${'x '.repeat(60)}\n  /** ${'x '.repeat(60)}*/\n   * ${'x '.repeat(60)}\n`, false],
    ['a name of 28', `${'n'.repeat(28)};\n`, false],
    ['a name of 29', `${'n'.repeat(29)};\n`, true],
    ['a name of 29 at the end', 'n'.repeat(29), true],
    ['a name of other letters', `${'é'.repeat(29)};\n`, true],
    ['other signs', `${'→'.repeat(29)};\n`, false],
    ['an id', `'00000000-0000-7000-8000-0000000000ff'\n`, false],
  ])('%s', (_, text, expected) => {
    expect(isLong(text)).toBe(expected);
  });

  it('is a comment only where the line begins with one', () => {
    expect(hasLongLine(`a ${'* b '.repeat(30)}// c\n`)).toBe(true);
  });
});

describe('what is too long', () => {
  it.each([
    [
      'a call',
      `const one = ${NAME}(${NAME}, { first: ${NAME} });\n`,
      `const one = ${NAME}(\n  ${NAME},\n  { first: ${NAME} },\n);\n`,
    ],
    [
      'an import',
      `import { ${NAME}, ${NAME}Again } from './x.ts';\n`,
      `import {\n  ${NAME},\n  ${NAME}Again,\n} from './x.ts';\n`,
    ],
    [
      'a signature',
      `function ${NAME}(${NAME}: string, second: number): void {\n  return;\n}\n`,
      `function ${NAME}(\n  ${NAME}: string,\n  second: number,\n): void {\n  return;\n}\n`,
    ],
  ])('%s is broken as Biome breaks it', (_, text, expected) => {
    expect(tidyTypeScript(text)).toBe(expected);
    expect(tidyTypeScript(expected)).toBe(expected);
  });

  it('leaves all else as it is, and what it cannot read too', () => {
    const rest = `class A {\n  b = ${NAME}(${NAME}, ${NAME}, ${NAME});\n}\n`;
    expect(tidyTypeScript(rest)).toBe(rest);
    const odd = `const   a = 1;\nconst b = ${NAME}(${NAME});\n`;
    expect(tidyTypeScript(odd)).toContain('const   a = 1;\n');
  });
});
