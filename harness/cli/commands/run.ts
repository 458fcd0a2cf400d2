import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { formatCount, formatNumber } from '../../report/human';
import { shellQuote } from '../../report/shell-quote';
import { EXIT, type ExitCode } from '../exit-code';
import { elapsed } from '../clock';
import { lazy } from '../lazy';
import { Models } from '../model/models';
import { packageVersion } from '../package-info';
import { Progress } from '../progress';
import { chooseReporters } from '../reporters/choose';
import type { SuiteStart } from '../reporters/reporter';
import { lastFailed } from '../results/last-failed';
import { ResultsStore } from '../results/results-store';
import { runSuite } from '../run/run-suite';
import type * as Doors from '../run/install-doors';
import type { RunOptions } from '../run/run-options';
import type { Instance } from '../suite/instance';
import { printDiagnostics } from '../suite/print-diagnostics';
import { inShard, regressionsFirst, selects, type Grep, type Selection, type Shard } from '../suite/select';
import { loadSuite } from '../suite/load-suite';
import { strategiesNamed } from '../suite/strategies';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import type * as Watch from './watch';

export interface RunFlags {
  readonly grep?: Grep;
  readonly tag?: readonly string[];
  readonly lastFailed?: true;
  readonly shard?: Shard;
  readonly seed?: string;
  readonly runs?: number;
  readonly untilSaturated?: true;
  readonly run?: number;
  readonly strategy?: readonly string[];
  readonly set?: readonly string[];
  readonly root?: string;
  readonly x?: true;
  readonly maxFailures?: number;
  readonly jobs?: number;
  readonly watch?: true;
  /** Milliseconds. */
  readonly timeBudget?: number;
  readonly verifyDeterminism?: number;
  readonly checked?: true;
  readonly json?: true;
  readonly reporter?: readonly string[];
  readonly addReporter?: readonly string[];
  readonly output: string;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly color: boolean;
  readonly shrink: boolean;
}

/** Runs scenarios, once or whenever something of them has changed. */
export async function run(globs: readonly string[], flags: RunFlags, surroundings: Surroundings): Promise<ExitCode> {
  const { begunAt } = surroundings;
  if (flags.watch !== true) return runOnce(globs, flags, surroundings, { models: new Models(), begunAt });
  const { watch } = lazy('./commands/watch') as typeof Watch;
  return watch(globs, surroundings, (once) => runOnce(globs, flags, surroundings, once));
}

/** What is different from one run to the next while scenarios are watched. */
export interface Once {
  readonly models: Models;
  /** Files that have changed: only what depends on one of them is run. */
  readonly changed?: ReadonlySet<string> | undefined;
  /** When it began, as `elapsed` counts; undefined: now. */
  readonly begunAt?: number | undefined;
}

/** Loads and judges everything, selects, runs. Nothing is run, and nothing written, while anything is wrong. */
async function runOnce(
  globs: readonly string[],
  flags: RunFlags,
  surroundings: Surroundings,
  { models, changed, begunAt = elapsed() }: Once,
): Promise<ExitCode> {
  const { cwd, stderr, interrupt } = surroundings;
  if (flags.quiet === true && flags.verbose === true) throw new UsageError('--quiet and --verbose exclude each other');
  const strategies = flags.strategy && strategiesNamed(flags.strategy);
  const progress = new Progress(stderr, { enabled: flags.quiet !== true });
  const clearProgress = (): void => {
    progress.clear();
  };
  const verbosity = flags.quiet === true ? 'quiet' : flags.verbose === true ? 'verbose' : 'normal';
  const reporters = chooseReporters({ ...flags, verbosity, clearProgress }, surroundings);
  const last = flags.lastFailed === true ? lastFailed(flags.output, cwd) : undefined;
  if (flags.verifyDeterminism !== undefined) (lazy('./run/install-doors') as typeof Doors).installDoors();
  const asWritten = flags.strategy === undefined && flags.run === undefined && flags.set === undefined;
  const suite = loadSuite(
    { ...{ globs, cwd, root: flags.root, set: flags.set ?? [] }, exploreWith: flags.strategy, withKept: asWritten },
    models,
  );
  if (printDiagnostics(suite, flags.color, surroundings)) return EXIT.usage;
  for (const { scenario } of suite.instances) strategiesNamed(flags.strategy ?? [], scenario.model);

  const selection: Selection = { grep: flags.grep, tags: flags.tag ?? [], only: last?.scenarios };
  const selected = regressionsFirst(
    suite.instances,
    (instance) => selects(selection, instance.scenario) && dependsOn(instance, changed, cwd),
  );
  if (selected.length === 0) {
    stderr.write(`nothing matched: none of ${formatNumber(suite.instances.length, 'scenario')} was selected\n`);
    return EXIT.nothing;
  }
  const { shard } = flags;
  const instances = shard === undefined ? selected : selected.filter(({ scenario }) => inShard(scenario.id, shard));
  const options: RunOptions = {
    seed: seedOf(flags.seed ?? last?.seed ?? '1'),
    strategies,
    runs: flags.runs,
    only: flags.run,
    untilSaturated: flags.untilSaturated === true,
    verify: flags.verifyDeterminism ?? 0,
    checked: flags.checked === true,
    verbose: flags.verbose === true,
  };
  const startedAt = surroundings.now();
  const start: SuiteStart = {
    version: packageVersion(),
    seed: options.seed,
    scenarios: instances.length,
    shard:
      shard &&
      `${shard.index}/${shard.of}, ${formatCount(instances.length)} of ${formatNumber(selected.length, 'scenario')}`,
    startedAt: new Date(startedAt).toISOString(),
  };
  const broken = (message: string): void => {
    progress.clear();
    stderr.write(`warning: ${message}\n`);
  };
  const store = new ResultsStore({ output: flags.output, cwd, startedAt, seed: options.seed, broken });
  store.begin({
    tool: start.version,
    node: process.version,
    seed: options.seed,
    command: commandOf(globs, flags, options.seed),
    startedAt: start.startedAt,
    scenarios: instances.map(({ scenario }) => scenario.id),
    shard: shard && `${shard.index}/${shard.of}`,
    shardOf: shard && selected.map(({ scenario }) => scenario.id),
  });
  const stopListening = interrupt.listen((signal) => {
    progress.clear();
    stderr.write(`${signal}: stopping after this run; again to stop at once\n`);
  });
  const deadline = begunAt + (flags.timeBudget ?? Infinity);
  try {
    return await runSuite({
      ...{ instances, options, start, reporters, store, progress, surroundings },
      deadline,
      // It takes what it takes: within a budget it is left to `quiesce shrink`.
      shrinks: flags.shrink && flags.timeBudget === undefined ? { models, done: 0 } : undefined,
      jobs:
        flags.jobs === undefined
          ? { kind: 'at most', count: isWorthWorkers(begunAt, deadline) ? surroundings.cores : 1 }
          : { kind: 'exactly', count: flags.jobs },
      corpus: { kept: suite.kept, asWritten },
      failuresMax: flags.maxFailures ?? (flags.x === true ? 1 : Infinity),
      isWhole: suite.wholeFolders && instances.length === suite.instances.length && flags.run === undefined,
    });
  } finally {
    progress.clear();
    stopListening();
  }
}

/** A worker loads the suite again, and what it runs is compiled again: that must be little of the time there is. */
function isWorthWorkers(begunAt: number, deadline: number): boolean {
  const now = elapsed();
  return deadline - now > 10 * (now - begunAt);
}

function dependsOn({ scenario, model }: Instance, changed: ReadonlySet<string> | undefined, cwd: string): boolean {
  return changed === undefined || [resolve(cwd, scenario.file), ...model.files].some((path) => changed.has(path));
}

/** 32 bits are enough for a seed that somebody may have to type. */
function seedOf(text: string): string {
  return text === 'random' ? String(randomBytes(4).readUInt32BE()) : text;
}

/** What to type to have the same again, whatever was drawn. */
function commandOf(globs: readonly string[], flags: RunFlags, seed: string): string {
  const words = ['npx', 'quiesce', 'run', ...globs, '--seed', seed];
  const add = (flag: string, value: string | number | undefined): void => {
    if (value !== undefined) words.push(flag, String(value));
  };
  add('--grep', flags.grep?.text);
  add('--tag', flags.tag?.join(','));
  add('--shard', flags.shard && `${flags.shard.index}/${flags.shard.of}`);
  add('--runs', flags.runs);
  add('--run', flags.run);
  if (flags.untilSaturated === true) words.push('--until-saturated');
  add('--strategy', flags.strategy?.join(','));
  add('--root', flags.root);
  for (const set of flags.set ?? []) add('--set', set);
  if (flags.checked === true) words.push('--checked');
  return words.map(shellQuote).join(' ');
}
