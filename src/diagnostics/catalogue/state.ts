import type { CatalogueEntry } from './entry.ts';

export const stateCodes = {
  HM3001: {
    title: 'The state cannot be read',
    explanation:
      'A file below .hatmax/state is damaged or was edited by hand. Without it hatmax does not know which files are its own, so it plans nothing rather than guess.',
    todo: 'Take the file back from git. If there is no good version, remove it: what it recorded counts as not recorded, and files that are as they would be rendered are adopted.',
  },
  HM3002: {
    title: 'The state was written by a newer hatmax',
    explanation:
      'Each version reads all older formats of the state and refuses newer ones, since it cannot know what they mean.',
    todo: 'Use the version that is named, or a later one.',
  },
  HM3003: {
    title: 'The state holds what two branches recorded',
    explanation:
      'Git merged the records of two branches into one file, with the lines of both, or left its conflict markers there. hatmax reads both. Where they say different things of a file, what is on disk tells which of them holds; a file that is as neither of them says is merged as an edited one is, and never overwritten.',
    todo: 'Look at the plan. The next apply writes the file anew; commit it with the merge.',
  },
  HM3004: {
    title: 'An object is missing',
    explanation:
      'What hatmax last rendered for a file is kept below .hatmax/objects, so that edits can be merged with it. Without it an edited file that is rendered anew is a conflict, and is never overwritten.',
    todo: 'Commit .hatmax/objects with the tree, and take missing ones back from git.',
  },
  HM3005: {
    title: 'An object is damaged',
    explanation: 'The bytes of an object are not what its hash says. It counts as missing.',
    todo: 'Take it back from git. An entry in .gitattributes that converts line endings below .hatmax/objects does such damage.',
  },
  HM3006: {
    title: 'A file in .hatmax/state is no state',
    explanation: 'Only files named after the address of a component belong there.',
    todo: 'Remove it if it is not yours.',
  },
  HM3007: {
    title: 'A path is recorded twice',
    explanation:
      'Each file has exactly one owner. Two components that record the same path come from a bad merge of the state.',
    todo: 'Take one of the components out of the state with hatmax state rm, then plan again.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
