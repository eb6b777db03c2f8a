import { render } from '../../../src/render/render.ts';
import { capabilities } from '../../../templates/capabilities.ts';
import { systemOf } from '../system/support.ts';

/** What the spec generates, by path. */
export function rendered(text: string): ReadonlyMap<string, string> {
  const system = systemOf(text);
  const drafts = capabilities.flatMap((capability) =>
    capability.components(system, () => undefined).components.flatMap((component) => component.files()),
  );
  return new Map(
    drafts.map(({ path, content }) => [
      path,
      content.from === 'template' ? render(content.template, content.model) : '',
    ]),
  );
}
