import type { Step } from './steps.ts';

/** Histories that broke a promise once, shrunk, by what was wrong. */
export const REGRESSIONS: readonly (readonly [string, readonly Step[]])[] = [
  [
    'a file that a person cut shorter after a crash, taken for half of ours',
    [
      { do: 'undo' },
      { do: 'apply', trouble: { at: 16, what: 'kill' } },
      { do: 'hand', edit: { how: 'no-final-newline', pick: 0, at: 0 } },
      { do: 'apply' },
    ],
  ],
  [
    "on_drift: overwrite, and git's markers in a generated file",
    [
      { do: 'spec', edit: { what: 'on-drift', service: 0, model: 0, value: 2 } },
      { do: 'hand', edit: { how: 'conflict-markers', pick: 11, at: 0 } },
      { do: 'apply' },
    ],
  ],
  [
    'a yes to an executable bit of a file that moves',
    [
      { do: 'hand', edit: { how: 'executable', pick: 27, at: 0 } },
      { do: 'spec', edit: { what: 'rename-service', service: 0, model: 0, value: 0 } },
      { do: 'apply', prune: true, acceptDrift: true, full: true },
    ],
  ],
  [
    'a conflict that no version of the file ends, said to be resolved',
    [
      { do: 'hand', edit: { how: 'folder-in-the-way', pick: 1, at: 0 } },
      { do: 'apply' },
      { do: 'resolve', path: 0, how: 'ours' },
    ],
  ],
  [
    'a merge that an undo took back and nobody kept',
    [
      { do: 'hand', edit: { how: 'conflict-markers', pick: 22, at: 0 } },
      { do: 'apply', target: 0, prune: true, acceptDrift: true, full: true },
      { do: 'undo' },
      { do: 'apply' },
    ],
  ],
  [
    'a merge of a killed apply that a loss of power took from the tree: its journal names the pack',
    [
      { do: 'spec', edit: { what: 'rename-service', service: 0, model: 0, value: 0 } },
      { do: 'apply', trouble: { at: 46, what: 'kill' } },
      { do: 'hand', edit: { how: 'insert', pick: 22, at: 0 } },
      { do: 'apply', careful: true, trouble: { at: 100, what: 'kill' } },
      { do: 'destroy', target: 0, trouble: { at: 1, what: 'power' } },
      { do: 'apply' },
    ],
  ],
  [
    "hatmax's own conflict markers of a killed apply that is taken back: the file is a person's again",
    [
      { do: 'hand', edit: { how: 'insert', pick: 34, at: 0 } },
      { do: 'spec', edit: { what: 'aggregate', service: 0, model: 0, value: 0 } },
      {
        do: 'apply',
        target: 0,
        prune: true,
        acceptDrift: true,
        markers: true,
        trouble: { at: 24, what: 'kill' },
      },
      { do: 'apply', target: 0, prune: true, careful: true, trouble: { at: 10, what: 'EROFS' } },
      { do: 'apply' },
    ],
  ],
  [
    'a record under another address, and an apply of the component that has its files now',
    [
      { do: 'spec', edit: { what: 'add-service', service: 0, model: 0, value: 0 } },
      { do: 'state-mv', what: 0, to: 1 },
      { do: 'apply', target: 5, careful: true },
      { do: 'apply' },
    ],
  ],
  [
    'a person who saves a file while hatmax.yml has its other name: that is no file of theirs',
    [
      { do: 'rename', what: 0, to: 1, trouble: { at: 2, what: 'edit' } },
      { do: 'spec', edit: { what: 'add-service', service: 0, model: 0, value: 0 } },
      { do: 'apply', full: true },
    ],
  ],
];
