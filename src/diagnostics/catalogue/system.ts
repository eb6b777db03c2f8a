import type { CatalogueEntry } from './entry.ts';

export const systemCodes = {
  HM2001: {
    title: 'Two routes are the same',
    explanation:
      'Every request goes to one route. Two with the same method and path, whatever their parameters are called, leave open which. Models and aggregates whose plurals are the same have the same default routes.',
    todo: 'Give one of the models another `plural`, or spell the routes out under `api.handlers`.',
  },
  HM2002: {
    title: 'Two models are kept in one table',
    explanation:
      'A table holds the rows of one model. Without `table` it is named after the plural of the model.',
    todo: 'Say `table:` on one of the models.',
  },
  HM2003: {
    title: 'A field that the model has already',
    explanation:
      'Every model has id and version; audit adds created_at, created_by, updated_at and updated_by, soft_delete adds deleted_at, and an aggregate gives its children a column for the root and one for the position.',
    todo: 'Take the field out, or rename it.',
  },
  HM2004: {
    title: 'Two names are one once they are respelled',
    explanation:
      'A name is spelled in several ways: in TypeScript, in columns, in file names, in the environment. Two names that differ only in their spelling are one somewhere.',
    todo: 'Rename one of them.',
  },
  HM2005: {
    title: 'A model is the child of two collections',
    explanation:
      'An aggregate is loaded and saved whole, children included. A child that belonged to two roots would be saved under two versions.',
    todo: 'Make a second model for the second collection.',
  },
  HM2006: {
    title: 'Two operations have one name',
    explanation:
      "The id of a route is the operation's name in OpenAPI and the client's method, so it is unique in a service.",
    todo: 'Give one of the handlers another `id`.',
  },
  HM2007: {
    title: 'Two services have one port',
    explanation:
      'Services of a project run side by side. One that says no port gets `defaults.port_base` and its position among the services.',
    todo: 'Give one of the services another `port`.',
  },
  HM2008: {
    title: 'A setting that every service has',
    explanation:
      'Services read a few settings of their own from the environment, such as PORT and LOG_LEVEL.',
    todo: 'Give the setting another name, or another `env`.',
  },
  HM2009: {
    title: 'A noncharacter in the spec',
    explanation:
      'The characters from U+FDD0 to U+FDEF are kept by Unicode for use inside programs. They mean nothing in a text.',
    todo: 'Take the character out.',
  },
  HM2010: {
    title: 'Two indexes have one name',
    explanation:
      'Names of indexes are unique in a database. Without a name it is made of the table and the columns.',
    todo: 'Take the second index out, or give it a `name`.',
  },
  HM2011: {
    title: 'A model that is left without tests over HTTP',
    explanation:
      'Tests make rows of a model out of examples that hatmax derives from the types and rules of its fields. For a field that must be given, no value was found that keeps all of its rules: a pattern beyond what can be derived, or a JSON Schema that says more than types and bounds.',
    todo: 'Say the values with `one_of`, give the field a default, or write the tests of that model yourself.',
  },
  HM2012: {
    title: 'A route that does not fit its operation',
    explanation:
      'A list and a creation are about all of a model, and their path has no parameter. Reading, changing and deleting one need `{id}`. A child of an aggregate is found inside its root: `{id}` is the root, and a second parameter the child. Reading is done by GET, and what has a body not by GET or DELETE. Only custom operations may have any path.',
    todo: 'Write the path and the method that the message shows.',
  },
  HM2013: {
    title: 'A port that does not exist',
    explanation:
      'Ports end at 65535. A service that says none gets `defaults.port_base` and its position among the services.',
    todo: 'Lower `defaults.port_base`, or give the service a `port`.',
  },
  HM2014: {
    title: 'A route that every service has',
    explanation:
      'Probes, metrics, the OpenAPI document and the page that shows it are at the same paths in every service.',
    todo: 'Give the handler another path.',
  },
  HM2101: {
    title: 'A path that cannot be written',
    explanation:
      'Files are written inside the project only, under names that every file system and git can check out: no `..`, no `.git`, no names that Windows keeps for devices, nothing longer than 255 bytes.',
    todo: 'Rename the part of the spec that the path is made of.',
  },
  HM2102: {
    title: 'A file with two owners',
    explanation: 'Each file is made by one component. Two that make the same one would overwrite each other.',
    todo: 'Rename one of the parts of the spec that the file is made of.',
  },
  HM2103: {
    title: 'Two files that differ only in case',
    explanation:
      'File systems that do not tell upper from lower case, as on macOS and Windows, would keep one of the two.',
    todo: 'Rename one of the parts of the spec that the files are made of.',
  },
  HM2104: {
    title: 'A circle of components',
    explanation: 'A component is applied after those it depends on. In a circle there is no first one.',
    todo: 'This is a fault of hatmax: please report it with the spec.',
  },
  HM2106: {
    title: 'A rename that leads nowhere',
    explanation:
      '`moved` says where the files of a component go that has another address now. The new address has to be one that the spec makes.',
    todo: 'Check `to` against `hatmax state list` and `hatmax plan`.',
  },
  HM2107: {
    title: 'A rename of what is still there',
    explanation:
      '`moved` and `removed` are about addresses that the spec no longer makes. This one it still does.',
    todo: 'Take the entry out, or rename the part of the spec.',
  },
  HM2108: {
    title: 'Two renames to one address',
    explanation: 'A component takes over the files of one other at most.',
    todo: 'Take one of the two entries out.',
  },
  HM2109: {
    title: 'A glob that cannot be read',
    explanation: '`generation.ignore` and `generation.create_once` are globs over paths inside the project.',
    todo: 'Write it without `..` and without a slash at the start.',
  },
  HM2201: {
    title: 'A required column that nothing fills',
    explanation:
      'A table that exists may have rows. A new column that must have a value needs one for each of them, and hatmax does not invent data: an empty text or a zero would look like a real value.',
    todo: 'Give the field a default, which those rows get; or let it be empty, apply, fill it in, and make it required then.',
  },
  HM2202: {
    title: 'A type that values cannot be turned into',
    explanation:
      'A migration converts the values of a column only where each of them has one meaning in the new type: an int as a float or a text, a decimal with more digits. Anything else would guess, cut or round.',
    todo: 'Add a field with the new type under another name, copy the values, and take the old field out later.',
  },
  HM2203: {
    title: 'An invariant that cannot be used',
    explanation:
      "Invariants are CEL expressions over the fields of the aggregate's root and its collections. They become TypeScript, so each name has to exist, types have to go together, and what may be null has to be asked for first.",
    todo: 'Correct the part of the rule that the message names.',
  },
  HM2204: {
    title: 'A child whose id is not a uuid',
    explanation:
      'An aggregate makes the ids of its children before they are saved, in the order they come. Ids that a database counts, or that a caller chooses, are for models with a repository of their own.',
    todo: 'Take `id` out of the model.',
  },
  HM2205: {
    title: 'Two models with one name in code',
    explanation:
      'A model whose name the generated code needs for something else, such as Row or Query, is called RowEntity or QueryEntity there. This one would then have the name of another model.',
    todo: 'Rename one of the two. Its `table` and `plural` can stay as they are.',
  },
  HM2206: {
    title: 'An option of a child that only a root can have',
    explanation:
      'An aggregate is saved as one, under one version. Audit columns, soft deletion and lifecycle hooks are about what is saved by itself, which a child never is.',
    todo: "Take the option out of the child's model, and give it to the aggregate.",
  },
  HM2207: {
    title: 'A model that moves to another service',
    explanation:
      'Each service has a database of its own. A migration cannot carry rows from one to the other, and dropping them here to start empty there is no move.',
    todo: 'Add the model to the other service, apply, copy the rows, then take it out of the first one.',
  },
  HM2208: {
    title: 'Two branches altered one thing in the tables',
    explanation:
      'Each branch wrote a migration, and after the merge both are there. Databases ran one of them before the other, and which one first matters here: both add or drop one column, or one renames what the other one alters. Whatever order the rest is run in, some database would fail or end up different. Columns that both branches only changed, and migrations that touch different things, need nobody.',
    todo: "Decide which branch's migration ran where rows matter, and keep that one: check out the record of the service's migrations (`.hatmax/state/service.NAME.migrations.sqlite.json`) and the folder `migrations/sqlite` of that branch, delete the files that only the other branch had there, and apply. What the spec still asks for becomes a new migration. Databases that ran the other one are made anew, or brought there by hand.",
  },
  HM2209: {
    title: 'One migration with two contents',
    explanation:
      'Two branches wrote a migration of the same name and not the same content. A database knows which content it ran, and refuses the other.',
    todo: 'Keep the one that ran where rows matter, as for HM2208: check out the record and the folder of that branch, and apply.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
