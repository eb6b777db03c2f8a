import { templateSource } from '../host/templates.ts';
import { createRenderer, type Render } from './renderer.ts';

/** (template, model) -> text, from the templates this program was built with. */
export const render: Render = createRenderer(templateSource);
