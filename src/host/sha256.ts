import { hash } from 'node:crypto';

/** SHA-256 in lower-case hexadecimal. */
export type Sha256 = string & { readonly __brand: 'Sha256' };

export function sha256(content: string | Uint8Array): Sha256 {
  return hash('sha256', content, 'hex') as Sha256;
}

export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text);
}
