import { expect, it } from 'vitest';
import { bytesOf, millisecondsOf, rateOf } from '../../../src/system/quantities.ts';

it.each([
  ['300ms', 300],
  ['15s', 15_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['2w', 1_209_600_000],
  ['0', 0],
])('%s is %d milliseconds', (text, wanted) => {
  expect(millisecondsOf(text)).toBe(wanted);
});

it.each([
  ['512', 512],
  ['2MiB', 2_097_152],
  ['1.5 kB', 1500],
  ['1GB', 1_000_000_000],
])('%s is %d bytes', (text, wanted) => {
  expect(bytesOf(text)).toBe(wanted);
});

it.each([
  ['100/1m', { max: 100, windowMs: 60_000 }],
  ['20/s', { max: 20, windowMs: 1000 }],
])('%s is a rate', (text, wanted) => {
  expect(rateOf(text)).toEqual(wanted);
});
