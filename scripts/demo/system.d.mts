export class GeneratedSystem {
  constructor(options: { folder: string; args: readonly string[]; show: { log: boolean } });
  readonly output: string;
  readonly ended: Promise<number>;
  ready(withinMs: number): Promise<string>;
  stop(): Promise<number>;
}
export function isFree(port: number): Promise<boolean>;
