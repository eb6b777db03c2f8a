/** The stable identity of a component: `project`, `package.kit`, `service.orders.repository.sqlite`. */
export type Address = string & { readonly __brand: 'Address' };

const ADDRESS = /^[a-z][a-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/;

export function isAddress(text: string): text is Address {
  return text.length <= 200 && ADDRESS.test(text);
}

/** For addresses that hatmax itself spells out; throws on anything else, since that is a bug. */
export function address(text: string): Address {
  if (!isAddress(text)) throw new Error(`not an address: ${JSON.stringify(text)}`);
  return text;
}
