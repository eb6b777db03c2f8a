import { describe, expect, it } from 'vitest';
import { namesOf, pluralOf, propertyOf, singularOf } from '../../../src/system/names.ts';

describe('names', () => {
  it.each([
    ['OrderLine', 'OrderLine', 'orderLine', 'order_line', 'order-line', 'Order line'],
    ['order_line', 'OrderLine', 'orderLine', 'order_line', 'order-line', 'Order line'],
    ['order-line', 'OrderLine', 'orderLine', 'order_line', 'order-line', 'Order line'],
    ['HTTPServer', 'HttpServer', 'httpServer', 'http_server', 'http-server', 'Http server'],
    ['address_2', 'Address2', 'address2', 'address_2', 'address-2', 'Address 2'],
    ['SKU', 'Sku', 'sku', 'sku', 'sku', 'Sku'],
  ])('spells %s', (text, pascal, camel, snake, kebab, title) => {
    expect(namesOf(text)).toEqual({ pascal, camel, snake, kebab, title });
  });

  it.each([
    ['Category', 'categories'],
    ['Person', 'people'],
    ['OrderLine', 'order_lines'],
    ['Sheep', 'sheep'],
    ['ProductStatus', 'product_statuses'],
  ])('inflects %s', (text, plural) => {
    expect(pluralOf(namesOf(text), undefined).snake).toBe(plural);
    expect(singularOf(namesOf(plural)).pascal).toBe(text);
  });

  it('takes a plural that is said', () => {
    expect(pluralOf(namesOf('Person'), 'persons').kebab).toBe('persons');
  });

  it.each([
    ['class', 'class_'],
    ['default', 'default_'],
    ['constructor', 'constructor_'],
    ['type', 'type'],
    ['order', 'order'],
    ['created_by', 'createdBy'],
  ])('makes %s a property', (text, property) => {
    expect(propertyOf(namesOf(text))).toBe(property);
  });
});
