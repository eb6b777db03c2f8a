import type { SpecService } from '../spec/schema/top.ts';
import { namesOf } from './names.ts';
import type { Setting } from './system.ts';

export function resolveSetting(key: string, spec: SpecService['config'][string]): Setting {
  const names = namesOf(key);
  return {
    names,
    env: spec.env ?? names.snake.toUpperCase(),
    type: spec.type,
    default: spec.default ?? null,
    secret: spec.secret,
    description: spec.description ?? '',
  };
}
