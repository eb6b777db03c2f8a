import type { PJSON } from '@oclif/core/interfaces';
import { version } from '../../operations/build-info.ts';

/** What oclif reads of a package.json; baked in, so that nothing is searched for on disk. */
export const oclifPackage: PJSON = {
  name: 'hatmax',
  version,
  type: 'commonjs',
  description: 'Declarative monorepos of microservices: say what they are, read the plan, apply it.',
  oclif: {
    bin: 'hatmax',
    dirname: 'hatmax',
    commands: { strategy: 'pattern', target: './commands' },
    helpClass: './help.cjs',
    topicSeparator: ' ',
    additionalHelpFlags: ['-h'],
    topics: { state: { description: 'Look into the recorded state, and mend it.' } },
  },
};
