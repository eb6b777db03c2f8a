import fc from 'fast-check';

/** The same examples in every run, so that a run says something about the code; HATMAX_SEED tries others. */
export const SEED = Number(process.env.HATMAX_SEED ?? 20_261_122);

fc.configureGlobal({ seed: SEED });

export { fc };
