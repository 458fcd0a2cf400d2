import { searchByRuns, type RunToCome, type SearchPlan, type SearchResult } from '../../explore';
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
 * `search`, with a pause before each run in which the process can take a turn and hear of a signal. `turn` answers undefined while
 * there is no need to wait.
 */
export async function searchInTurns(
  kernel: Kernel,
  program: Program,
  plan: SearchPlan,
  turn: () => Promise<void> | undefined,
): Promise<SearchResult> {
  const searching = searchByRuns(kernel, program, plan);
  let next: RunToCome | undefined;
  const goOn = (): IteratorResult<RunToCome, SearchResult> => {
    try {
      return searching.next();
    } catch (error) {
      throw next === undefined ? error : new RunThrew(next.strategy, next.run, error, kernel);
    }
  };
  for (;;) {
    const step = goOn();
    if (step.done === true) return step.value;
    next = step.value;
    const waiting = turn();
    if (waiting !== undefined) await waiting;
  }
}
