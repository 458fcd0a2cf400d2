import { painter } from '../../report/paint';
import { printable } from '../../report/printable';
import { thrownLines } from '../../report/thrown-lines';
import { wrap } from '../../report/wrap';
import type { Kernel } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { frameInModel, thrownAt } from '../run/thrown-at';
import type { Instance } from '../suite/instance';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

export interface ReplayFlags {
  readonly strict?: true;
  /** How many choices to force before it is searched. */
  readonly prefix?: number;
  readonly runs: number;
  readonly strategy?: readonly string[];
  /** A short form. */
  readonly choices?: string;
  readonly set?: readonly string[];
  readonly root?: string;
  readonly verbose?: true;
  readonly color: boolean;
}

/** What a replay came to, for people. */
export interface Judged {
  readonly exitCode: ExitCode;
  readonly text: string;
  readonly details: readonly string[];
}

export function showReplayed(
  { exitCode, text, details }: Judged,
  flags: ReplayFlags,
  surroundings: Surroundings,
): void {
  const { stdout } = surroundings;
  const paint = painter(wantsColor(surroundings, stdout, flags.color));
  const lines = wrap(printable(text), { indent: 0, hanging: 2 });
  stdout.write(`${paint(exitCode === EXIT.violation ? 'bad' : 'doubtful', lines.join('\n'))}\n`);
  for (const detail of details) stdout.write(`${wrap(printable(detail), { indent: 2, hanging: 2 }).join('\n')}\n`);
}

/** What a model throws is its bug, and said so. */
export function orThrown(
  kernel: Kernel,
  instance: Instance,
  flags: ReplayFlags,
  { stderr }: Surroundings,
  attempt: () => ExitCode,
): ExitCode {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const text = error instanceof Error ? ((flags.verbose && error.stack) ?? error.message) : String(error);
    stderr.write(`internal error: ${printable(text)}\n`);
    const thrown = { at: thrownAt(kernel), frame: frameInModel(error, instance.model) };
    for (const line of thrownLines(thrown)) stderr.write(`  ${printable(line)}\n`);
    return EXIT.internal;
  }
}
