import { describe, expect, it } from 'vitest';
import { mergeText, withMarkers } from '../../../src/merge/text.ts';

describe('a merge of lines', () => {
  it('keeps line endings, byte order mark and missing final newline of ours', () => {
    expect(mergeText('a\nb\nc\n', '\ufeffA\r\nb\r\nc', 'a\nb\nc\nd\n')).toEqual({
      kind: 'merged',
      text: '\ufeffA\r\nb\r\nc\r\nd',
    });
    expect(mergeText('a\nb\nc\n', '\ufeffA\r\nb\r\nc', 'a\nx\nb\nc\n')).toMatchObject({ kind: 'conflict' });
    expect(mergeText('a\nb\nc\n', '\ufeffA\r\nb\r\nc', 'a\nb\nC\n')).toEqual({
      kind: 'merged',
      text: '\ufeffA\r\nb\r\nC',
    });
  });

  it('leaves every line of ours with the ending it has, where a file mixes them', () => {
    expect(mergeText('a\nb\nc\nd\n', 'a\r\nb\nc\r\nd\r\n', 'a\nb\nc\nD\n')).toEqual({
      kind: 'merged',
      text: 'a\r\nb\nc\r\nD\r\n',
    });
  });

  it('names the place of a conflict, without what both sides have alike', () => {
    const merge = mergeText('a\nb\nc\n', 'a\nsame\nours\nc\n', 'a\nsame\ntheirs\nc\n');
    expect(merge).toMatchObject({
      kind: 'conflict',
      regions: [{ line: 3, base: ['b'], ours: ['ours'], theirs: ['theirs'] }],
    });
    if (merge.kind === 'conflict') {
      expect(withMarkers(merge.pieces)).toBe(
        'a\nsame\n<<<<<<< ours\nours\n||||||| base\nb\n=======\ntheirs\n>>>>>>> hatmax\nc\n',
      );
    }
  });
});
