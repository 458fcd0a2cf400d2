import { ScenarioProgram } from '../../scenario/program';
import type { Kernel } from '../../sim';
import type { Instance } from '../suite/instance';
import type { Pace } from './pace';
import type { RunOptions } from './run-options';
import { searchStretch, type Part, type Stretch } from './stretch';
import { verifyDeterminism, type Verified } from './verify-determinism';

/** Work on one scenario of a suite. */
export interface Job {
  /** Index into the suite's instances. */
  readonly instance: number;
  /** Undefined: runs are to be done twice. */
  readonly stretch: Stretch | undefined;
  /** When it must be broken off, as `elapsed` counts. */
  readonly deadline: number;
}

export type Done =
  | ({ readonly kind: 'verified' } & Verified)
  | { readonly kind: 'searched'; readonly part: Part }
  /** Whoever did it has come to an end with it. */
  | { readonly kind: 'lost'; readonly message: string };

/** Who does jobs, one at a time. */
export interface Hand {
  /** Of the job at hand, so far. */
  readonly runs: number;
  perform(job: Job): Promise<Done>;
  /** Breaks off the job at hand. */
  cancel(): void;
}

/** A thread's own hand: does jobs on a kernel of its own. */
export class OwnHand implements Hand {
  /** Listeners and the like are made once for a scenario. */
  #program: ScenarioProgram | undefined;

  constructor(
    readonly instanceAt: (index: number) => Instance,
    readonly options: RunOptions,
    readonly kernel: Kernel,
    readonly pace: Pace,
  ) {}

  get runs(): number {
    return this.pace.runs;
  }

  async perform({ instance: index, stretch, deadline }: Job): Promise<Done> {
    const { kernel, options, pace } = this;
    const instance = this.instanceAt(index);
    pace.allowUntil(deadline);
    if (stretch === undefined) {
      return { kind: 'verified', ...(await verifyDeterminism(kernel, instance, options, pace)) };
    }
    if (this.#program?.scenario !== instance.scenario) this.#program = new ScenarioProgram(instance.scenario);
    const part = await searchStretch(kernel, this.#program, stretch, {
      seed: options.seed,
      pace,
      model: instance.model,
    });
    return { kind: 'searched', part };
  }

  cancel(): void {
    // What it does it sees to its end: a stretch is short where others work beside it.
  }
}
