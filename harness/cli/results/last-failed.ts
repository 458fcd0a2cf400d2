import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EXIT } from '../exit-code';
import { UsageError } from '../usage-error';
import { lastRunId, RUNS } from './places';

export interface LastFailed {
  readonly scenarios: ReadonlySet<string>;
  readonly seed: string;
}

/** What did not pass in the last run, also of one that was killed. Throws UsageError when there is nothing like that. */
export function lastFailed(output: string, cwd: string): LastFailed {
  const folder = resolve(cwd, output);
  const id = lastRunId(folder);
  if (id === undefined) throw new UsageError(`there is no last run in ${output}`, EXIT.nothing);
  const run = join(folder, RUNS, id);
  const failed = closedScenarios(join(run, 'results.ndjson')).filter(({ verdict }) => verdict !== 'pass');
  if (failed.length === 0) throw new UsageError(`the last run, ${id}, had nothing that did not pass`, EXIT.nothing);
  return { scenarios: new Set(failed.map(({ scenario }) => scenario)), seed: failed[0]?.seed ?? '1' };
}

interface ClosedScenario {
  readonly scenario: string;
  readonly verdict: string;
  readonly seed: string;
}

function closedScenarios(path: string): readonly ClosedScenario[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text.split('\n').flatMap((line) => {
    try {
      const { scenario, verdict, seed } = JSON.parse(line) as Partial<ClosedScenario>;
      return scenario !== undefined && verdict !== undefined && seed !== undefined ? [{ scenario, verdict, seed }] : [];
    } catch {
      return []; // the last line of a run that was killed, and the end of the file
    }
  });
}
