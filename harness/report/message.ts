import { differenceHeading } from './difference-lines';
import type { ScenarioResult } from './result';

/** The one sentence about a failure. */
export function messageOf(result: ScenarioResult): string {
  if (result.error !== undefined) return `internal error: ${result.error.message}`;
  if (result.difference !== undefined) return differenceHeading(result.difference);
  const violation = result.verdict === 'violation' ? result.finding?.violations[0] : undefined;
  if (violation !== undefined) return `${violation.invariant}: ${violation.message}`;
  return result.reasons.join('; ');
}
