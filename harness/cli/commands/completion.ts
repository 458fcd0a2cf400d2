import { nearest } from '../../scenario/suggest';
import { EXIT, type ExitCode } from '../exit-code';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

/** What a shell can complete: the commands, and of each its flags and first words. */
export interface Completable {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly Flag[];
  readonly words: readonly string[];
}

export interface Flag {
  /** "--seed". */
  readonly long: string;
  /** "-t". */
  readonly short: string | undefined;
  readonly description: string;
  readonly takesValue: boolean;
}

const SHELLS = { bash, zsh, fish } as const;

/** Prints a script that completes this command line. */
export function completion(shell: string, commands: readonly Completable[], { stdout }: Surroundings): ExitCode {
  const names = Object.keys(SHELLS) as (keyof typeof SHELLS)[];
  const known = names.find((name) => name === shell);
  if (known === undefined) {
    const near = nearest(shell, names);
    const suggestion = near === undefined ? `there are ${names.join(', ')}` : `did you mean \`${near}\`?`;
    throw new UsageError(`there is no completion for \`${shell}\`: ${suggestion}`);
  }
  stdout.write(SHELLS[known](commands));
  return EXIT.pass;
}

function bash(commands: readonly Completable[]): string {
  const cases = commands.map(
    ({ name, flags, words }) => `    ${name}) words='${[...words, ...longs(flags)].join(' ')}' ;;`,
  );
  return `# quiesce completion for bash: source it, or put it into a folder of bash-completion.
_quiesce() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
    *) words='${names(commands).join(' ')}' ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words='${names(commands).join(' ')}'
  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _quiesce quiesce
`;
}

function zsh(commands: readonly Completable[]): string {
  const described = commands.map(({ name, description }) => `    '${name}:${escaped(description)}'`);
  const cases = commands.map(({ name, flags, words }) => {
    const options = flags.map(
      ({ long, description, takesValue }) => `'${long}[${escaped(description)}]${takesValue ? ':value:_files' : ''}'`,
    );
    const first = words.length > 0 ? `'1:word:(${words.join(' ')})'` : '';
    return `    ${name}) _arguments ${[...options, first, `'*:file:_files'`].filter((one) => one !== '').join(' ')} ;;`;
  });
  return `#compdef quiesce
# quiesce completion for zsh: put it into a folder of $fpath as _quiesce.
_quiesce() {
  local -a commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _files
    return
  fi
  local command=\${words[2]}
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
    *) _files ;;
  esac
}
compdef _quiesce quiesce
`;
}

function fish(commands: readonly Completable[]): string {
  const lines = commands.flatMap(({ name, description, flags, words }) => [
    `complete -c quiesce -n __fish_use_subcommand -a ${name} -d '${escaped(description)}'`,
    ...(words.length > 0
      ? [`complete -c quiesce -n '__fish_seen_subcommand_from ${name}' -a '${words.join(' ')}'`]
      : []),
    ...flags.map(({ long, short, description, takesValue }) => {
      const letter = short === undefined ? '' : ` -s ${short.slice(1)}`;
      const value = takesValue ? ' -r' : '';
      const when = `-n '__fish_seen_subcommand_from ${name}'`;
      return `complete -c quiesce ${when} -l ${long.slice(2)}${letter}${value} -d '${escaped(description)}'`;
    }),
  ]);
  return `# quiesce completion for fish: put it into a folder of $fish_complete_path as quiesce.fish.\n${lines.join('\n')}\n`;
}

function names(commands: readonly Completable[]): readonly string[] {
  return commands.map(({ name }) => name);
}

function longs(flags: readonly Flag[]): readonly string[] {
  return flags.map(({ long }) => long);
}

/** As it may stand within single quotes, and within brackets for zsh. */
function escaped(text: string): string {
  return text.replace(/['[\]:\\`$]/g, ' ').replace(/ +/g, ' ');
}
