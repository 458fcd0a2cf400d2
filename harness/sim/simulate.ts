import type { Kernel } from './kernel';
import type { Name } from './name';
import type { Outcome } from './outcome';
import type { Stream } from './random';
import type { RunContext, Strategy } from './strategy';

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
  /** After a run: whether no later run of this search can do anything that an earlier one has not done (a sweep's end). */
  exhausted?(): boolean;
}

/** Which run it is. */
export interface RunId {
  readonly root: string;
  readonly run: number;
}

/** One run of `program` under `strategy`. Throws what the program throws: a bug of a model, with `kernel` as it stood. */
export function simulate(kernel: Kernel, program: Program, strategy: Strategy, id: RunId): Outcome {
  kernel.streams.begin({ root: id.root, scenario: program.id, run: id.run });
  const context: RunContext = { run: id.run, stream: (name: Name): Stream => kernel.streams.get(name) };
  kernel.checker?.begin();
  kernel.begin(strategy, { stepsMax: program.stepsMax });
  strategy.begin(context);
  program.run(kernel, id);
  kernel.checker?.end();
  return kernel.outcome();
}
