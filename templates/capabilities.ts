import type { Capability } from '../src/capability/capability.ts';
import { atom } from './atom/capability.ts';
import { contracts } from './contracts/capability.ts';
import { kit } from './kit/capability.ts';
import { project } from './project/capability.ts';

/** All that this version can generate; sorted by id, one a line, so that two additions merge. */
export const capabilities: readonly Capability[] = [atom, contracts, kit, project];
