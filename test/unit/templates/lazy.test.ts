import { expect, it, vi } from 'vitest';
import * as apps from '../../../templates/atom/app-model.ts';
import * as contracts from '../../../templates/atom/contract-model.ts';
import * as samples from '../../../templates/atom/sample-model.ts';
import * as seeds from '../../../templates/atom/seed-model.ts';
import * as tests from '../../../templates/atom/test-model.ts';
import * as usecases from '../../../templates/atom/usecase-model.ts';
import { capabilities } from '../../../templates/capabilities.ts';
import { exampleText, systemOf } from '../system/support.ts';

vi.mock('../../../templates/atom/app-model.ts', { spy: true });
vi.mock('../../../templates/atom/contract-model.ts', { spy: true });
vi.mock('../../../templates/atom/sample-model.ts', { spy: true });
vi.mock('../../../templates/atom/seed-model.ts', { spy: true });
vi.mock('../../../templates/atom/test-model.ts', { spy: true });
vi.mock('../../../templates/atom/usecase-model.ts', { spy: true });

it('what a file is written from is made when the file is wanted: a plan without changes wants none', () => {
  const system = systemOf(exampleText('catalog'));
  const components = capabilities.flatMap(
    (capability) => capability.components(system, () => undefined).components,
  );
  const views = [
    apps.appModel,
    samples.sampleView,
    contracts.isTestable,
    seeds.seedView,
    tests.testModel,
    usecases.serviceView,
  ];
  for (const view of views) expect(view).not.toHaveBeenCalled();
  for (const component of components) component.files();
  for (const view of views) expect(view).toHaveBeenCalled();
});
