#!/usr/bin/env node
import { existsSync } from 'node:fs';
import Module from 'node:module';
import { resolve } from 'node:path';
import { CommanderError } from 'commander';
import { commandLine, withCommand, type Outcome } from './command-line';
import { EXIT, type ExitCode } from './exit-code';
import { ProcessInterrupt } from './interrupt';
import { isPattern } from './suite/glob';
import type { Output, Surroundings } from './surroundings';
import { UsageError } from './usage-error';

/** Runs a command line, without the name of the program in it. Answers the exit code; throws nothing. */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
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

function outputOf(stream: NodeJS.WriteStream): Output {
  // Whoever reads us may stop reading (`| head`): what they do not want is not written, and that is no error.
  stream.on('error', () => undefined);
  return {
    isTerminal: stream.isTTY === true,
    write: (text) => {
      stream.write(text);
    },
  };
}

if (require.main === module) {
  const { enableCompileCache } = Module as { enableCompileCache?: () => unknown };
  enableCompileCache?.();
  const interrupt = new ProcessInterrupt();
  const surroundings: Surroundings = {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    interrupt,
    now: () => Date.now(),
  };
  void main(process.argv.slice(2), surroundings).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
