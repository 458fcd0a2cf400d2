import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { articleIn } from '../../report/html/failure-article';
import { painter } from '../../report/paint';
import { hasFailed, type ScenarioResult } from '../../report/result';
import { totalsLines } from '../../report/totals';
import { EXIT_MEANINGS, exitCodeOf, type ExitCode } from '../exit-code';
import { endRun } from '../results/end-run';
import { lastRunId, REPORT, RUNS, TIMELINE } from '../results/places';
import { failureFolderOf, ResultsStore } from '../results/results-store';
import { resultOfLine } from '../results/result-of-line';
import type { RunRecord } from '../results/run-record';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

export interface MergeFlags {
  readonly output: string;
  readonly color: boolean;
}

interface Shard {
  /** As it was given. */
  readonly name: string;
  readonly folder: string;
  readonly record: RunRecord;
}

interface Closed {
  readonly result: ScenarioResult;
  readonly line: string;
  readonly shard: Shard;
}

/** Puts the runs of shards together into one, in the order that the whole run would have had. */
export function merge(folders: readonly string[], flags: MergeFlags, surroundings: Surroundings): ExitCode {
  const { cwd, stdout } = surroundings;
  const shards = folders.map((name) => shardAt(name, cwd));
  const [first] = shards;
  const whole = wholeOf(shards);
  const closed = closedBy(shards);
  const found = whole.flatMap((id) => closed.get(id) ?? []);
  const results = found.map((one) => withReport(one));
  const missing = whole.length - results.length;
  const exitCode = exitCodeOf(
    results.map(({ verdict }) => verdict),
    { notRun: missing },
  );
  const milliseconds = shards.reduce((longest, { record }) => Math.max(longest, durationOf(record)), 0);
  const { seed, tool, node, command } = first.record;
  const startedAt = surroundings.now();
  const broken = (message: string): void => {
    surroundings.stderr.write(`warning: ${message}\n`);
  };
  const store = new ResultsStore({ output: flags.output, cwd, startedAt, seed, broken });
  const started = new Date(startedAt).toISOString();
  store.begin({
    ...{ tool, node, seed, command: command.replace(/ --shard \S+/, '') },
    ...{ startedAt: started, scenarios: whole },
  });
  for (const { line, result, shard } of found) {
    store.addLine(line);
    if (hasFailed(result)) store.copyFailure(result, shard.folder);
  }
  const endedAt = new Date(surroundings.now()).toISOString();
  endRun(store, results, { seed, milliseconds, startedAt: started, endedAt, exitCode, notRun: missing });
  const end = { results, notRun: missing, milliseconds, exitCode, exitMeaning: EXIT_MEANINGS[exitCode] };
  const paint = painter(wantsColor(surroundings, stdout, flags.color));
  stdout.write(
    `${totalsLines({ ...end, unexercised: undefined }, paint)
      .slice(1)
      .join('\n')}\n`,
  );
  if (store.usableFolder !== undefined) stdout.write(`results: ${store.usableFolder}\n`);
  return exitCode;
}

/** A folder of a run, or a results folder, which stands for its last run. */
function shardAt(name: string, cwd: string): Shard {
  const path = resolve(cwd, name);
  const last = existsSync(join(path, 'run.json')) ? undefined : lastRunId(path);
  const folder = last === undefined ? path : join(path, RUNS, last);
  let record: RunRecord;
  try {
    record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as RunRecord;
  } catch {
    throw new UsageError(`${name}: expected the folder of a run, or a results folder`);
  }
  return { name, folder, record };
}

/** The ids of what the shards are shards of. They must be of the same. */
function wholeOf(shards: readonly Shard[]): readonly string[] {
  const [first] = shards;
  const key = ({ record }: Shard): string => JSON.stringify([record.seed, record.tool, record.shardOf]);
  const other = shards.find((shard) => key(shard) !== key(first));
  if (first.record.shardOf === undefined) throw new UsageError(`${first.name}: expected a run with --shard`);
  if (other !== undefined) {
    throw new UsageError(`${first.name} and ${other.name} are no shards of one run: version, seed or selection differ`);
  }
  return first.record.shardOf;
}

function closedBy(shards: readonly Shard[]): ReadonlyMap<string, Closed> {
  const closed = new Map<string, Closed>();
  for (const shard of shards) {
    for (const line of linesOf(join(shard.folder, 'results.ndjson'))) {
      const result = resultOfLine(line);
      if (result === undefined) continue; // cut short when its run was killed
      const before = closed.get(result.scenario);
      if (before !== undefined) {
        throw new UsageError(`${before.shard.name} and ${shard.name} both have ${result.scenario}`);
      }
      closed.set(result.scenario, { result, line, shard });
    }
  }
  return closed;
}

function linesOf(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
}

/** The report and its page were written when there was something to make them of. */
function withReport({ result, shard }: Closed): ScenarioResult {
  if (!hasFailed(result)) return result;
  const written = (name: string): string | undefined => {
    const path = join(shard.folder, failureFolderOf(result), name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const article = articleIn(written(TIMELINE) ?? '');
  return { ...result, report: written(REPORT)?.replace(/\n$/, ''), article };
}

function durationOf({ startedAt, end }: RunRecord): number {
  return end === undefined ? 0 : Date.parse(end.endedAt) - Date.parse(startedAt);
}
