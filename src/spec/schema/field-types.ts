export const plainTypes = [
  'string',
  'text',
  'email',
  'url',
  'slug',
  'phone',
  'int',
  'float',
  'bool',
  'date',
  'time',
  'datetime',
  'duration',
  'uuid',
] as const;

export const fieldTypeNames = [...plainTypes, 'decimal', 'enum', 'bytes', 'json', 'ref'] as const;

export type PlainTypeName = (typeof plainTypes)[number];
