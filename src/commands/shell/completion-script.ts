export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletedCommand {
  /** `state list` */
  readonly words: string;
  readonly summary: string;
  readonly flags: readonly {
    readonly name: string;
    readonly summary: string;
    readonly takesValue: boolean;
  }[];
}

/** A script that stands on its own: it asks neither hatmax nor the network while somebody types. */
export function completionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      return `#compdef hatmax\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

function bash(commands: readonly CompletedCommand[]): string {
  const firsts = unique(commands.map((command) => command.words.split(' ')[0] ?? ''));
  const topics = unique(commands.filter((command) => command.words.includes(' ')).map(topicOf));
  return [
    '_hatmax() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is bash, not JavaScript
    '  local word="${COMP_WORDS[COMP_CWORD]}" command="${COMP_WORDS[1]}"',
    '  case "$command" in',
    `    ${topics.join('|')}) [ "$COMP_CWORD" -gt 2 ] && command="$command \${COMP_WORDS[2]}" ;;`,
    '  esac',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    COMPREPLY=($(compgen -W "${firsts.join(' ')}" -- "$word"))`,
    '    return',
    '  fi',
    '  case "$command" in',
    ...topics.map(
      (topic) =>
        `    ${JSON.stringify(topic)}) COMPREPLY=($(compgen -W "${below(topic, commands)}" -- "$word")); return ;;`,
    ),
    ...commands.map((command) => `    ${JSON.stringify(command.words)}) set -- ${flagsOf(command)} ;;`),
    '    *) set -- ;;',
    '  esac',
    '  case "$word" in',
    '    -*) COMPREPLY=($(compgen -W "$*" -- "$word")) ;;',
    '    *) COMPREPLY=($(compgen -f -- "$word")) ;;',
    '  esac',
    '}',
    'complete -o filenames -F _hatmax hatmax',
  ].join('\n');
}

function fish(commands: readonly CompletedCommand[]): string {
  const lines = ['complete -c hatmax -f'];
  for (const { words, summary, flags } of commands) {
    const [first = '', second] = words.split(' ');
    const position = second === undefined ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${first}`;
    lines.push(`complete -c hatmax -n ${quoted(position)} -a ${second ?? first} -d ${quoted(summary)}`);
    for (const flag of flags) {
      const seen = `__fish_seen_subcommand_from ${second ?? first}`;
      const value = flag.takesValue ? ' -r' : '';
      lines.push(`complete -c hatmax -n ${quoted(seen)} -l ${flag.name}${value} -d ${quoted(flag.summary)}`);
    }
  }
  return lines.join('\n');
}

function below(topic: string, commands: readonly CompletedCommand[]): string {
  return commands
    .filter((command) => command.words.startsWith(`${topic} `))
    .map((command) => command.words.slice(topic.length + 1))
    .join(' ');
}

function flagsOf(command: CompletedCommand): string {
  return command.flags.map((flag) => `--${flag.name}`).join(' ');
}

function topicOf(command: CompletedCommand): string {
  return command.words.split(' ')[0] ?? '';
}

function unique(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
