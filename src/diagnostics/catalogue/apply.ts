import type { CatalogueEntry } from './entry.ts';

export const applyCodes = {
  HM4101: {
    title: 'The lock is held',
    explanation:
      'One apply at a time writes in a project. Another one is at work, or ended on another machine without giving its lock back.',
    todo: 'Wait for it, give `--lock-timeout`, or, when you are sure that its process does not run any more, end the lock with `hatmax state unlock ID`.',
  },
  HM4102: {
    title: 'A lock was taken over',
    explanation:
      'A process of this machine held the lock and does not run any more. Its lock was taken over; what it left unfinished is finished or taken back.',
    todo: 'Nothing.',
  },
  HM4103: {
    title: 'A file changed since the plan was made',
    explanation:
      'Each step of a plan relies on what was on disk when it was made. The file is another one now, and is not written over.',
    todo: 'Plan again and look at what it says about the file.',
  },
  HM4104: {
    title: 'The state changed since the plan was made',
    explanation: 'Somebody else applied, or git changed `.hatmax/state`, after this plan was made.',
    todo: 'Plan again.',
  },
  HM4105: {
    title: 'Something is in the way of a file',
    explanation:
      'A symlink, a folder or a device stands where a file or one of its folders must be. hatmax never writes through such a thing.',
    todo: 'Move it away, or list the path under `generation.ignore`.',
  },
  HM4106: {
    title: "A path in hatmax's own folder",
    explanation: '`.hatmax` holds the state; no component may own a file there.',
    todo: 'Choose another path.',
  },
  HM4107: {
    title: 'Two names that differ in case only',
    explanation:
      'On file systems that ignore case or Unicode form both names are one file, so one would overwrite the other.',
    todo: 'Rename one of them.',
  },
  HM4108: {
    title: 'The machine refused a write',
    explanation:
      'There is no space, no permission, or the disk has a fault. What was written before has been taken back.',
    todo: 'Put the reason right and apply again.',
  },
  HM4109: {
    title: 'The apply was interrupted',
    explanation:
      'A signal asked to stop. The file at hand was finished, and everything written was taken back.',
    todo: 'Apply again to go on.',
  },
  HM4110: {
    title: 'An earlier apply was finished',
    explanation:
      'It was killed, or the power was lost. Its journal said what was left to do, and no file had been edited since.',
    todo: 'Nothing.',
  },
  HM4111: {
    title: 'An earlier apply was taken back',
    explanation:
      'It was killed, or the power was lost, and a file had been edited since or could not be written. Everything else is as it was before that apply.',
    todo: 'Plan and apply again.',
  },
  HM4112: {
    title: 'An earlier apply did not come to its end',
    explanation:
      'Its journal is still there: the tree may be half of what it was and half of what was planned.',
    todo: 'Run `hatmax apply`: before anything else it finishes that apply, or takes it back where a file was edited since.',
  },
  HM4113: {
    title: 'The journal cannot be read',
    explanation:
      'An apply did not come to its end, and its journal is damaged, so it can neither be finished nor be taken back.',
    todo: 'Compare the tree with git, put right what is needed, and remove `.hatmax/journal`.',
  },
  HM4114: {
    title: 'An apply could not be taken back',
    explanation: 'A write failed, and so did the attempt to take back what was written. The journal stays.',
    todo: 'Put the reason right and run `hatmax apply`, which goes on from the journal.',
  },
  HM4115: {
    title: 'There is nothing to undo',
    explanation: 'Only the last apply can be taken back, and only once.',
    todo: 'Use git for what lies further back.',
  },
  HM4116: {
    title: 'A file was changed since the last apply',
    explanation: 'Undo takes an apply back whole or not at all, and it writes over no edit.',
    todo: 'Put the file aside or take its edit back, then undo again.',
  },
  HM4117: {
    title: 'An apply is running',
    explanation:
      'Plan and drift take no lock, so they can look while another process applies. What they show is of one moment, in which part of the files may be as that apply leaves them.',
    todo: 'Look again once it is done. Nothing is wrong.',
  },
  HM4118: {
    title: 'The plan was made by another hatmax',
    explanation:
      'A saved plan holds the bytes that one version of hatmax rendered; another one would render and record them differently.',
    todo: 'Apply it with the version that made it, or plan again.',
  },
  HM4119: {
    title: 'The spec changed since the plan was made',
    explanation: 'A saved plan belongs to the spec it was made from, and holds a copy of it.',
    todo: 'Plan again, or take the spec back: `hatmax show PLAN` says what the plan would do.',
  },
  HM4120: {
    title: 'The file is no plan that can be used',
    explanation:
      'A saved plan is checked as hostile input: each entry, path and hash has to be as hatmax writes it. This one is damaged, altered or something else.',
    todo: 'Save the plan again with `hatmax plan -o FILE`.',
  },
  HM4121: {
    title: 'The plan was written by a newer hatmax',
    explanation: 'Its format is one that this version does not know.',
    todo: 'Use the version that is named, or plan again with this one.',
  },
  HM4122: {
    title: 'The plan is not what hatmax plans here',
    explanation:
      'Before a saved plan is carried out it is made again from the same spec, state and tree, and has to come out the same. This one does not, though nothing it relies on moved: somebody altered it, or it was made for another project.',
    todo: 'Plan again with `hatmax plan -o FILE`, and look at the plan before applying it.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
