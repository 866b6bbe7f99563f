import type { Command } from 'commander';
import { Argument } from 'commander';

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print a script that completes commands and options in your shell')
    .description('Prints a script that completes commands, options and files in your shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
Examples:
  clade completion bash >> ~/.bashrc
  clade completion zsh > "\${fpath[1]}/_clade"
  clade completion fish > ~/.config/fish/completions/clade.fish`,
    )
    .action((shell: 'bash' | 'zsh' | 'fish') => {
      process.stdout.write(completionScript(shell, program));
    });
}

/** The script, made from the commands themselves so that it cannot fall behind. */
function completionScript(shell: 'bash' | 'zsh' | 'fish', program: Command): string {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    words: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
    options: command.options.map((option) => ({
      flag: option.long ?? option.flags,
      about: option.description,
    })),
  }));
  const names = commands.map(({ name }) => name).join(' ');
  if (shell === 'fish') {
    const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
    return [
      ...commands.map(
        ({ name, summary }) =>
          `complete -c clade -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
      ),
      ...commands.flatMap(({ name, options }) =>
        options.map(
          ({ flag, about }) =>
            `complete -c clade -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)} -d ${quote(about)}`,
        ),
      ),
      ...commands
        .filter(({ words }) => words.length > 0)
        .map(
          ({ name, words }) =>
            `complete -c clade -f -n '__fish_seen_subcommand_from ${name}' -a ${quote(words.join(' '))}`,
        ),
      '',
    ].join('\n');
  }
  const cases = commands
    .map(({ name, options, words }) => {
      const flags = [...options.map(({ flag }) => flag), '--help'].join(' ');
      return `    ${name}) words="${flags}" choices="${words.join(' ')}" ;;`;
    })
    .join('\n');
  // zsh runs bash's completion functions once bashcompinit is loaded.
  const head =
    shell === 'zsh' ? '#compdef clade\nautoload -U +X bashcompinit && bashcompinit\n' : '';
  return `${head}_clade() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words choices=""
  case "\${COMP_WORDS[1]}" in
${cases}
    help) choices="${names}" ;;
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then words="${names} help --help --version"; fi
  if [ "$COMP_CWORD" -gt 1 ] && [ -n "$choices" ] && [ "\${word#-}" = "$word" ]; then
    COMPREPLY=($(compgen -W "$choices" -- "$word"))
  elif [ "$COMP_CWORD" -gt 1 ] && [ "\${word#-}" = "$word" ]; then
    COMPREPLY=($(compgen -f -- "$word"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}
complete -o filenames -F _clade clade
`;
}
