/** A public interface; see the table in docs/reference. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  refused: 3,
  locked: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
