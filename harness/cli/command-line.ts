import { Command } from 'commander';
import { nearest } from '../scenario/suggest';
import { addListCommands } from './commands/list-options';
import { addReplayCommands } from './commands/replay-options';
import { addRunCommands } from './commands/run-options';
import { EXIT_MEANINGS, type ExitCode } from './exit-code';
import { packageVersion } from './package-info';
import type { Surroundings } from './surroundings';
import { UsageError } from './usage-error';

/** Where a command's action leaves its exit code. */
export interface Outcome {
  exitCode: ExitCode;
}

/** What adding a command takes. */
export interface CommandContext {
  readonly surroundings: Surroundings;
  readonly outcome: Outcome;
}

const EXIT_CODES = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `  ${code.padEnd(4)} ${meaning}`);

const EXAMPLES = `
Examples:
  quiesce                                   run everything below scenarios/
  quiesce run scenarios/kb -t leak          what matches \`leak\` below a folder
  quiesce run a.yaml --seed random -v       another seed, and more to read
  quiesce replay repro.json                 a recorded run, choice by choice
  quiesce explain Q301

Exit codes:
${EXIT_CODES.join('\n')}
`;

/** The whole command line. Nothing is loaded that the command at hand does not need. */
export function commandLine(context: CommandContext): Command {
  const { stdout, stderr } = context.surroundings;
  const program = new Command('quiesce')
    .description('A deterministic, discrete-event, fault-injection test harness.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        stdout.write(text);
      },
      writeErr: (text) => {
        stderr.write(text);
      },
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .addHelpText('after', EXAMPLES);
  addRunCommands(program, context);
  addListCommands(program, context);
  addReplayCommands(program, context);
  return program;
}

/**
 * The arguments with the command that they mean in front. A first word that is neither a command nor a path is a misspelt
 * command, and not a file that is not there: a UsageError.
 */
export function withCommand(
  argv: readonly string[],
  commands: readonly string[],
  isPath: (word: string) => boolean,
): readonly string[] {
  const [first, ...rest] = argv;
  if (first === undefined) return ['run'];
  if (['-h', '--help', '-V', '--version'].includes(first) || commands.includes(first)) return argv;
  if (first === 'help') return rest[0] !== undefined && commands.includes(rest[0]) ? [rest[0], '--help'] : ['--help'];
  const late = argv.find((word) => commands.includes(word) && !isPath(word));
  if (first.startsWith('-')) {
    if (late !== undefined && argv[argv.indexOf(late) - 1]?.startsWith('-') === true) {
      throw new UsageError(
        `the command comes first: quiesce ${late} ${argv.filter((word) => word !== late).join(' ')}`,
      );
    }
    return ['run', ...argv];
  }
  if (isPath(first)) return ['run', ...argv];
  const near = nearest(first, commands);
  const suggestion = near === undefined ? `the commands are ${commands.join(', ')}` : `did you mean \`${near}\`?`;
  throw new UsageError(`there is no command \`${first}\`, nor a file of that name: ${suggestion}`);
}
