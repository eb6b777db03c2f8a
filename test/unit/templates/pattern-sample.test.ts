import { describe, expect, it } from 'vitest';
import { matchingTexts } from '../../../templates/atom/pattern-sample.ts';

describe('matchingTexts', () => {
  it.each([
    '^[A-Z]{2}-[0-9]{4}$',
    '^[0-9]{8,14}$',
    '^#[0-9a-f]{6}$',
    '^(?:red|green|blue)-\\d+$',
    '^[^\\s@]+@[a-z]+\\.com$',
    '^\\w+(?<rest>\\.\\w+)*?$',
    'x{3,9}',
    '^a?b*[.-]c$',
  ])('finds several texts for %s', (pattern) => {
    const found = matchingTexts(pattern, 3, () => true);
    expect(found).toHaveLength(3);
    expect(new Set(found).size).toBe(3);
    for (const text of found) expect(text).toMatch(new RegExp(pattern));
  });

  it('keeps to what else must fit', () => {
    expect(matchingTexts('^[a-z]{1,9}$', 2, (text) => text.length === 3)).toHaveLength(2);
  });

  it.each(['^(?=.*\\d)(?=.*[a-z]).{8}$', '^(a)\\1$', '^\\p{L}+$', '^[a$'])('gives none for %s', (pattern) => {
    expect(matchingTexts(pattern, 1, () => true)).toEqual([]);
  });
});
