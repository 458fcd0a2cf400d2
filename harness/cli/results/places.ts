import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where results are written unless `--output` says otherwise. */
export const DEFAULT_OUTPUT = 'results';

export const RUNS = 'runs';
export const LATEST = 'latest';
export const LAST_RUN = 'last-run.json';
export const FAILURES = 'failures';

// In the folder of a failure.
export const REPORT = 'report.txt';
export const TIMELINE = 'timeline.html';
export const REPRO = 'repro.json';
/** The failure made smaller, as a scenario file. */
export const MINIMIZED = 'minimized.yaml';

/** The ids of all runs in a results folder, the oldest first: an id begins with its time. */
export function runIds(output: string): readonly string[] {
  const runs = join(output, RUNS);
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .filter((name) => /^\d{8}T\d{6}/.test(name))
    .sort();
}

/** The id of the last run; undefined when there is none. */
export function lastRunId(output: string): string | undefined {
  for (const read of [readLastRun, readLatest]) {
    const id = read(output);
    if (id !== undefined && existsSync(join(output, RUNS, id))) return id;
  }
  return runIds(output).at(-1);
}

function readLastRun(output: string): string | undefined {
  try {
    const { id } = JSON.parse(readFileSync(join(output, LAST_RUN), 'utf8')) as { readonly id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** A link, or a file that holds the path where links can not be made. */
function readLatest(output: string): string | undefined {
  const path = join(output, LATEST);
  try {
    return basename(readlinkSync(path));
  } catch {
    try {
      return basename(readFileSync(path, 'utf8').trim());
    } catch {
      return undefined;
    }
  }
}
