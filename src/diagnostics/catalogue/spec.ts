import type { CatalogueEntry } from './entry.ts';

/** 10xx the text, 102x the shape, 103x short forms, 104x names, 105x and 106x references, 107x and on what goes together. */
export const specCodes = {
  HM1001: {
    title: 'The spec is empty',
    explanation:
      'A spec needs a version, a name and at least one service. An empty or unreadable spec never plans the deletion of everything; it is an error.',
    todo: 'Write a spec, or run `hatmax init` for a first one.',
  },
  HM1002: {
    title: 'The spec is too large',
    explanation:
      'A spec may have 1 MiB. Larger files are hardly written by people, and would make every command slow.',
    todo: 'Check that it is the file you mean. Split really large systems with `include`.',
  },
  HM1003: {
    title: 'A control character in the spec',
    explanation:
      'YAML is text in UTF-8; control characters come from binary files or other encodings, and can deceive a reader in a terminal.',
    todo: 'Save the file as UTF-8 text, or delete the character.',
  },
  HM1004: {
    title: 'Not YAML',
    explanation: 'The file breaks the syntax of YAML 1.2, so that nothing in it can be read for sure.',
    todo: 'Check brackets, quotes, colons and indentation at the place and in the line before.',
  },
  HM1005: {
    title: 'A tab is used to indent',
    explanation: 'YAML does not allow tabs as indentation, since editors show them in different widths.',
    todo: 'Use spaces, two a level, and set the editor to insert spaces in YAML.',
  },
  HM1006: {
    title: 'A key is there twice',
    explanation: 'In one map each key counts once; which of two is meant cannot be known.',
    todo: 'Delete one of them, or join what is under both.',
  },
  HM1007: {
    title: 'Aliases make the file too large',
    explanation:
      'Aliases of aliases grow without limit; files that do are made to bring programs down. All aliases together may stand for 100,000 values.',
    todo: 'Use aliases for small parts, not for what is itself made of many aliases.',
  },
  HM1008: {
    title: 'More than one YAML document',
    explanation: 'A spec is one document; what follows `---` would be ignored.',
    todo: 'Delete the `---`, or use a file of its own.',
  },
  HM1009: {
    title: 'The spec is not a map',
    explanation: 'At the top level stand keys: `version`, `name`, `services` and others.',
    todo: 'Start the file with `version: 1`.',
  },
  HM1010: {
    title: 'An alias without an anchor',
    explanation: '`*name` stands for what was marked with `&name` before it.',
    todo: 'Mark the value with an anchor, or correct the name.',
  },
  HM1011: {
    title: 'An alias inside of what it stands for',
    explanation: 'Such a value would have no end.',
    todo: 'Move the anchor, or write the value out.',
  },
  HM1012: {
    title: 'Nested too deeply',
    explanation: 'The language needs no more than a dozen levels; deeper files are mistakes or attacks.',
    todo: 'Check brackets and indentation.',
  },
  HM1013: {
    title: 'Nothing to merge',
    explanation: '`<<` puts the keys of another map here, and there is no map.',
    todo: 'Write `<<: *name` with the anchor of a map, or a list of such.',
  },
  HM1014: {
    title: 'Not a key',
    explanation: 'Keys are plain names. Lists, maps and nothing at all cannot be keys.',
    todo: 'Write a name before the colon.',
  },
  HM1015: {
    title: 'A tag that means nothing',
    explanation: 'Values are plain: text, numbers, true and false, lists and maps.',
    todo: 'Delete the tag, or put the text into quotes.',
  },
  HM1016: {
    title: 'A conflict that git left',
    explanation:
      'Two branches changed the same lines of the spec, and git put both between its markers. hatmax never plans from one half of a spec: what only the other half asks for would be removed.',
    todo: 'Keep what you want of the two and delete the markers; or run `hatmax resolve hatmax.yml` with --ours or --theirs, or with --both to keep the lines of both, ours first.',
  },
  HM1020: {
    title: 'An unknown key',
    explanation:
      'A key that is not known would be ignored, and what it was meant to say would be lost. Keys that start with `x-` are free.',
    todo: 'Correct the key; the reference of the language has all of them.',
  },
  HM1021: {
    title: 'A value of the wrong type',
    explanation: 'Each key is read as one type of value: a text, a number, true or false, a list or a map.',
    todo: 'Write a value of the type that is asked for.',
  },
  HM1022: {
    title: 'A value that is not one of a few',
    explanation: 'Only certain values mean something here.',
    todo: 'Choose one of those that are named.',
  },
  HM1023: {
    title: 'A key is missing',
    explanation: 'It has no default, since nothing would be right for everybody.',
    todo: 'Add the key.',
  },
  HM1024: {
    title: 'A number out of range',
    explanation: 'The number is less or more than makes sense here.',
    todo: 'Write a number inside of the range.',
  },
  HM1025: {
    title: 'A text that cannot be read',
    explanation: 'Durations, sizes, rates and colours are written in a certain way.',
    todo: 'Write it like the examples that are shown.',
  },
  HM1026: {
    title: 'Something is empty',
    explanation: 'At least one element is needed here.',
    todo: 'Write something, or leave the key out.',
  },
  HM1027: {
    title: 'Something is too long',
    explanation: 'There is a limit far above what people write.',
    todo: 'Make it shorter.',
  },
  HM1028: {
    title: 'A spec from a newer version',
    explanation: 'What a later version of the language means cannot be guessed.',
    todo: 'Update hatmax.',
  },
  HM1029: {
    title: 'Not a version of the language',
    explanation: 'Versions are 1, and 0.1 and 0.2 of the Go tool.',
    todo: 'Write `version: 1`.',
  },
  HM1030: {
    title: 'A field that cannot be read',
    explanation:
      'The short form of a field is TYPE, then `!` or `?`, then `unique`, then bounds, then `= default`.',
    todo: 'Write the parts in this order, or use the long form with keys.',
  },
  HM1031: {
    title: 'An unknown type',
    explanation: 'The types of fields are fixed, so that each database, the API and the forms know them.',
    todo: 'Use one of the types in the reference.',
  },
  HM1032: {
    title: 'A type with wrong parameters',
    explanation:
      '`decimal(12,2)`, `enum(a, b)`, `ref(Model)`, `bytes(65536)` and `[TYPE]` each need certain parameters.',
    todo: 'Write them like these.',
  },
  HM1033: {
    title: 'A value of an enum is there twice',
    explanation: 'The values of an enum are a set.',
    todo: 'Delete one of them.',
  },
  HM1035: {
    title: 'Not exactly one',
    explanation: 'Of these keys exactly one belongs here, since each says something different.',
    todo: 'Keep one of them.',
  },
  HM1040: {
    title: 'A name in the wrong style',
    explanation:
      'Services are kebab-case; models, aggregates and use cases PascalCase; fields and collections snake_case. Other spellings are made from these.',
    todo: 'Respell the name.',
  },
  HM1041: {
    title: 'A name that is a path',
    explanation: 'Names become folders and files; one with slashes or dots could lead out of the project.',
    todo: 'Write a plain name.',
  },
  HM1042: {
    title: 'A name that is reserved',
    explanation:
      'TypeScript, JavaScript or SQL have something else under this name, which generated code would hide or trip over.',
    todo: 'Choose another name.',
  },
  HM1043: {
    title: 'The key __proto__',
    explanation: 'It means something to JavaScript itself and is refused everywhere.',
    todo: 'Choose another name.',
  },
  HM1044: {
    title: 'A model and an aggregate with one name',
    explanation: 'Both become a type and a table.',
    todo: 'Rename one of them.',
  },
  HM1045: {
    title: 'A name that is too long',
    explanation: 'At most 63 characters fit into host names and identifiers of databases.',
    todo: 'Shorten it.',
  },
  HM1046: {
    title: 'Not the name of a package',
    explanation: 'It becomes the npm scope and name of the monorepo.',
    todo: 'Write it like `@acme/shop`.',
  },
  HM1047: {
    title: 'A secret is written out',
    explanation: 'A spec is shared and kept in git; no secret is ever a value in it.',
    todo: 'Write `{env: NAME}` or `{secret: name}`, and change the secret if it was real.',
  },
  HM1050: {
    title: 'An unknown model',
    explanation: 'What names a model is checked against `models` and `aggregates` of the service.',
    todo: 'Correct the name, or add the model.',
  },
  HM1051: {
    title: 'An unknown service',
    explanation: 'What names a service is checked against `services`.',
    todo: 'Correct the name, or add the service.',
  },
  HM1052: {
    title: 'An unknown permission',
    explanation:
      'There are the permissions under `permissions`, and create, read, update and delete of every model.',
    todo: 'Correct the name, or add the permission.',
  },
  HM1053: {
    title: 'An unknown role',
    explanation: 'What names a role is checked against `roles`.',
    todo: 'Correct the name, or add the role.',
  },
  HM1054: {
    title: 'An unknown context',
    explanation: 'What names a context is checked against `contexts`.',
    todo: 'Correct the name, or add the context.',
  },
  HM1055: {
    title: 'An unknown event',
    explanation:
      'Events stand under `events` of the service that emits them; others name them `<service>.<event>`.',
    todo: 'Correct the name, or declare the event.',
  },
  HM1056: {
    title: 'An unknown field',
    explanation: 'What names a field is checked against the fields of its model.',
    todo: 'Correct the name, or add the field.',
  },
  HM1057: {
    title: 'An unknown relation',
    explanation: '`preload` follows relations of the service, by the far end or by name.',
    todo: 'Correct the name, or add the relation.',
  },
  HM1058: {
    title: 'A client without an aim',
    explanation: 'A client calls a service of the project, or something else at a URL.',
    todo: 'Write either `service` or `base_url`.',
  },
  HM1059: {
    title: 'An unknown use case',
    explanation: 'What names a use case is checked against `usecases` of the service.',
    todo: 'Correct the name, or add the use case.',
  },
  HM1060: {
    title: 'An unknown client',
    explanation: 'Steps call clients of their service, or services by name.',
    todo: 'Correct the name, or add the client.',
  },
  HM1061: {
    title: 'An unknown fragment',
    explanation: 'What names a fragment is checked against `fragments` of the service.',
    todo: 'Correct the name, or add the fragment.',
  },
  HM1062: {
    title: 'An unknown operation',
    explanation: 'An operation is `Model.get` and the like, a custom operation of a handler, or a use case.',
    todo: 'Correct the name.',
  },
  HM1063: {
    title: 'Not a permission',
    explanation: 'A permission says a service, what in it, and what is done with it. Only roles may use `*`.',
    todo: 'Write it like `orders.Order:read`.',
  },
  HM1065: {
    title: 'Not an address',
    explanation: 'Components have addresses such as `service.todo`.',
    todo: 'Copy the address from `hatmax state list`.',
  },
  HM1070: {
    title: 'A key that another kind of service has',
    explanation:
      'Atoms have models and CRUD; domains also relations and use cases; composites no database; web services pages.',
    todo: 'Change the kind, or move the key.',
  },
  HM1071: {
    title: 'A preset of another kind',
    explanation: 'A preset is a complete service of one kind.',
    todo: 'Leave `kind` out.',
  },
  HM1072: {
    title: 'A route is there twice',
    explanation: 'A request would fit both; names of parameters make no difference.',
    todo: 'Change the path or the method of one.',
  },
  HM1073: {
    title: 'A port is used twice',
    explanation: 'Two services cannot listen on one port of one machine.',
    todo: 'Change one, or leave `port` out.',
  },
  HM1074: {
    title: 'Services wait for each other',
    explanation: '`depends_on` says what must have started before; in a circle nothing could start.',
    todo: 'Take one of them out.',
  },
  HM1075: {
    title: 'Contexts inside of each other',
    explanation: 'None of them would be the outermost.',
    todo: 'Take one `parent` out.',
  },
  HM1076: {
    title: 'Roles include each other',
    explanation: 'They would all be the same role.',
    todo: 'Take one of them out.',
  },
  HM1077: {
    title: 'A default of the wrong type',
    explanation: 'What is created without a value gets the default, which must be a value like any other.',
    todo: 'Change the default or the type.',
  },
  HM1078: {
    title: 'A rule with a wrong value',
    explanation: 'The value of a rule has to fit the type of its field.',
    todo: 'Correct the value.',
  },
  HM1079: {
    title: 'Bounds that contradict each other',
    explanation: 'No value could keep both.',
    todo: 'Change one of them.',
  },
  HM1080: {
    title: 'A rule that does not go with the type',
    explanation: 'Lengths are for texts and lists, bounds for numbers and dates, patterns for texts.',
    todo: 'Delete it, or change the type.',
  },
  HM1081: {
    title: 'Not a regular expression',
    explanation: 'Patterns are regular expressions of JavaScript, with the flag `u`.',
    todo: 'Correct the pattern.',
  },
  HM1082: {
    title: 'A default that breaks a rule',
    explanation: 'What is created without a value would be refused.',
    todo: 'Change the default or the rule.',
  },
  HM1083: {
    title: 'A rule that is not CEL',
    explanation: 'Rules are expressions of the Common Expression Language that are true when all is well.',
    todo: 'Correct the expression at the place that is shown.',
  },
  HM1084: {
    title: 'A rule names what is not there',
    explanation:
      'A rule sees the fields and collections of its aggregate, or what came before it in its use case.',
    todo: 'Correct the name.',
  },
  HM1085: {
    title: 'A handler that does not fit together',
    explanation: 'What a handler needs follows from `source` and `op`.',
    todo: 'Add or delete the key that is named.',
  },
  HM1086: {
    title: 'A field lists cannot be chosen by',
    explanation:
      'Values of json, bytes and lists have no order; private fields could be found out by asking.',
    todo: 'Take the field out of the list.',
  },
  HM1088: {
    title: 'Not a route',
    explanation: 'A route is a method and a path, with parameters in braces.',
    todo: 'Write it like `GET /orders/{id}`.',
  },
  HM1091: {
    title: 'A path outside of the project',
    explanation: 'Files of a spec are inside of the folder of the spec.',
    todo: 'Write a relative path without `..`.',
  },
  HM1092: {
    title: 'Moved or removed twice',
    explanation: 'One address can only go one way.',
    todo: 'Keep one of them.',
  },
  HM1093: {
    title: 'Renames in a circle',
    explanation: 'Nothing would be where it is meant to be.',
    todo: 'Delete the ones that are done with.',
  },
  HM1094: {
    title: 'A rule that is there twice',
    explanation:
      'A field has at most one bound of each kind, one shortest and longest length, and one list of values.',
    todo: 'Keep the one that is meant.',
  },
  HM1095: {
    title: 'A table between without many_to_many',
    explanation: 'Only many_to_many has a table between the two models.',
    todo: 'Delete `via`, or change the kind.',
  },
  HM1096: {
    title: 'A step that is never reached',
    explanation: '`return` ends a use case.',
    todo: 'Move `return` to the end.',
  },
  HM1099: {
    title: 'More problems than are shown',
    explanation: 'So many usually have one cause.',
    todo: 'Mend the first ones and try again.',
  },
  HM1100: {
    title: 'A key that is only for the Go tool',
    explanation:
      'The generated system is TypeScript; it has neither a Go module nor a choice of SQLite drivers. The key is ignored.',
    todo: 'Delete it when the Go tool no longer reads the file.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>;
