import {
  addReason,
  HashChain,
  search,
  type Failure,
  type Reason,
  type SearchPlan,
  type SearchResult,
} from '../../explore';
import type { ThrownAt } from '../../report/result';
import type { Kernel, Program } from '../../sim';
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
  const found = new Map<string, Failure>();
  const inconclusive = new Map<string, Reason>();
  const byStrategy: { strategy: string; runs: number; ended: boolean }[] = [];
  const hash = new HashChain();
  let [runs, steps] = [0, 0];
  let [over, brokenOff] = [false, false];
  for (const { make, runs: runsMax } of plan.strategies) {
    if (over) break;
    const strategy = make();
    const account = { strategy: strategy.name, runs: 0, ended: false };
    byStrategy.push(account);
    const first = plan.only ?? 0;
    const end = plan.only === undefined ? runsMax : first + 1;
    const one: SearchPlan = {
      ...plan,
      strategies: [{ make: () => strategy, runs: 1 }],
      stop: (outcome) => (over = plan.stop(outcome)),
    };
    for (let run = first; run < end && !over && !account.ended; run++) {
      const waiting = turn();
      if (waiting !== undefined) await waiting;
      const result = searchOne(kernel, program, { ...one, only: run }, strategy.name);
      if (result.brokenOff) {
        over = brokenOff = true;
        break;
      }
      hash.add(kernel.hash);
      runs += result.runs;
      steps += result.steps;
      account.runs += result.runs;
      account.ended = result.byStrategy[0]?.ended === true;
      for (const [text, reason] of result.inconclusive) addReason(inconclusive, text, reason);
      for (const failure of result.failures) if (!found.has(failure.signature)) found.set(failure.signature, failure);
    }
  }
  return { runs, steps, hash: hash.text, byStrategy, failures: [...found.values()], inconclusive, brokenOff };
}

function searchOne(kernel: Kernel, program: Program, plan: SearchPlan, strategy: string): SearchResult {
  try {
    return search(kernel, program, plan);
  } catch (error) {
    throw new RunThrew(strategy, plan.only ?? 0, error, kernel);
  }
}
