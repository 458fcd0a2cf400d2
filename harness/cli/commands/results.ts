import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatNumber } from '../../report/human';
import { standingsText } from '../../report/standings';
import { EXIT, EXIT_MEANINGS, type ExitCode } from '../exit-code';
import { lastRunId, RUNS, runIds } from '../results/places';
import type { RunRecord } from '../results/run-record';
import { reasonOf } from '../suite/read-text';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

export interface ResultsListFlags {
  readonly output: string;
  readonly json?: true;
}

export interface PruneFlags {
  readonly output: string;
  readonly keep: number;
  readonly days: number;
}

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** One line a run, the newest last, where a terminal shows it. */
export function listResults(flags: ResultsListFlags, { cwd, stdout }: Surroundings): ExitCode {
  const output = resolve(cwd, flags.output);
  for (const id of runIds(output)) {
    const record = recordOf(output, id);
    const exitCode = record?.end?.exitCode;
    if (flags.json === true) {
      const { seed, command, startedAt, scenarios, end } = record ?? {};
      stdout.write(
        `${JSON.stringify({ name: id, seed, command, startedAt, scenarios: scenarios?.length, exitCode, verdicts: end?.verdicts, findings: end?.findings })}\n`,
      );
      continue;
    }
    const count = formatNumber(record?.scenarios.length ?? 0, 'scenario');
    const how =
      exitCode === undefined ? 'did not come to its end' : (EXIT_MEANINGS[exitCode as ExitCode] ?? `exit ${exitCode}`);
    const findings = standingsText(record?.end?.findings ?? {});
    stdout.write(`${id}  ${count}  ${how}${findings === undefined ? '' : ` (${findings})`}\n`);
  }
  return EXIT.pass;
}

/** Deletes what is beyond the newest `keep` runs or older than `days`; the last run is always kept. */
export function pruneResults(flags: PruneFlags, surroundings: Surroundings): ExitCode {
  const { cwd, stdout } = surroundings;
  const output = resolve(cwd, flags.output);
  const ids = runIds(output);
  const last = lastRunId(output);
  const oldest = stampOf(surroundings.now() - flags.days * DAY_MILLISECONDS);
  const surplus = ids.filter(
    (id, i) => id !== last && (i < ids.length - flags.keep || id.slice(0, oldest.length) < oldest),
  );
  for (const id of surplus) {
    try {
      rmSync(join(output, RUNS, id), { recursive: true, force: true });
    } catch (error) {
      throw new UsageError(`${id} can not be deleted: ${reasonOf(error)}`);
    }
  }
  stdout.write(`deleted ${formatNumber(surplus.length, 'run')}, kept ${ids.length - surplus.length}\n`);
  return EXIT.pass;
}

/** As the ids of runs begin. */
function stampOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/[-:]/g, '').replace('.', '');
}

function recordOf(output: string, id: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(output, RUNS, id, 'run.json'), 'utf8')) as RunRecord;
  } catch {
    return undefined;
  }
}
