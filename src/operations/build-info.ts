declare const HATMAX_VERSION: string | undefined;
declare const HATMAX_BUILD: string | undefined;

/** Baked in by the build; tests that import the sources see a version of their own. */
export const version: string = typeof HATMAX_VERSION === 'string' ? HATMAX_VERSION : '0.0.0-source';

/** Changes with every byte of source, template and dependency. */
export const buildId: string = typeof HATMAX_BUILD === 'string' ? HATMAX_BUILD : 'source';
