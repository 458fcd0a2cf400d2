import type { ScenarioResult } from './result';

/** The one sentence about a failure. */
export function messageOf(result: ScenarioResult): string {
  if (result.error !== undefined) return `internal error: ${result.error.message}`;
  if (result.difference !== undefined)
    return `run ${result.difference.run} of ${result.difference.strategy} went two ways`;
  const violation = result.verdict === 'violation' ? result.finding?.violations[0] : undefined;
  if (violation !== undefined) return `${violation.invariant}: ${violation.message}`;
  return result.reasons.join('; ');
}
