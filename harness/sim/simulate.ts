import type { Kernel } from './kernel';
import type { Focuses } from './model';
import type { Name } from './name';
import type { Outcome } from './outcome';
import type { Stream } from './random';
import type { RunContext, Strategy } from './strategy';
import { sweeping, type SweepPoints } from './sweeping';

/** Something that can be run: a compiled scenario, or a test's own few tasks. */
export interface Program {
  /** Stable: seeds are derived from it. */
  readonly id: string;
  readonly stepsMax: number;
  /**
   * Makes a fresh world on this kernel and drives it to its end with `kernel.run()`, as many phases as it likes. Its findings
   * are `kernel.violate` and `kernel.inconclusive`.
   */
  run(kernel: Kernel, id: RunId): void;
  /** The same program, for runs that are made only for a strategy to learn from: they count for nothing. */
  rehearsal?(): Program;
  /** Sets of operations that a strategy may pay most attention to. */
  readonly focuses?: Focuses | undefined;
  /** The choices of its sweeps, if it has any: then each run is another one, whatever the strategy. */
  readonly sweeps?: SweepPoints | undefined;
  /** After a run: whether its sweeps have come to their end, so that no later run does anything that an earlier one has not. */
  exhausted?(): boolean;
  /** After a run: what it came to, as 8 hexadecimal digits. Runs that got there in different ways have the same. */
  ending?(): string;
}

/** Which run it is. */
export interface RunId {
  readonly root: string;
  readonly run: number;
}

/** One run of `program` under `strategy`. Throws what the program throws: a bug of a model, with `kernel` as it stood. */
export function simulate(kernel: Kernel, program: Program, strategy: Strategy, id: RunId): Outcome {
  kernel.streams.begin({ root: id.root, scenario: program.id, run: id.run });
  const context: RunContext = {
    run: id.run,
    stream: (name: Name): Stream => kernel.streams.get(name),
    focuses: program.focuses ?? {},
  };
  kernel.checker?.begin();
  strategy.begin(context);
  const { sweeps } = program;
  const answering =
    sweeps === undefined || strategy.answersSweeps === true ? strategy : sweeping(strategy, sweeps, id.run);
  kernel.begin(answering, { stepsMax: program.stepsMax });
  program.run(kernel, id);
  kernel.checker?.end();
  return kernel.outcome();
}
