import { strategyNamed, type Failure, type SearchResult, type StrategyEntry } from '../../explore';
import { formatCount, formatNumber } from '../../report/human';
import { replayCommand } from '../../report/replay-command';
import type { ScenarioResult } from '../../report/result';
import type { Accounts } from '../../scenario/accounts';
import { ScenarioProgram } from '../../scenario/program';
import { conclude, type Verdict } from '../../scenario/verdict';
import { assert, type Kernel, type Outcome } from '../../sim';
import { elapsed } from '../clock';
import type { Instance } from '../suite/instance';
import { exhibitsOf, representative } from './exhibits';
import { findingOf, type Found } from './finding';
import type { Pace } from './pace';
import { reproductionOf } from './reproduce';
import { searchLine, type RunOptions } from './run-options';
import { RunThrew, searchInTurns } from './search-in-turns';
import { frameInModel } from './thrown-at';
import { verifyDeterminism } from './verify-determinism';

/** A strategy of a scenario's search, and how many runs it gets. */
export interface PlannedStrategy {
  readonly entry: StrategyEntry;
  readonly runs: number;
}

/** Searches one instance of a scenario, and says what came of it. Never throws for what a model throws. */
export async function runScenario(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  pace: Pace,
): Promise<ScenarioResult> {
  const { scenario } = instance;
  const program = new ScenarioProgram(scenario);
  const planned = plannedStrategies(instance, options);
  const startedAt = elapsed();
  const base = (): Omit<ScenarioResult, 'verdict' | 'reasons'> => ({
    scenario: scenario.id,
    file: scenario.file,
    title: scenario.title,
    seed: options.seed,
    runs: 0,
    steps: 0,
    milliseconds: elapsed() - startedAt,
    traceHash: '',
    strategies: [],
    notes: [],
    violates: scenario.expect.violates,
    search: replayCommand(searchLine(instance, options)),
    accounts: program.accounts,
    exhibits: [],
  });
  try {
    if (options.verify > 0) {
      const entries = planned.map(({ entry }) => entry);
      const difference = await verifyDeterminism(kernel, instance, entries, options, pace);
      if (difference !== undefined) return { ...base(), verdict: 'nondeterminism', reasons: [], difference };
    }
    let expectedFound = false;
    const searched = await searchInTurns(
      kernel,
      program,
      {
        root: options.seed,
        strategies: planned.map(({ entry, runs }) => ({ make: () => entry.make(), runs })),
        only: options.only,
        stop: (outcome) => {
          const shown = showsExpected(instance, outcome);
          expectedFound ||= shown;
          return shown || scenario.expect.violates === undefined;
        },
        breakOff: pace.breakOff,
        ran: pace.ran,
      },
      pace.turn,
    );
    const judged = judge(instance, program.accounts, searched, { expectedFound, planned, options, pace });
    const found = judged.failure === undefined ? undefined : findingOf(kernel, instance, options, judged);
    const shown = representative(kernel, instance, options, planned, found);
    const { runs, steps, hash, byStrategy } = searched;
    return {
      ...base(),
      runs,
      steps,
      traceHash: hash,
      strategies: byStrategy.map(({ strategy, runs }) => ({ strategy, runs })),
      verdict: found?.difference === undefined ? judged.verdict : 'nondeterminism',
      reasons: judged.reasons,
      notes: judged.notes,
      inconclusiveRun: inconclusiveRunOf(kernel, instance, options, judged, searched),
      finding: found?.finding,
      difference: found?.difference,
      exhibits: shown === undefined ? [] : exhibitsOf(scenario, shown),
    };
  } catch (error) {
    if (!(error instanceof RunThrew)) throw error;
    return { ...base(), runs: program.accounts.runs, ...internalError(kernel, instance, options, error) };
  }
}

export function plannedStrategies({ scenario }: Instance, options: RunOptions): readonly PlannedStrategy[] {
  const entries = options.strategies ?? scenario.explore.strategies.map(entryNamed);
  return entries.map((entry) => ({ entry, runs: options.runs ?? scenario.explore.runs }));
}

export function entryNamed(name: string): StrategyEntry {
  const entry = strategyNamed(name);
  assert(entry !== undefined, `the scenario is compiled: strategy ${name} exists`);
  return entry;
}

/** A verdict with the run that it rests on. */
export interface Judged {
  readonly verdict: Verdict['verdict'];
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  readonly failure: Failure | undefined;
}

interface Circumstances {
  readonly expectedFound: boolean;
  readonly planned: readonly PlannedStrategy[];
  readonly options: RunOptions;
  readonly pace: Pace;
}

/**
 * A search that was cut short by the time budget is judged by the runs that it had: what the scenario asks for was reached by
 * them or not. Only where a violation had to be found, not having found it yet shows nothing. An interrupted search shows
 * nothing unless it had already found something.
 */
function judge(instance: Instance, accounts: Accounts, searched: SearchResult, circumstances: Circumstances): Judged {
  const { expectedFound, planned, options, pace } = circumstances;
  const { scenario } = instance;
  const unexpected = searched.failures.find(({ outcome }) => !showsExpected(instance, outcome));
  const expected = searched.failures.find(({ outcome }) => showsExpected(instance, outcome));
  const inconclusive = reasonsOf(searched);
  const notes: string[] = [];
  if (searched.brokenOff) {
    const all = planned.reduce((sum, { runs }) => sum + (options.only === undefined ? runs : 1), 0);
    const what = pace.ranOut ? 'the time budget ended the search' : 'the search was interrupted';
    const cutShort = `${what} after ${formatCount(searched.runs)} of ${formatNumber(all, 'run')}`;
    const showsNothing = !pace.ranOut || searched.runs === 0 || scenario.expect.violates !== undefined;
    if (showsNothing && !expectedFound) inconclusive.unshift(cutShort);
    else notes.push(cutShort);
  }
  const strategies = options.only === undefined && !searched.brokenOff ? searched.byStrategy : [];
  const findings = { expectedFound, unexpected: unexpected !== undefined, inconclusive, strategies };
  const { verdict, reasons } = conclude(scenario, accounts, findings);
  if (unexpected !== undefined && scenario.expect.violates !== undefined) {
    notes.push(
      `expected a violation of ${scenario.expect.violates}, found another${expectedFound ? ' before it' : ''}`,
    );
  }
  if (verdict === 'inconclusive' && expected !== undefined) {
    const { strategy, run } = expected;
    notes.push(`the violation of ${scenario.expect.violates} was found all the same: strategy ${strategy}, run ${run}`);
    return { verdict, reasons, notes, failure: undefined };
  }
  return { verdict, reasons, notes, failure: unexpected ?? expected };
}

/** More than that nobody reads; a report says how many there are. */
const REASONS_MAX = 20;

function reasonsOf({ inconclusive }: SearchResult): string[] {
  const all = [...inconclusive].map(([reason, { runs }]) => `${reason} (${formatNumber(runs, 'run')})`);
  const left = all.length - REASONS_MAX;
  return left > 0 ? [...all.slice(0, REASONS_MAX), `and ${formatNumber(left, 'other reason')}`] : all;
}

/** The first run that showed nothing, where that is why the scenario does not. */
function inconclusiveRunOf(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  { verdict, failure }: Judged,
  { inconclusive }: SearchResult,
): ScenarioResult['inconclusiveRun'] {
  const [reason] = inconclusive.values();
  if (reason === undefined || verdict !== 'inconclusive' || failure !== undefined) return undefined;
  const { strategy, run, hash } = reason.first;
  const wanted = { entry: entryNamed(strategy), run, ending: { kind: 'hash', hash } } as const;
  return { strategy, run, replay: reproductionOf(kernel, instance, options, wanted) };
}

function showsExpected({ scenario }: Instance, outcome: Outcome): boolean {
  return outcome.violations.some(({ invariant }) => invariant === scenario.expect.violates);
}

function internalError(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  { strategy, run, cause, message, at }: RunThrew,
): Pick<ScenarioResult, 'verdict' | 'reasons' | 'error'> {
  const ending = { kind: 'threw', message } as const;
  const replay = reproductionOf(kernel, instance, options, { entry: entryNamed(strategy), run, ending });
  const frame = frameInModel(cause, instance.model);
  const stack = options.verbose && cause instanceof Error ? cause.stack : undefined;
  return { verdict: 'error', reasons: [message], error: { message, stack, at, frame, strategy, run, replay } };
}

export type { Found };
