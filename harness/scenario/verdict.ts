import type { Accounts } from './accounts';
import type { Scenario } from './scenario';

/** What a search of a scenario has found, as far as its verdict depends on it. */
export interface Findings {
  /** A run broke the invariant that `expect.violates` names. */
  readonly expectedFound: boolean;
  /** A run broke something that was not expected. */
  readonly unexpected: boolean;
  /** Reasons for which single runs showed nothing, each once. */
  readonly inconclusive: readonly string[];
}

export interface Verdict {
  readonly verdict: 'pass' | 'violation' | 'inconclusive';
  /** Why it is not a pass; for an expectation that was not met, that. */
  readonly reasons: readonly string[];
}

/** Pass, violation or inconclusive. A search in which something that the scenario names did not happen has shown nothing. */
export function conclude(scenario: Scenario, accounts: Accounts, findings: Findings): Verdict {
  if (findings.unexpected) return { verdict: 'violation', reasons: [] };
  const reasons = [...findings.inconclusive, ...idle(scenario, accounts)];
  const { violates } = scenario.expect;
  if (violates !== undefined) {
    if (findings.expectedFound) return { verdict: 'pass', reasons: [] };
    if (reasons.length === 0) {
      return {
        verdict: 'violation',
        reasons: [
          `expected a violation of ${violates}, found none in ${accounts.runs} run${accounts.runs === 1 ? '' : 's'}`,
        ],
      };
    }
  }
  return reasons.length > 0 ? { verdict: 'inconclusive', reasons } : { verdict: 'pass', reasons: [] };
}

/** What the scenario asks for and no run did. */
function idle(scenario: Scenario, accounts: Accounts): readonly string[] {
  const reasons: string[] = [];
  for (const fault of accounts.faults.values()) {
    if (fault.effective > 0) continue;
    const how =
      fault.matched === 0
        ? `${fault.point} was never passed with the subjects that it names`
        : fault.fired === 0
          ? `its point was matched ${fault.matched} times and it never fired`
          : fault.expired > 0
            ? `what it waits for never came: all ${fault.expired} holds ended at their bound`
            : `it fired ${fault.fired} times without effect`;
    reasons.push(`fault "${fault.name}": ${how}`);
  }
  for (const mark of scenario.expect.sometimes) {
    if (!accounts.marks.has(mark)) reasons.push(`mark ${mark} was reached by none of ${accounts.runs} runs`);
  }
  for (const invariant of scenario.expect.exercises) {
    if ((accounts.invariants.get(invariant) ?? 0) === 0)
      reasons.push(`invariant ${invariant} never had anything to judge`);
  }
  for (const { request } of scenario.expect.requests) {
    const name = `${request.client}.${request.name}`;
    if (!accounts.judged.has(name)) reasons.push(`request ${name} was never made, so nothing about it was judged`);
  }
  for (const { name } of scenario.clients) {
    if (!accounts.performed.has(name)) reasons.push(`client ${name} did nothing`);
  }
  return reasons;
}
