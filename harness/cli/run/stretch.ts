import type { SearchResult } from '../../explore';
import type { ThrownAt } from '../../report/result';
import { accountsOf, type Accounts } from '../../scenario/accounts';
import type { ScenarioProgram } from '../../scenario/program';
import type { Scenario } from '../../scenario/scenario';
import type { Kernel, Outcome } from '../../sim';
import type { LoadedModel } from '../model/models';
import type { Cut, Pace } from './pace';
import { entryOf } from './planned';
import { RunThrew, searchInTurns } from './search-in-turns';
import { frameInModel } from './thrown-at';

/** Runs of one strategy of a scenario's search, one after another. */
export interface Stretch {
  /** Which of the search's strategies, counted from 0, and its name. */
  readonly place: number;
  readonly strategy: string;
  readonly from: number;
  /** The first run that is not in it. */
  readonly until: number;
}

/** What came of a stretch. It can be sent from one thread to another. */
export interface Part {
  readonly result: SearchResult;
  /** Of each run. */
  readonly hashes: readonly string[];
  readonly accounts: Accounts;
  /** It ended with a run that the whole search ends with. */
  readonly isOver: boolean;
  /** Why it was broken off before its end, if it was. */
  readonly cut: Cut | undefined;
  /** It ended with a run that threw. */
  readonly threw: Threw | undefined;
  /** Spent on it. */
  readonly milliseconds: number;
}

/** A bug of the model or of the harness, and the run that met it. */
export interface Threw {
  readonly strategy: string;
  readonly run: number;
  /** Where only the stretch is known that it was in: the first run that is not. It took its thread with it. */
  readonly until?: number | undefined;
  readonly message: string;
  readonly stack: string | undefined;
  readonly at?: ThrownAt | undefined;
  readonly frame?: string | undefined;
}

/** Searches a stretch. What came of it does not depend on what was searched before. */
export async function searchStretch(
  kernel: Kernel,
  program: ScenarioProgram,
  { strategy, from, until }: Stretch,
  { seed, pace, model }: { readonly seed: string; readonly pace: Pace; readonly model: LoadedModel },
): Promise<Part> {
  const startedAt = pace.worked;
  const hashes: string[] = [];
  let isOver = false;
  let result = NOTHING;
  let threw: Threw | undefined;
  try {
    result = await searchInTurns(
      kernel,
      program,
      {
        root: seed,
        strategies: [{ make: () => entryOf(program.scenario, strategy).make(), from, runs: until }],
        stop: (outcome) => (isOver = endsSearch(program.scenario, outcome)),
        breakOff: pace.breakOff,
        ran: ({ hash }) => {
          hashes.push(hash);
          pace.ran();
        },
      },
      pace.turn,
    );
  } catch (error) {
    threw = threwOf(error, model);
  }
  const cut = result.brokenOff ? pace.cut : undefined;
  const accounts = program.takeAccounts();
  return { result, hashes, accounts, isOver, cut, threw, milliseconds: pace.worked - startedAt };
}

const NOTHING: SearchResult = {
  ...{ runs: 0, steps: 0, hash: '', byStrategy: [], failures: [], inconclusive: new Map(), brokenOff: false },
};

/** Of a stretch of which nothing is known but that. */
export function partThatThrew(scenario: Scenario, threw: Threw): Part {
  const accounts = accountsOf(scenario);
  return { result: NOTHING, hashes: [], accounts, isOver: false, cut: undefined, threw, milliseconds: 0 };
}

/** Where a violation is expected, only that one ends the search. */
function endsSearch({ expect }: Scenario, outcome: Outcome): boolean {
  return expect.violates === undefined || showsExpected(expect.violates, outcome);
}

export function showsExpected(violates: string | undefined, { violations }: Outcome): boolean {
  return violations.some(({ invariant }) => invariant === violates);
}

/** What a RunThrew says. Anything else is no run's, and goes on. */
export function threwOf(error: unknown, model: LoadedModel): Threw {
  if (!(error instanceof RunThrew)) throw error;
  const { strategy, run, message, cause, at } = error;
  const stack = cause instanceof Error ? cause.stack : undefined;
  return { strategy, run, message, stack, at, frame: frameInModel(cause, model) };
}
