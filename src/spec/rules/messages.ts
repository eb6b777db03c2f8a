import { own } from '../own.ts';
import type { Path, Scope } from './scope.ts';

/** Consumers listen to events that a service declares. */
export function checkMessages(scope: Scope): void {
  for (const [name, service] of scope.services)
    for (const [index, { event }] of service.consumers.entries())
      checkEvent(scope, ['services', name, 'consumers', index, 'event'], name, event);
}

function checkEvent(scope: Scope, at: Path, home: string, event: string): void {
  const services = scope.names(['services']);
  const dot = event.indexOf('.');
  const first = dot < 0 ? event : event.slice(0, dot);
  if (eventsOf(scope, home).has(event)) return;
  if (!services.has(first)) {
    scope.unknown(
      'HM1055',
      scope.at(at),
      'event',
      event,
      allEvents(scope),
      'An event is written `<service>.<event>`, and stands under `events` of that service.',
    );
    return;
  }
  if (own(scope.spec.services, first)?.preset !== undefined || scope.isLeftOut(['services', first])) return;
  const known = eventsOf(scope, first);
  const rest = event.slice(dot + 1);
  if (dot >= 0 && known.has(rest)) return;
  const whole = [...known].map((other) => `${first}.${other}`);
  scope.unknown(
    'HM1055',
    scope.at(at),
    'event',
    event,
    whole,
    `\`${first}\` has no such event under \`events\`.`,
  );
}

function eventsOf(scope: Scope, service: string): ReadonlySet<string> {
  return scope.names(['services', service, 'events']);
}

function allEvents(scope: Scope): readonly string[] {
  return scope.services.flatMap(([name]) => [...eventsOf(scope, name)].map((event) => `${name}.${event}`));
}
