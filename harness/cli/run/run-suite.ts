import { join } from 'node:path';
import { failureReport } from '../../report/failure-report';
import { failureArticle } from '../../report/html/failure-article';
import { page } from '../../report/html/page';
import { ARTICLES_MAX } from '../../report/html/run-page';
import { painter } from '../../report/paint';
import { hasFailed, type ScenarioResult } from '../../report/result';
import type { SuiteEnd } from '../../report/totals';
import { Checker, Kernel } from '../../sim';
import { elapsed } from '../clock';
import { EXIT_MEANINGS, exitCodeOf, type ExitCode } from '../exit-code';
import { lazy } from '../lazy';
import type { Models } from '../model/models';
import type { Progress } from '../progress';
import type { Reporter, SuiteStart } from '../reporters/reporter';
import { endRun } from '../results/end-run';
import { MINIMIZED, REPORT, REPRO, TIMELINE } from '../results/places';
import { reproOf } from '../results/repro';
import { failureFolderOf, type ResultsStore } from '../results/results-store';
import { traceText } from '../results/trace-lines';
import type * as ShrinkFinding from '../shrink/shrink-finding';
import type { Instance } from '../suite/instance';
import type { Surroundings } from '../surroundings';
import type { Jobs } from './crew';
import type { RunOptions } from './run-options';
import { resultOf } from './run-scenario';
import type { ScenarioSearch } from './scenario-search';
import { Schedule } from './schedule';
import { standingOf, type Corpus } from './standing';
import { unexercised } from './unexercised';
import { work } from './work';

export interface SuiteRun {
  readonly instances: readonly Instance[];
  readonly options: RunOptions;
  readonly start: SuiteStart;
  readonly reporters: readonly Reporter[];
  readonly store: ResultsStore;
  readonly progress: Progress;
  readonly surroundings: Surroundings;
  /** When all of it must be done, as `elapsed` counts; Infinity: it takes as long as it takes. */
  readonly deadline: number;
  readonly jobs: Jobs;
  /** Failed scenarios after which no other is begun. */
  readonly failuresMax: number;
  /** Nothing was left out of the suite. */
  readonly isWhole: boolean;
  readonly corpus: Corpus;
  /** How many failures have been made smaller so far; undefined: none is to be. */
  readonly shrinks?: { readonly models: Models; done: number } | undefined;
}

/** Runs scenario after scenario, or several side by side. They are closed one after another, in their order. */
export async function runSuite(suite: SuiteRun): Promise<ExitCode> {
  const { instances, options, start, reporters, surroundings } = suite;
  const startedAt = elapsed();
  const kernel = new Kernel();
  if (options.checked) kernel.checker = new Checker(kernel);
  const results: ScenarioResult[] = [];
  for (const reporter of reporters) reporter.begin?.(start);
  const schedule = new Schedule(instances, options, { deadline: suite.deadline, hands: suite.jobs.count });
  /** Closes the scenarios whose turn it is. */
  const close = (): void => {
    for (let next = schedule.search(results.length); next?.isDone === true; next = schedule.search(results.length)) {
      if (results.filter(hasFailed).length >= suite.failuresMax) break;
      const closingAt = elapsed();
      const result = closed(suite, kernel, next);
      schedule.closed(elapsed() - closingAt);
      const isLast = results.filter(({ article }) => article !== undefined).length >= ARTICLES_MAX;
      results.push(isLast ? { ...result, article: undefined } : result);
    }
    if (results.filter(hasFailed).length >= suite.failuresMax) schedule.end();
  };
  await work(suite, schedule, { kernel, closed: () => results.length, close });
  for (let i = results.length; surroundings.interrupt.signal !== undefined; i++) {
    const begun = schedule.search(i);
    if (begun === undefined) break;
    begun.end({ cut: 'interrupt' });
  }
  close();
  const notRun = instances.length - results.length;
  const exitCode = exitCodeOf(
    results.map(({ verdict }) => verdict),
    { notRun, signal: surroundings.interrupt.signal },
  );
  const end: SuiteEnd = {
    results,
    notRun,
    outOfTime: schedule.outOfTime,
    milliseconds: elapsed() - startedAt,
    exitCode,
    exitMeaning: EXIT_MEANINGS[exitCode],
    unexercised: suite.isWhole && notRun === 0 ? unexercised(instances, results) : undefined,
  };
  finish(suite, end);
  return exitCode;
}

/** Concludes a search, and tells everybody. */
function closed(suite: SuiteRun, kernel: Kernel, search: ScenarioSearch): ScenarioResult {
  const { options, store, reporters } = suite;
  const { instance } = search;
  const found = resultOf(kernel, search, options);
  const judged = { ...found, standing: standingOf(found, instance, suite.corpus) };
  const result = smaller(suite, kernel, instance, judged);
  store.add(result);
  const report = hasFailed(result) ? failureReport(result, painter(false)) : undefined;
  const article = report && failureArticle(result, report);
  const folder = report && store.addFailure(result, failureFiles(instance, result, { report, article, options }));
  for (const reporter of reporters) reporter.scenario?.(result, folder);
  return { ...withoutEvidence(result), report, article };
}

/** Steps of simulated tasks that may be spent on a failure: some seconds. */
const SHRINK_STEPS = 2_000_000;

/** Shrinking takes seconds: of many failures only the first are made smaller, the others on demand. */
const SHRUNK_MAX = 5;

function smaller(
  { shrinks, surroundings, store }: SuiteRun,
  kernel: Kernel,
  instance: Instance,
  result: ScenarioResult,
): ScenarioResult {
  if (shrinks === undefined || result.verdict !== 'violation' || shrinks.done >= SHRUNK_MAX) return result;
  const isKept = instance.scenario.regression !== undefined && result.standing?.kind === 'known';
  if (isKept) return result; // it was made smaller before it was kept
  if (surroundings.interrupt.signal !== undefined) return result;
  shrinks.done++;
  const { withShrunkFinding } = lazy('./shrink/shrink-finding') as typeof ShrinkFinding;
  const { cwd } = surroundings;
  const file = join(store.folder ?? '', failureFolderOf(result), MINIMIZED);
  return withShrunkFinding(instance, result, { kernel, models: shrinks.models, cwd, steps: SHRINK_STEPS, file });
}

/** The results folder is complete before the last line is printed: whoever reads that may look. */
function finish({ start, store, reporters, surroundings }: SuiteRun, end: SuiteEnd): void {
  const { results, milliseconds, exitCode, notRun } = end;
  const { seed, startedAt } = start;
  const endedAt = new Date(surroundings.now()).toISOString();
  endRun(store, results, { seed, milliseconds, startedAt, endedAt, exitCode, notRun });
  for (const reporter of reporters) reporter.end?.(end, store.usableFolder);
}

/** Evidence is large, and a suite can have thousands of failures. */
function withoutEvidence(result: ScenarioResult): ScenarioResult {
  const { finding } = result;
  return { ...result, finding: finding && { ...finding, explained: undefined, shrunk: undefined } };
}

function failureFiles(
  instance: Instance,
  result: ScenarioResult,
  {
    report,
    article = '',
    options,
  }: { readonly report: string; readonly article: string | undefined; readonly options: RunOptions },
): Readonly<Record<string, string>> {
  const { checked } = options;
  const files: Record<string, string> = {
    [REPORT]: `${report}\n`,
    [TIMELINE]: page(`Quiesce: ${result.scenario}`, [article]),
  };
  const { finding } = result;
  if (finding?.shrunk !== undefined) files[MINIMIZED] = finding.shrunk.text;
  const evidence = finding?.explained?.evidence;
  if (finding === undefined || evidence === undefined) return files;
  files[REPRO] = `${JSON.stringify(reproOf(instance, result, finding, { checked }), null, 1)}\n`;
  const { scenario, seed } = result;
  files['trace.ndjson'] = traceText(evidence, { scenario, seed, strategy: finding.strategy, run: finding.run });
  return files;
}
