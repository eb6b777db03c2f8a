import type { CapabilityResult, RecordedFacts } from '../../src/capability/capability.ts';
import type { AtomService, System } from '../../src/system/system.ts';

/** The components that one part of the capability makes of one service. */
export type Part = (service: AtomService, system: System, recorded: RecordedFacts) => CapabilityResult;
