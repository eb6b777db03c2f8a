/**
 * The text that stands for a decimal in the order of numbers, as the generated kit's `decimalSortKey` makes it: a sign
 * that sorts, then all digits; those of a negative number counted from the other end.
 */
export function decimalKey(text: string, precision: number, scale: number): string {
  const value = scaled(text, scale);
  const limit = 10n ** BigInt(precision);
  const digits = (value < 0n ? limit + value : value).toString().padStart(precision, '0');
  return `${value < 0n ? '-' : '0'}${digits}`;
}

/** With exactly `scale` digits after the point. */
export function normalDecimal(text: string, scale: number): string {
  const value = scaled(text, scale);
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`;
}

function scaled(text: string, scale: number): bigint {
  const negative = text.startsWith('-');
  const [whole = '0', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  return negative ? -digits : digits;
}
