import {
  Budget,
  criticalPair,
  ddmin,
  following,
  playing,
  pointOfNoReturn,
  replay,
  scheduleOf,
  shrinkSchedule,
  stepOrder,
  strategyNamed,
  type CriticalPair,
  type PointOfNoReturn,
  type ShrinkContext,
} from '../../explore';
import {
  asRegression,
  detailsOf,
  partsOf,
  readPlain,
  simpler,
  standalone,
  without,
  withUsers,
  writePlain,
  type Part,
  type PlainMap,
} from '../../scenario/reduce';
import { ScenarioProgram } from '../../scenario/program';
import { isSameFailure } from '../../scenario/same-failure';
import { signatureOf, simulate, type Kernel, type Outcome, type Schedule, type Violation } from '../../sim';
import type { Models } from '../model/models';
import { compileFile } from '../suite/compile-file';
import { fileOf, type Instance } from '../suite/instance';

/** The run to be made smaller. */
export interface FailingRun {
  readonly instance: Instance;
  readonly violation: Violation;
  readonly choices: readonly number[];
  readonly timed: boolean;
  readonly seed: string;
  readonly run: number;
}

export interface ShrunkFailure {
  /** A scenario file that fails by itself. */
  readonly text: string;
  readonly instance: Instance;
  readonly schedule: Schedule;
  /** Nothing of it can be left out alone: no client, step or fault, and no deviation of its schedule. */
  readonly isMinimal: boolean;
  readonly pair: CriticalPair | undefined;
  readonly noReturn: PointOfNoReturn | undefined;
}

export interface ShrinkOptions {
  readonly kernel: Kernel;
  readonly models: Models;
  readonly cwd: string;
  /** Steps of simulated tasks, all runs together. */
  readonly steps: number;
}

/** Runs of the strategy that found it, where the known schedule does not show the failure any more. */
const RETRIES = 8;

/** A smaller version, and how it fails. */
interface Failing {
  readonly root: PlainMap;
  readonly instance: Instance;
  readonly schedule: Schedule;
}

/**
 * Makes a failing run smaller on four levels, as long as the same failure comes: what clients do, faults, the schedule, values.
 * Undefined when the run does not fail in the same way by itself.
 */
export function shrinkFailure(failing: FailingRun, options: ShrinkOptions): ShrunkFailure | undefined {
  return new Shrinker(failing, options).shrink();
}

class Shrinker {
  readonly #context: ShrinkContext;
  #wasSound = false;

  constructor(
    readonly failing: FailingRun,
    readonly options: ShrinkOptions,
  ) {
    const { violation, seed, run } = failing;
    const signature = signatureOf(violation);
    const wanted = ({ violations: [found] }: Outcome): boolean =>
      (found as Violation | undefined) !== undefined && isSameFailure(signatureOf(found), signature);
    this.#context = { kernel: options.kernel, id: { root: seed, run }, wanted, budget: new Budget(options.steps) };
  }

  shrink(): ShrunkFailure | undefined {
    let failing = this.#begin();
    if (failing === undefined) return undefined;
    failing = this.#withSmallerSchedule(failing).failing;
    for (;;) {
      const before = failing;
      failing = this.#withFewerParts(failing);
      failing = this.#saidSimpler(failing);
      for (const path of detailsOf(failing.root)) {
        failing = this.#attempt(without(failing.root, [path]), failing.schedule) ?? failing;
      }
      const { failing: smaller, isMinimal } = this.#withSmallerSchedule(failing);
      failing = smaller;
      if (this.#isSpent || sizeOf(failing) >= sizeOf(before)) return this.#result(failing, isMinimal && !this.#isSpent);
    }
  }

  get #isSpent(): boolean {
    return this.#context.budget.isSpent;
  }

  #result({ root, instance, schedule }: Failing, isMinimal: boolean): ShrunkFailure {
    const hasOrder = schedule.deviations.some(({ kind }) => kind === 'order');
    const program = new ScenarioProgram(instance.scenario);
    const { steps } = this.options;
    const context = { ...this.#context, budget: new Budget(steps) };
    const pair = hasOrder ? criticalPair(program, schedule, context) : undefined;
    simulate(context.kernel, program, playing(schedule), context.id);
    const choices = context.kernel.choices.values();
    const noReturn = pointOfNoReturn(program, choices, schedule.timed, { ...context, budget: new Budget(steps) });
    const { scenario } = this.failing.instance;
    const known = signatureOf(this.failing.violation);
    const kept = asRegression(root, schedule, { of: scenario.regression?.of ?? scenario.id, known });
    return { text: writePlain(kept), instance, schedule, isMinimal, pair, noReturn };
  }

  /** Whether the plainest run passes, or fails in this way: what else is wrong with it would still be once the failure is mended. */
  #isSound(program: ScenarioProgram, timed: boolean): boolean {
    const { kernel, id, budget, wanted } = this.#context;
    try {
      const outcome = simulate(kernel, program, playing({ timed, deviations: [] }), id);
      budget.spend(outcome.steps + 1);
      return outcome.verdict === 'pass' || wanted(outcome);
    } catch {
      return false;
    }
  }

  /** The run as it was found, by itself; without virtual time, if it fails so too: that takes fewer deviations. */
  #begin(): Failing | undefined {
    const { instance, violation, choices, timed } = this.failing;
    const { scenario, text } = instance;
    const root = standalone(readPlain(text), {
      set: scenario.set,
      violates: scenario.expect.violates,
      keepsExpected: violation.invariant.startsWith('expect.'),
    });
    const program = new ScenarioProgram(scenario);
    this.#wasSound = this.#isSound(program, timed);
    const schedule = scheduleOf(program, replay(choices, timed), this.#context);
    if (schedule === undefined) return undefined;
    const untimed = timed
      ? scheduleOf(program, following(stepOrder(program, schedule, this.#context), schedule.deviations), this.#context)
      : undefined;
    return (untimed && this.#attempt(root, untimed)) ?? this.#attempt(root, schedule);
  }

  /** Clients, steps and faults: who uses what is taken out goes with it. */
  #withFewerParts(failing: Failing): Failing {
    const parts = partsOf(failing.root);
    let best = failing;
    ddmin(
      parts,
      (kept) => {
        const gone = withUsers(parts, new Set(parts.filter((part) => !kept.includes(part))));
        const found = this.#attempt(rootWithout(failing.root, gone), best.schedule);
        best = found ?? best;
        return found !== undefined;
      },
      () => this.#isSpent,
    );
    return best;
  }

  /** Simpler, one thing after another. */
  #saidSimpler(failing: Failing): Failing {
    for (const one of simpler(failing.root)) {
      const found = this.#attempt(one, failing.schedule);
      if (found !== undefined) return this.#saidSimpler(found);
    }
    return failing;
  }

  #withSmallerSchedule(failing: Failing): { readonly failing: Failing; readonly isMinimal: boolean } {
    const program = new ScenarioProgram(failing.instance.scenario);
    const { schedule, isMinimal } = shrinkSchedule(program, failing.schedule, this.#context);
    return { failing: { ...failing, schedule }, isMinimal };
  }

  /** Whether a smaller version is a scenario that fails in the same way, by the known schedule or one that is soon found. */
  #attempt(root: PlainMap, known: Schedule): Failing | undefined {
    if (this.#isSpent) return undefined;
    const { models, cwd } = this.options;
    const file = fileOf(this.failing.instance, cwd);
    const exploreWith = [known.timed ? 'random-timed' : 'random'];
    const compiled = compileFile({ ...file, text: writePlain(root) }, models, { set: [], exploreWith });
    this.#context.budget.spend(COMPILING_STEPS);
    const [instance] = compiled.instances;
    if (instance === undefined) return undefined;
    const program = new ScenarioProgram(instance.scenario);
    if (this.#wasSound && !this.#isSound(program, known.timed)) return undefined;
    let schedule = scheduleOf(program, playing(known), this.#context);
    for (let run = 0; run < RETRIES && schedule === undefined; run++) {
      schedule = scheduleOf(program, strategyNamed(exploreWith[0])!.make(), {
        ...this.#context,
        id: { root: '1', run },
      });
    }
    return schedule === undefined ? undefined : { root, instance, schedule };
  }
}

/** What compiling costs, in steps that could be taken meanwhile. */
const COMPILING_STEPS = 500;

function rootWithout(root: PlainMap, parts: readonly Part[]): PlainMap {
  return without(
    root,
    parts.map(({ path }) => path),
  );
}

function sizeOf({ root, schedule }: Failing): number {
  return writePlain(root).length + schedule.deviations.length;
}
