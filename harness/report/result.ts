import type { KindCounts } from '../explore';
import type { Accounts } from '../scenario/accounts';
import type { Exhibit, FoundViolation } from '../sim';
import type { Evidence } from './evidence';

/** `error`: a bug of the harness or the model; `nondeterminism`: the same run went two ways. */
export type ResultVerdict = 'pass' | 'violation' | 'inconclusive' | 'error' | 'nondeterminism';

/** What became of one instance of a scenario. */
export interface ScenarioResult {
  readonly scenario: string;
  readonly file: string;
  readonly title: string;
  readonly verdict: ResultVerdict;
  readonly seed: string;
  readonly runs: number;
  readonly steps: number;
  /** Real time. */
  readonly milliseconds: number;
  /** Over all runs, 16 hexadecimal digits. */
  readonly traceHash: string;
  readonly strategies: readonly SearchedWith[];
  /** Why it is not a pass. */
  readonly reasons: readonly string[];
  /** What a reader of the verdict must know besides: that the search was cut short. */
  readonly notes: readonly string[];
  /** The invariant that the scenario expects to be violated. */
  readonly violates?: string | undefined;
  /** The run that failed or, where a violation was expected, the run that shows it. */
  readonly finding?: Finding | undefined;
  /** What became of it beside the failures that are kept. */
  readonly standing?: Standing | undefined;
  /** Of an inconclusive search: the first of its runs that showed nothing, if there is one. */
  readonly inconclusiveRun?: KnownRun | undefined;
  readonly error?: InternalError | undefined;
  readonly difference?: FoundDifference | undefined;
  /** A command that does the whole search again. */
  readonly search: string;
  readonly accounts: Accounts;
  readonly exhibits: readonly Exhibit[];
  /** The failure's report, kept where the evidence that it was made from is not. */
  readonly report?: string | undefined;
  /** The same for report.html. */
  readonly article?: string | undefined;
}

/** A finding, or a kept failure that no longer comes, beside the failures that are kept. */
export type Standing =
  /** `file` keeps it. */
  | { readonly kind: 'known'; readonly file: string }
  | { readonly kind: 'new' }
  /** What `file` keeps does not come any more. */
  | { readonly kind: 'resolved'; readonly file: string; readonly signature: string }
  /** `file`, which keeps a failure of scenario `of` or guards against it, can not show it any more: something in it has no effect. */
  | { readonly kind: 'stale'; readonly file: string; readonly of: string };

/** What the runs of one strategy came to. */
export interface SearchedWith {
  readonly strategy: string;
  readonly runs: number;
  /** It has no other run. */
  readonly ended: boolean;
  /** How many different traces they were, and how many came just once. */
  readonly traces: KindCounts;
  /** How many different states they ended in. */
  readonly states: KindCounts;
}

export interface KnownRun {
  readonly strategy: string;
  readonly run: number;
  /** A command that does this run again. */
  readonly replay: string;
}

export interface Finding {
  readonly signature: string;
  readonly strategy: string;
  readonly run: number;
  /** Whether that run knew virtual time. */
  readonly timed: boolean;
  /** The first is the violation; the others are what the same step broke as well. */
  readonly violations: readonly FoundViolation[];
  /** Of this run, 16 hexadecimal digits. */
  readonly hash: string;
  /** A command that does this run again. */
  readonly replay: string;
  /** A command that does this run again choice by choice, whatever becomes of seeds and strategies; undefined: it is too long. */
  readonly replayChoices?: string | undefined;
  /** Of its strategy: how many runs without a failure say at 95 % that it is mended; undefined where runs are not drawn. */
  readonly cleanRuns?: { readonly of: number; readonly needed: number } | undefined;
  /**
   * Present where that run did not know virtual time: which timed strategy was asked whether the failure comes in time as well, in how
   * many runs, and which of them showed it.
   */
  readonly inTime?: { readonly strategy: string; readonly runs: number; readonly run?: number } | undefined;
  /** Present when the run has been done again with everything recorded. */
  readonly explained?: Explained | undefined;
  /** Present when it has been made smaller. */
  readonly shrunk?: Shrunk | undefined;
}

/** The same failure, smaller. */
export interface Shrunk {
  /** A scenario file that fails by itself. */
  readonly text: string;
  readonly evidence: Evidence;
  /** Of its run. */
  readonly accounts: Accounts;
  /** Nothing of it can be left out alone. */
  readonly isMinimal: boolean;
  /** The two steps whose order decides, if two do. */
  readonly pair?: { readonly first: NamedStep; readonly second: NamedStep } | undefined;
  readonly noReturn?: NoReturn | undefined;
}

/** From where on chance could not save the run: no continuation of `runs` at random did, and `runs - before` just before it. */
export interface NoReturn {
  /** Index of the choice; -1: from the beginning. */
  readonly choice: number;
  readonly before: number;
  readonly runs: number;
}

/** A step of a run, by name: the n-th of its task at this operation. */
export interface NamedStep {
  readonly task: string;
  readonly operation: string;
  readonly nth: number;
  readonly objects: readonly string[];
}

export interface Explained {
  readonly evidence: Evidence;
  /** Of this run alone. */
  readonly accounts: Accounts;
  /** Name and value as text, what is off included. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Name and value as text. */
  readonly versions: readonly (readonly [name: string, value: string])[];
}

/** Our own bug or the model's, never a finding. */
export interface InternalError {
  readonly message: string;
  readonly stack?: string | undefined;
  readonly at?: ThrownAt | undefined;
  /** The innermost line of the model that led to it: "Ring.put (buffer.ts:107:5)". */
  readonly frame?: string | undefined;
  readonly strategy: string;
  readonly run: number;
  readonly replay: string;
}

/** How far a run had come. */
export interface ThrownAt {
  readonly step: number;
  readonly ticks: number;
  /** Whose step it was; undefined outside of any. */
  readonly task?: string | undefined;
  /** What the author's workload was doing in that task: "4: notify n1". */
  readonly doing?: string | undefined;
  readonly operation?: string | undefined;
}

/** A run that does not depend on its choices alone. */
export type FoundDifference = KnownRun & Unsteadiness;

/** What shows that. */
export type Unsteadiness = (TwoWays | FromOutside) & {
  /** In whose step it was, and of which operation; undefined outside of any. */
  readonly step: number;
  readonly task?: string | undefined;
  readonly operation?: string | undefined;
};

/** Two executions of it went different ways. */
export interface TwoWays {
  readonly kind: 'two ways';
  /** Index of the first step, choice or answer that differs. */
  readonly at: number;
  readonly first: string;
  readonly second: string;
  /** The lines of the model where they happened: "Ring.put (ring.ts:107:5)". */
  readonly firstSite?: string | undefined;
  readonly secondSite?: string | undefined;
  /** The line at which the task had waited before, in both. */
  readonly since?: string | undefined;
}

/** It asked for something that comes by no choice. */
export interface FromOutside {
  readonly kind: 'from outside';
  /** "Math.random()". */
  readonly what: string;
  readonly site: string;
  /** Not in a run, but when the model was loaded. */
  readonly whenLoaded: boolean;
}

/** The command that shows what a result rests on once more: one run of it, where one is enough. */
export function replayOf(result: ScenarioResult): string {
  const run = result.error ?? result.difference ?? result.finding ?? result.inconclusiveRun;
  return run?.replay ?? result.search;
}

/** The same for the same failure; undefined where nothing was found, neither what was expected nor anything else. */
export function failureSignatureOf({ verdict, finding, violates }: ScenarioResult): string | undefined {
  if (verdict !== 'violation') return undefined;
  return finding?.signature ?? `expect.violates@${violates}#not found`;
}

export function hasFailed(result: ScenarioResult): boolean {
  return result.verdict !== 'pass';
}
