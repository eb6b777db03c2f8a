import * as z from 'zod';
import { wrapAs } from '../expand/lists.ts';
import { anything } from './free.ts';
import { later } from './later.ts';
import { short } from './short-form.ts';
import { line, setting, text } from './values.ts';

const as = () => line().optional().describe('The name later steps know the result by');
const client = () =>
  line().optional().describe('The client of this service that is asked; itself without it');
const op = () => line().optional().describe('The operation, such as Product.get or PlaceOrder');
const free = (meaning: string) => z.record(line(), anything()).optional().describe(meaning);

const stepParts = () => ({
  load: z.strictObject({
    client: client(),
    model: line().optional().describe('The model, where the service itself has it'),
    op: op(),
    by: text().optional().describe('What identifies the row: an expression'),
    query: free('Filters of a list'),
    as: as(),
  }),
  validate: short(
    z.strictObject({
      expr: text().min(1).describe('A CEL expression that must be true to go on'),
      error: line().optional().describe('The code of the error where it is not'),
      message: line().optional().describe('What people are told then'),
    }),
    { description: 'the expression alone', json: [{ type: 'string' }], expand: wrapAs('expr') },
  ),
  create: z.strictObject({
    client: client(),
    model: line().describe('The model or aggregate'),
    set: free('Fields and the expressions they get'),
    as: as(),
  }),
  update: z.strictObject({
    client: client(),
    model: line().describe('The model or aggregate'),
    by: text().optional().describe('What identifies the row: an expression'),
    set: free('Fields and the expressions they get'),
    as: as(),
  }),
  delete: z.strictObject({
    client: client(),
    model: line().describe('The model or aggregate'),
    by: text().optional().describe('What identifies the row: an expression'),
  }),
  call: z.strictObject({
    client: client(),
    op: line().describe('The operation, such as Order.list or PlaceOrder'),
    by: text().optional().describe('What identifies the row: an expression'),
    query: free('Filters of a list'),
    input: free('What the operation takes'),
    as: as(),
  }),
  http_get: z.strictObject({
    client: client(),
    url: setting().optional().describe('The whole URL, where no client is named'),
    path: line().optional().describe('The path under the base URL of the client'),
    query: free('The query'),
    headers: free('Headers'),
    as: as(),
  }),
  http_post: z.strictObject({
    client: client(),
    url: setting().optional().describe('The whole URL, where no client is named'),
    path: line().optional().describe('The path under the base URL of the client'),
    headers: free('Headers'),
    body: anything().optional().describe('The body'),
    as: as(),
  }),
  emit: short(
    z.strictObject({
      event: line().describe('The event of this service'),
      data: free('Its payload and the expressions it gets'),
    }),
    { description: 'the event alone', json: [{ type: 'string' }], expand: wrapAs('event') },
  ),
  transform: z.strictObject({
    expr: text().optional().describe('A CEL expression'),
    set: free('Names and the expressions they get'),
    as: as(),
  }),
  return: anything().describe('What the use case gives back: a name, or fields and expressions'),
});

export const stepKinds = [
  'load',
  'validate',
  'create',
  'update',
  'delete',
  'call',
  'http_get',
  'http_post',
  'emit',
  'transform',
  'return',
] as const;

export const step = later(() => {
  const parts = stepParts();
  return z
    .strictObject({
      load: parts.load.optional().describe('Read a row, or a list'),
      validate: parts.validate.optional().describe('Stop unless something holds'),
      create: parts.create.optional().describe('Create a row'),
      update: parts.update.optional().describe('Change a row'),
      delete: parts.delete.optional().describe('Delete a row'),
      call: parts.call.optional().describe('Call an operation of another service'),
      http_get: parts.http_get.optional().describe('GET something that is not a service of the project'),
      http_post: parts.http_post
        .optional()
        .describe('POST to something that is not a service of the project'),
      emit: parts.emit.optional().describe('Emit an event, with the data, in one transaction'),
      transform: parts.transform.optional().describe('Work something out'),
      return: parts.return.optional().describe('End, with a result'),
    })
    .meta({ one: true });
});
