const ISO =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;
const SHORT = /^(\d+)(ms|s|m|h|d)$/;
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `PT15M` or `15m`. Months and years have their mean lengths, as in the generated contracts. */
export function durationMs(text: string): number {
  const short = SHORT.exec(text);
  if (short !== null) return Number(short[1]) * (UNITS[short[2] ?? ''] ?? 1);
  const parts = ISO.exec(text);
  if (parts === null) throw new Error(`not a duration: ${text}`);
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number((part ?? '0').replace(',', '.')));
  const wholeDays = years * 365.2425 + months * 30.436875 + weeks * 7 + days;
  return Math.round(((wholeDays * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000);
}
