import type { Shaped } from '../check-shape.ts';
import type { Report } from '../report.ts';
import { checkAccess } from './access.ts';
import { checkInvariants } from './cel.ts';
import { checkFields } from './fields.ts';
import { checkGeneration } from './generation.ts';
import { checkKinds } from './kinds.ts';
import { checkMessages } from './messages.ts';
import { checkModels } from './models.ts';
import { checkNames } from './names.ts';
import { checkRoutes } from './routes.ts';
import { Scope } from './scope.ts';
import { checkSecrets } from './secrets.ts';
import { checkServices } from './services.ts';
import { checkSteps } from './steps.ts';
import { checkVersion } from './version.ts';

/** What holds between the parts of a spec. Each check sees only what is well-formed. */
export function checkRules(shaped: Shaped, report: Report): void {
  const scope = new Scope(shaped, report);
  for (const check of checks) check(scope);
}

const checks: readonly ((scope: Scope) => void)[] = [
  checkVersion,
  checkNames,
  checkKinds,
  checkServices,
  checkModels,
  checkFields,
  checkInvariants,
  checkRoutes,
  checkMessages,
  checkSteps,
  checkAccess,
  checkSecrets,
  checkGeneration,
];
