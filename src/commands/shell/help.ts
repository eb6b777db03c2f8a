import { Help } from '@oclif/core/help';

/** oclif's help without what changes from machine to machine: the version line names the platform and Node. */
export default class HatmaxHelp extends Help {
  override formatRoot(): string {
    return `${this.config.pjson.description}\n\nUSAGE\n  $ hatmax COMMAND [FLAGS]\n`;
  }
}
