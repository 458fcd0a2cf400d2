// Results as a search would hand them over, for the tests beside this file.
import { accountsOf } from '../scenario/accounts';
import type { Finding, ScenarioResult } from './result';

export function resultOf(given: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    scenario: 'kb/a',
    file: 'scenarios/kb/a.yaml',
    title: 'a title',
    verdict: 'pass',
    seed: '1',
    runs: 2000,
    steps: 20_000,
    milliseconds: 312,
    traceHash: '0123456789abcdef',
    strategies: [
      {
        strategy: 'random',
        runs: 2000,
        ended: false,
        traces: { distinct: 150, once: 40 },
        states: { distinct: 3, once: 0 },
      },
    ],
    reasons: [],
    notes: [],
    search: 'npx quiesce run scenarios/kb/a.yaml --seed 1',
    accounts: accountsOf({ faults: [] }),
    exhibits: [],
    ...given,
  };
}

export function findingOf(message: string): Finding {
  return {
    signature: 'x.y@z#w',
    strategy: 'random',
    run: 3,
    timed: false,
    hash: 'fedcba9876543210',
    replay: 'npx quiesce run scenarios/kb/a.yaml --seed 1 --strategy random --run 3',
    violations: [{ invariant: 'x.y', class: 'leak', message, place: 'z', shape: 'w', step: 7, ticks: 42_000 }],
  };
}

/** A message with everything in it that a format may stumble over. */
export const NASTY = 'a < b & "c" \u001b[31m]]>\u0000 \ud800 \ufffe 50%\r\n::error::x | `y` *z*';
