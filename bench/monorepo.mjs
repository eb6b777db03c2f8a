// A synthetic monorepo: services that are alike, and not the same.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MODELS = ['Item', 'Account', 'Ticket', 'Parcel', 'Invoice', 'Lesson', 'Sensor', 'Booking'];
const FIELDS = [
  'title: string!',
  'done: bool = false',
  'due: date?',
  'amount: decimal(12,2) = "0.00"',
  'note: text?',
  'count: int = 0',
  'url: url?',
];

/** About forty files a service. The first `changed` services have a field more. */
export function monorepoSpec(services, changed = 0) {
  const entries = Array.from({ length: services }, (_, number) => {
    const model = MODELS[number % MODELS.length];
    const fields = ['title: string!', ...FIELDS.filter((_, field) => (number >> field) % 2 === 0).slice(1)];
    if (number < changed) fields.push('extra: string?');
    const lines = fields.map((field) => `          ${field}\n`).join('');
    const name = `service-${String(number).padStart(4, '0')}`;
    return `  ${name}:\n    kind: atom\n    models:\n      ${model}:\n        fields:\n${lines}`;
  });
  return `version: 1\nname: monorepo\nservices:\n${entries.join('')}`;
}

export function writeMonorepo(cwd, services, changed) {
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'hatmax.yml'), monorepoSpec(services, changed));
}
