import { search, SearchSum, warmUp, type SearchPlan, type SearchResult } from '../../explore';
import type { ThrownAt } from '../../report/result';
import type { Kernel, Program, RunId, Strategy } from '../../sim';
import { thrownAt } from './thrown-at';

/** What a run threw: a bug of the model or of the harness, and which run it was, and how far it had come. */
export class RunThrew extends Error {
  override readonly name = 'RunThrew';
  readonly at: ThrownAt | undefined;

  constructor(
    readonly strategy: string,
    readonly run: number,
    override readonly cause: unknown,
    kernel?: Kernel,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
    this.at = kernel && thrownAt(kernel);
  }
}

/**
 * `search`, one run at a time, so that in between the process can take a turn and hear of a signal: what is found, and every
 * hash, is what one call would have found. `turn` answers undefined while there is no need to wait.
 */
export async function searchInTurns(
  kernel: Kernel,
  program: Program,
  plan: SearchPlan,
  turn: () => Promise<void> | undefined,
): Promise<SearchResult> {
  const sum = new SearchSum();
  let over = false;
  for (const { make, from = 0, runs: runsMax } of plan.strategies) {
    if (over) break;
    const strategy = make();
    sum.begin(strategy.name);
    const first = plan.only ?? from;
    const end = plan.only === undefined ? runsMax : first + 1;
    learn(kernel, program, strategy, { root: plan.root, run: first });
    const one: SearchPlan = {
      ...plan,
      strategies: [{ make: () => strategy, runs: 1 }],
      stop: (outcome) => (over = plan.stop(outcome)),
    };
    for (let run = first; run < end && !over; run++) {
      const waiting = turn();
      if (waiting !== undefined) await waiting;
      const result = searchOne(kernel, program, { ...one, only: run }, strategy.name);
      over ||= result.brokenOff;
      sum.add(result, result.brokenOff ? [] : [kernel.hash]);
      if (result.byStrategy[0]?.ended === true) break;
    }
  }
  return sum.result;
}

/** Has the strategy learn from runs before the first one that is asked for. */
function learn(kernel: Kernel, program: Program, strategy: Strategy, id: RunId): void {
  try {
    warmUp(kernel, program, strategy, id);
  } catch (error) {
    throw new RunThrew(strategy.name, id.run, error, kernel);
  }
}

function searchOne(kernel: Kernel, program: Program, plan: SearchPlan, strategy: string): SearchResult {
  try {
    return search(kernel, program, plan);
  } catch (error) {
    throw new RunThrew(strategy, plan.only ?? 0, error, kernel);
  }
}
