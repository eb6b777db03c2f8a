const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const BYTES = {
  B: 1,
  kB: 1000,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
} as const;

/** `1m30s` -> 90,000. The loader has checked the form. */
export function millisecondsOf(duration: string): number {
  let sum = 0;
  for (const [, amount, unit] of duration.matchAll(/([0-9.]+)(ms|[smhdw])/g)) {
    sum += Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
  }
  return Math.round(sum);
}

/** `2MiB`, or a number of bytes. */
export function bytesOf(size: string): number {
  const [, amount, unit] = /^([0-9.]+) ?([A-Za-z]*)$/.exec(size) ?? [];
  return Math.floor(Number(amount) * BYTES[(unit === '' ? 'B' : unit) as keyof typeof BYTES]);
}

/** `100/1m`, `20/s`. */
export function rateOf(rate: string): { readonly max: number; readonly windowMs: number } {
  const [max = '', window = ''] = rate.split('/');
  return { max: Number(max), windowMs: millisecondsOf(/^[0-9]/.test(window) ? window : `1${window}`) };
}
