import { sha256 } from '../../../src/host/sha256.ts';
import { templateSource } from '../../../src/host/templates.ts';
import { createRenderer, type Render } from '../../../src/render/renderer.ts';
import { rendered } from './fixture.ts';

const plain = createRenderer(templateSource);

/** The true templates; what they render is told from what a person writes. */
export const watchedRender: Render = (template, model) => {
  const text = plain(template, model);
  rendered.add(sha256(text));
  return text;
};
