import type { KnownRun, ResultVerdict, ScenarioResult, Unsteadiness } from '../../report/result';
import { accountsOf } from '../../scenario/accounts';

/** What a line of results.ndjson says, as far as it is read again. */
type Line = Pick<ScenarioResult, 'scenario' | 'file' | 'title' | 'verdict' | 'seed' | 'runs' | 'steps'> &
  Pick<ScenarioResult, 'milliseconds' | 'traceHash' | 'strategies' | 'reasons' | 'notes' | 'violates'> & {
    readonly replay?: string;
    readonly found?: Omit<NonNullable<ScenarioResult['finding']>, 'hash' | 'explained'> & { readonly traceHash: string };
    readonly error?: Omit<NonNullable<ScenarioResult['error']>, 'replay'>;
    readonly standing?: ScenarioResult['standing'];
    readonly difference?: Unsteadiness & Omit<KnownRun, 'replay'>;
  };

const VERDICTS: readonly ResultVerdict[] = ['pass', 'violation', 'inconclusive', 'error', 'nondeterminism'];

/** The result that a line of results.ndjson was written of, without its accounts; undefined when it is no such line. */
export function resultOfLine(text: string): ScenarioResult | undefined {
  let line: Partial<Line>;
  try {
    line = JSON.parse(text) as Partial<Line>;
  } catch {
    return undefined;
  }
  const { scenario, file, verdict, replay = '', found, error, difference } = line;
  if (scenario === undefined || file === undefined || !VERDICTS.some((one) => one === verdict)) return undefined;
  return {
    ...(line as Line),
    search: replay,
    finding: found && { ...found, hash: found.traceHash },
    error: error && { ...error, replay },
    difference: difference && { ...difference, replay },
    accounts: accountsOf({ faults: [] }),
    exhibits: [],
  };
}
