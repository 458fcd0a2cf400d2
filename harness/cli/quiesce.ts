import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { commandLine, withCommand, type Outcome } from './command-line';
import { EXIT, type ExitCode } from './exit-code';
import { isPattern } from './suite/glob';
import type { Output, Surroundings } from './surroundings';
import { UsageError } from './usage-error';

/** Runs a command line, without the name of the program in it. Answers the exit code; throws nothing. */
export async function quiesce(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const outcome: Outcome = { exitCode: EXIT.pass };
  try {
    const program = commandLine({ surroundings, outcome });
    const names = program.commands.map((command) => command.name());
    const args = withCommand(argv, names, (word) => isPath(word, surroundings.cwd));
    await program.parseAsync(args.flatMap(separated), { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    return exitCodeFor(error, argv, surroundings.stderr);
  }
}

function isPath(word: string, cwd: string): boolean {
  return /[/\\.]/.test(word) || isPattern(word) || existsSync(resolve(cwd, word));
}

/** An option whose value may be left out does not take a path for it. */
function separated(word: string, i: number, argv: readonly string[]): readonly string[] {
  const next = argv[i + 1] ?? '';
  return word === '--verify-determinism' && !/^\d+$/.test(next) ? ['--verify-determinism=5'] : [word];
}

function exitCodeFor(error: unknown, argv: readonly string[], stderr: Output): ExitCode {
  if (error instanceof UsageError) {
    stderr.write(`error: ${error.message}\n`);
    return error.exitCode;
  }
  // Commander has printed what there is to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.pass : EXIT.usage;
  const verbose = argv.includes('-v') || argv.includes('--verbose');
  const text = error instanceof Error ? (verbose ? (error.stack ?? error.message) : error.message) : String(error);
  stderr.write(`internal error: ${text}\n${verbose ? '' : 'This is a bug of Quiesce; -v shows where.\n'}`);
  return EXIT.internal;
}
