import type { CatalogueEntry } from './entry.ts';

export const commandCodes = {
  HM5001: {
    title: 'hatmax ran into a fault of its own',
    explanation: 'Something happened that no input should be able to cause: it is a bug of hatmax.',
    todo: 'Run the command again with HATMAX_DEBUG=1, and report what it prints.',
  },
  HM5002: {
    title: 'There is no such command',
    explanation: 'The first words of the command line name no command of hatmax.',
    todo: 'Run `hatmax help` for the list of commands.',
  },
  HM5003: {
    title: 'The command has no such flag',
    explanation: 'Each command knows its own flags and the global ones; nothing that is written is ignored.',
    todo: 'Run `hatmax help COMMAND` for the flags it takes.',
  },
  HM5004: {
    title: 'An argument that the command does not take',
    explanation: 'There are more words on the command line than the command has arguments.',
    todo: 'Leave it out, or put what has spaces into quotes.',
  },
  HM5005: {
    title: 'An argument is missing',
    explanation: 'The command cannot do its work without being told what to work on.',
    todo: 'Run `hatmax help COMMAND` for what it takes.',
  },
  HM5006: {
    title: 'A flag has a value it cannot have',
    explanation:
      'The flag takes one of a few words, or a number, or excludes another flag that is there too.',
    todo: 'Run `hatmax help COMMAND` for what the flag takes.',
  },
  HM5007: {
    title: 'There is no spec',
    explanation: 'hatmax reads one file, hatmax.yml, in the folder it works in.',
    todo: 'Go to its folder or name it with --chdir or --spec; `hatmax init` writes a first one.',
  },
  HM5008: {
    title: 'The spec cannot be read',
    explanation: 'There is something at its path, but it is not a file that hatmax may read.',
    todo: 'Look at what is at the path, and at its permissions.',
  },
  HM5009: {
    title: 'The folder to work in is not there',
    explanation: 'The folder that --chdir names does not exist, or is not a folder.',
    todo: 'Create it, or correct the name.',
  },
  HM5010: {
    title: 'There is a spec already',
    explanation: 'hatmax init writes a first spec and never overwrites one.',
    todo: 'Edit the spec that is there, or start in another folder.',
  },
  HM5011: {
    title: 'Nobody can be asked',
    explanation: 'Changing the tree needs a yes, and without a terminal there is nobody to give it.',
    todo: 'Read the plan, then run the command with --auto-approve.',
  },
  HM5012: {
    title: 'Not approved',
    explanation: 'The answer was not `yes`, so nothing was changed.',
    todo: 'Run the command again, and answer `yes` if the plan is what you want.',
  },
  HM5013: {
    title: 'hatmax knows nothing under this name',
    explanation:
      'It is neither the path of a file that hatmax made, nor the address of a component, nor a code.',
    todo: 'Run `hatmax state list` for the components, and `hatmax show` for their files.',
  },
  HM5014: {
    title: 'Nothing is selected',
    explanation: 'No component and no file matches what --target names.',
    todo: 'Run `hatmax show` for the addresses and paths there are.',
  },
  HM5015: {
    title: 'There is no conflict at this path',
    explanation: 'Only a path for which an apply has parked base, ours and theirs can be resolved.',
    todo: 'Run `hatmax plan` for the conflicts there are.',
  },
  HM5016: {
    title: 'The spec is not formatted',
    explanation: 'hatmax fmt --check compares the spec with the form that hatmax fmt would give it.',
    todo: 'Run `hatmax fmt`.',
  },
  HM5017: {
    title: 'A part of the spec is not built by this version',
    explanation:
      'The part is valid and its meaning is fixed, but this version of hatmax does not generate anything for it yet.',
    todo: 'Leave it in the spec if you like: nothing is lost, and a later version builds it.',
  },
  HM5018: {
    title: 'The tree holds conflicts that need a person',
    explanation:
      'A file was changed by hand and by the spec in the same place; hatmax never chooses one over the other.',
    todo: 'Run `hatmax resolve PATH` with --ours, --theirs or --merged for each of them, then apply again.',
  },
  HM5019: {
    title: 'A spec that asks for nothing',
    explanation: 'An empty spec never plans the deletion of everything.',
    todo: 'Use `hatmax destroy` to remove what hatmax generated.',
  },
  HM5020: {
    title: 'hatmax may not write here',
    explanation: 'The file system refused a write that is not a part of an apply.',
    todo: 'Look at the permissions of the folder.',
  },
  HM5021: {
    title: 'A step that loses values, or that rows may break',
    explanation:
      'A migration drops a table or a column, and the values in it are gone when it has run; or it makes a rule stricter, and fails, changing nothing, where a row breaks it. Such a step is carried out only when somebody says that it is wanted.',
    todo: 'Add --allow-destructive to plan and apply. Where something was only renamed, say so with `moved`.',
  },
  HM5022: {
    title: 'There is no drift at this path',
    explanation: 'Only what was changed by hand since the last apply can be accepted or taken back.',
    todo: 'Run `hatmax drift` for what was changed by hand.',
  },
  HM5023: {
    title: 'The record cannot have this address',
    explanation: 'An address is lower-case words with dots between, and belongs to one component.',
    todo: 'Give an address that is free; `hatmax state list` shows those that are not.',
  },
  HM5024: {
    title: 'The lock has another id',
    explanation:
      'A lock is ended by its id, so that the lock of somebody who came in between is not ended by mistake.',
    todo: 'Make sure that its holder is gone, then give the id that is named.',
  },
  HM5035: {
    title: 'A file was changed while a command read it',
    explanation:
      'Commands that edit the spec look at it again right before they put the new one in its place. Somebody saved another one meanwhile, and it was left as it is.',
    todo: 'Run the command again: it starts from what was saved.',
  },
  HM5034: {
    title: 'A file cannot be written',
    explanation:
      'The machine refused it: no space, no permission, or a file system that can only be read. The file is as it was.',
    todo: 'Put this right and run the command again.',
  },
  HM5033: {
    title: 'The spec cannot be edited by this command',
    explanation:
      'hatmax rename and hatmax remove change one place of the spec and leave everything else as it is written. The place is not there, is written in a way they leave alone, or other parts of the spec depend on it.',
    todo: 'Edit the spec by hand; `moved` says that something was renamed, `removed` that it is let go of.',
  },
  HM5032: {
    title: 'The merge tool left no merge',
    explanation:
      'A merge tool is started as git mergetool starts it, and has to leave its merge in $MERGED. It ended with an error, or left that file as it was.',
    todo: 'Save the merge in the tool, or choose with --ours, --theirs or --merged.',
  },
  HM5031: {
    title: 'The plan cannot be saved',
    explanation: 'Something that is no plan is there already, or the file system refused the write.',
    todo: 'Give another name.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
