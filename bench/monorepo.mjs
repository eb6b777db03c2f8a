// A synthetic monorepo: no two services have the same model, and hardly two the same fields.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KINDS =
  'Annual Basic Central Direct Early Fixed Global Hourly Internal Joint Key Local Mobile Nightly Open Partial';
const THINGS =
  'Account Booking Claim Delivery Estimate Forecast Grant Hearing Invoice Journey Lesson Meeting Notice Offer Parcel ' +
  'Quote Receipt Sensor Ticket Visit Warrant Yield Agreement Bulletin Campaign Discount Exhibit Festival Guideline ' +
  'Holiday Interview Judgement Kiosk Licence Manual Network Outage Payment Question Refund Sample Tariff Upgrade ' +
  'Voucher Warning Absence Budget Course Dispute Expense Fixture Garden Harvest Insight Junction Keynote Landmark ' +
  'Machine Novel Opening Patent Quarry Ranking';
const FIELDS = [
  ['done', 'bool = false'],
  ['due', 'date?'],
  ['amount', 'decimal(12,2) = "0.00"'],
  ['note', 'text?'],
  ['count', 'int = 0'],
  ['website', 'url?'],
  ['contact', 'email?'],
  ['weight', 'float?'],
  ['opened', 'datetime?'],
  ['reference', 'uuid?'],
  ['colour', 'string? len ..40'],
  ['stage', 'enum(draft, sent, closed) = draft'],
];
const PREFIXES = ['', 'first', 'last', 'main', 'own', 'other', 'former', 'planned'];

/** About forty files a service. The first `changed` services have a field more. */
export function monorepoSpec(services, changed = 0) {
  const entries = Array.from({ length: services }, (_, number) => {
    const fields = ['title: string!', ...fieldsOf(number)];
    if (number < changed) fields.push('extra: string?');
    const lines = fields.map((field) => `          ${field}\n`).join('');
    const name = `service-${String(number).padStart(4, '0')}`;
    return `  ${name}:\n    kind: atom\n    models:\n      ${modelOf(number)}:\n        fields:\n${lines}`;
  });
  return `version: 1\nname: monorepo\nservices:\n${entries.join('')}`;
}

export function writeMonorepo(cwd, services, changed) {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'hatmax.yml'), monorepoSpec(services, changed));
}

/** 16 x 63 names. */
function modelOf(number) {
  const [kinds, things] = [KINDS.split(' '), THINGS.split(' ')];
  return `${kinds[Math.floor(number / things.length) % kinds.length]}${things[number % things.length]}`;
}

/** One to six of them, in another order, under other names. */
function fieldsOf(number) {
  const random = mix(number);
  const count = 1 + (random % 6);
  return Array.from({ length: count }, (_, position) => {
    const [name, type] = FIELDS[(random + position * 5) % FIELDS.length];
    const prefix = PREFIXES[mix(random + position) % PREFIXES.length];
    return `${prefix === '' ? name : `${prefix}_${name}`}: ${type}`;
  });
}

function mix(number) {
  return (Math.imul(number + 1, 2654435761) >>> 0) >>> 7;
}
