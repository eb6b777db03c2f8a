import * as Flags from '@oclif/core/flags';

/** What commands that change the tree have in common. */
export const writeFlags = {
  'auto-approve': Flags.boolean({ summary: 'Do not ask; needed where there is no terminal.' }),
  'lock-timeout': Flags.custom<number>({
    helpValue: 'DURATION',
    default: async () => 0,
    defaultHelp: async () => '0s',
    parse: async (text) => milliseconds(text),
    summary: 'How long to wait for the lock, such as 30s or 5m.',
  })(),
  json: Flags.boolean({ summary: "Stream Terraform's machine-readable lines; needs --auto-approve." }),
};

/** As oclif's own complaints about a command line have it: no fault of hatmax. */
class WrongValue extends Error {
  readonly parse = {};
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

function milliseconds(text: string): number {
  const [, digits, unit] = /^(\d+)(ms|s|m|h)?$/.exec(text) ?? [];
  if (digits === undefined) throw new WrongValue(`--lock-timeout takes a duration such as 30s, not ${text}`);
  return Number(digits) * UNITS[(unit as keyof typeof UNITS | undefined) ?? 's'];
}
