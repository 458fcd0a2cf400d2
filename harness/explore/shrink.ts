import {
  simulate,
  type Deviation,
  type Kernel,
  type Outcome,
  type Program,
  type RunId,
  type Schedule,
  type Strategy,
} from '../sim';
import { ddmin } from './ddmin';
import { playing, recording, type Playing } from './schedule';

/** How much may be spent: in steps, so that the same failure is shrunk alike on every machine. */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  spend(steps: number): void {
    this.#left -= steps;
  }
}

/** What is to be kept: whether a run shows the failure that is being shrunk. */
export type Wanted = (outcome: Outcome) => boolean;

export interface ShrinkContext {
  readonly kernel: Kernel;
  readonly id: RunId;
  readonly wanted: Wanted;
  readonly budget: Budget;
}

/** A run as a schedule if it shows the failure; undefined when it does not, or throws. */
export function scheduleOf(program: Program, strategy: Strategy, context: ShrinkContext): Schedule | undefined {
  const recorded = recording(strategy);
  let outcome: Outcome;
  try {
    outcome = simulate(context.kernel, program, recorded, context.id);
  } catch {
    context.budget.spend(context.kernel.step + 1);
    return undefined;
  }
  context.budget.spend(outcome.steps + 1);
  return context.wanted(outcome) ? recorded.schedule() : undefined;
}

/** A failing schedule made smaller: fewer deviations, then smaller values. */
export interface Shrunk {
  readonly schedule: Schedule;
  /** No deviation can be taken out alone. */
  readonly isMinimal: boolean;
}

/**
 * Takes deviations out (ddmin), puts one order in the place of several, and lowers values, until nothing of it helps or the budget
 * is spent.
 */
export function shrinkSchedule(program: Program, failing: Schedule, context: ShrinkContext): Shrunk {
  const { budget } = context;
  const { timed } = failing;
  const fails: Fails = (deviations) => scheduleOf(program, playing({ timed, deviations }), context);
  let schedule = failing;
  for (;;) {
    const spent = (): boolean => budget.isSpent;
    const { kept, isMinimal } = ddmin(schedule.deviations, (some) => fails(some) !== undefined, spent);
    // What had no place in the run is not in its recording.
    schedule = fails(kept) ?? schedule;
    const merged = mergedOrders(program, schedule, fails, context);
    if (merged !== undefined) {
      schedule = merged;
      continue;
    }
    const before = schedule;
    for (let i = 0; i < schedule.deviations.length && !budget.isSpent; i++) schedule = lowered(schedule, i, fails);
    if (budget.isSpent) return { schedule, isMinimal: false };
    if (isMinimal && !isSmaller(schedule, before)) return { schedule, isMinimal };
  }
}

/** The run with these deviations as it went, if it shows the failure. */
type Fails = (deviations: readonly Deviation[]) => Schedule | undefined;

/**
 * Two orders or more replaced by one that was not among them. A search finds its way through many switches where one is enough, and
 * none of those can be left out alone.
 */
function mergedOrders(
  program: Program,
  schedule: Schedule,
  fails: Fails,
  context: ShrinkContext,
): Schedule | undefined {
  const { deviations } = schedule;
  const orders = deviations.filter(({ kind }) => kind === 'order');
  if (orders.length < 2) return undefined;
  const outs = [orders, ...orders.slice(1).map((order, i) => [orders[i], order])];
  for (const out of orders.length === 2 ? [orders] : outs) {
    const rest = deviations.filter((one) => !out.includes(one));
    for (const order of ordersOf(program, { ...schedule, deviations: rest }, context)) {
      if (context.budget.isSpent) return undefined;
      const found = fails([...rest, order]);
      if (found !== undefined && isSmaller(found, schedule)) return found;
    }
  }
  return undefined;
}

/** Every other order that a run with this schedule leaves open: a task that could have gone before the one that went. */
function ordersOf(program: Program, schedule: Schedule, context: ShrinkContext): readonly Deviation[] {
  const player = playing(schedule);
  const orders: Deviation[] = [];
  const listening: Playing = {
    ...player,
    pick: (view) => {
      const before = player.next(view.enabled[0]);
      const index = player.pick(view);
      view.enabled.forEach(({ name }, i) => {
        if (i > 0 && i !== index) orders.push({ kind: 'order', task: name, before });
      });
      return index;
    },
  };
  scheduleOf(program, listening, context);
  return orders;
}

/** With a smaller value in one place, by bisection: the smallest, where all larger ones fail too. */
function lowered(schedule: Schedule, index: number, fails: Fails): Schedule {
  const deviation = schedule.deviations[index];
  if (deviation.kind !== 'value') return schedule;
  let best = schedule;
  let passing = 0;
  let failing = deviation.value;
  while (failing - passing > 1) {
    const value = passing + Math.floor((failing - passing) / 2);
    const found = fails(schedule.deviations.with(index, { ...deviation, value }));
    if (found === undefined || !isSmaller(found, best)) passing = value;
    else {
      best = found;
      failing = value;
    }
  }
  return best;
}

/** Fewer deviations, or as many with a smaller sum of values. */
function isSmaller(one: Schedule, other: Schedule): boolean {
  const fewer = one.deviations.length - other.deviations.length;
  return fewer !== 0 ? fewer < 0 : sumOf(one) < sumOf(other);
}

function sumOf({ deviations }: Schedule): number {
  return deviations.reduce((sum, one) => sum + (one.kind === 'value' ? one.value : 0), 0);
}
