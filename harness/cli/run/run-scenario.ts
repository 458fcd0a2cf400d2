import { countsOf, type Failure, type SearchResult, type StrategyRuns } from '../../explore';
import { certificateLine } from '../../report/certificate-line';
import { formatCount, formatNumber } from '../../report/human';
import { replayCommand } from '../../report/replay-command';
import type { ScenarioResult, SearchedWith } from '../../report/result';
import { ScenarioProgram } from '../../scenario/program';
import { conclude, type Verdict } from '../../scenario/verdict';
import type { Kernel } from '../../sim';
import { elapsed } from '../clock';
import type { Instance } from '../suite/instance';
import { exhibitsOf, representative } from './exhibits';
import { findingOf } from './finding';
import type { Pace } from './pace';
import { entryOf, runsOf } from './planned';
import { reproductionOf } from './reproduce';
import { replayBase, searchLine, type RunOptions } from './run-options';
import { ScenarioSearch } from './scenario-search';
import { searchStretch, showsExpected, threwOf, type Threw } from './stretch';
import { verifyDeterminism } from './verify-determinism';

/** Searches one instance of a scenario by itself, and says what came of it. Never throws for what a model throws. */
export async function runScenario(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  pace: Pace,
): Promise<ScenarioResult> {
  const search = new ScenarioSearch(instance, options);
  const program = new ScenarioProgram(instance.scenario);
  if (options.verify > 0) search.verified(await verifyDeterminism(kernel, instance, options, pace));
  for (let stretch = search.next({ short: false }); stretch !== undefined; stretch = search.next({ short: false })) {
    search.add(
      stretch,
      await searchStretch(kernel, program, stretch, { seed: options.seed, pace, model: instance.model }),
    );
  }
  return resultOf(kernel, search, options);
}

/** What came of a search that is done. Does some of its runs again, to show them. */
export function resultOf(kernel: Kernel, search: ScenarioSearch, options: RunOptions): ScenarioResult {
  const startedAt = elapsed();
  const { instance, accounts, difference } = search;
  const { scenario } = instance;
  const base: Omit<ScenarioResult, 'verdict' | 'reasons'> = {
    scenario: scenario.id,
    file: scenario.file,
    title: scenario.title,
    seed: options.seed,
    runs: accounts.runs,
    steps: 0,
    milliseconds: 0,
    traceHash: '',
    strategies: [],
    notes: [],
    violates: scenario.expect.violates,
    search: replayCommand(searchLine(instance, options)),
    accounts,
    exhibits: [],
  };
  const timed = (rest: Pick<ScenarioResult, 'verdict' | 'reasons'> & Partial<ScenarioResult>): ScenarioResult => {
    return { ...base, ...rest, milliseconds: search.milliseconds + elapsed() - startedAt };
  };
  if (difference !== undefined) return timed({ verdict: 'nondeterminism', reasons: [], difference });
  if (search.threw !== undefined) return timed(internalError(kernel, instance, options, search.threw));
  try {
    const judged = judge(search, options);
    const found = judged.failure === undefined ? undefined : findingOf(kernel, instance, options, judged);
    const shown = representative(kernel, instance, options, search.planned, found);
    const { runs, steps, hash, byStrategy } = search.result;
    return timed({
      ...{ runs, steps },
      traceHash: hash,
      strategies: byStrategy.map(searchedWith),
      verdict: found?.difference === undefined ? judged.verdict : 'nondeterminism',
      reasons: judged.reasons,
      notes: judged.notes,
      inconclusiveRun: inconclusiveRunOf(kernel, instance, options, judged, search.result),
      finding: found?.finding,
      difference: found?.difference,
      exhibits: shown === undefined ? [] : exhibitsOf(scenario, shown),
    });
  } catch (error) {
    return timed(internalError(kernel, instance, options, threwOf(error, instance.model)));
  }
}

function searchedWith({ strategy, runs, ended, traces, states }: StrategyRuns): SearchedWith {
  return { strategy, runs, ended, traces: countsOf(traces), states: countsOf(states) };
}

/** A verdict with the run that it rests on. */
export interface Judged {
  readonly verdict: Verdict['verdict'];
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  readonly failure: Failure | undefined;
}

/**
 * A search that was cut short by the time budget is judged by the runs that it had: what the scenario asks for was reached by
 * them or not. Only where a violation had to be found, not having found it yet shows nothing. An interrupted search shows
 * nothing unless it had already found something.
 */
function judge(
  { instance, accounts, planned, cut, expectedFound, saturated, result }: ScenarioSearch,
  options: RunOptions,
): Judged {
  const { scenario } = instance;
  const { violates } = scenario.expect;
  const unexpected = result.failures.find(({ outcome }) => !showsExpected(violates, outcome));
  const expected = result.failures.find(({ outcome }) => showsExpected(violates, outcome));
  const inconclusive = reasonsOf(result);
  const notes: string[] = [];
  if (cut !== undefined) {
    const what = cut === 'time budget' ? 'the time budget ended the search' : 'the search was interrupted';
    const cutShort = `${what} after ${formatCount(result.runs)} of ${formatNumber(runsOf(planned), 'run')}`;
    const showsNothing = cut === 'interrupt' || result.runs === 0 || violates !== undefined;
    if (showsNothing && !expectedFound) inconclusive.unshift(cutShort);
    else notes.push(cutShort);
  }
  for (const strategy of saturated) notes.push(`${strategy} has hardly anything new to show, and was ended`);
  const strategies = options.only === undefined && cut === undefined ? result.byStrategy : [];
  for (const { ended, certificate } of strategies) {
    if (ended && certificate !== undefined) notes.push(certificateLine(scenario, certificate));
  }
  const alone = options.only !== undefined;
  const findings = { expectedFound, unexpected: unexpected !== undefined, inconclusive, alone, strategies };
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
  const wanted = { entry: entryOf(instance.scenario, strategy), run, ending: { kind: 'hash', hash } } as const;
  return { strategy, run, replay: reproductionOf(kernel, instance, options, wanted) };
}

function internalError(
  kernel: Kernel,
  instance: Instance,
  options: RunOptions,
  { strategy, run, until, message, stack, at, frame }: Threw,
): Pick<ScenarioResult, 'verdict' | 'reasons' | 'error'> {
  const ending = { kind: 'threw', message } as const;
  const replay =
    until === undefined
      ? reproductionOf(kernel, instance, options, { entry: entryOf(instance.scenario, strategy), run, ending })
      : replayCommand({ ...replayBase(instance, options, strategy), which: { kind: 'first', runs: until } });
  const shown = options.verbose ? stack : undefined;
  return { verdict: 'error', reasons: [message], error: { message, stack: shown, at, frame, strategy, run, replay } };
}
