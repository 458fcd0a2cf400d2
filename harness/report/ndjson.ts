import { failureSignatureOf, replayOf, type ScenarioResult } from './result';

/** The line that closes a scenario, for scripts: no newline at its end. What is undefined is left out. */
export function resultLine(result: ScenarioResult): string {
  const { finding, accounts, difference, error } = result;
  const failed = result.verdict !== 'pass';
  return JSON.stringify({
    scenario: result.scenario,
    file: result.file,
    title: result.title,
    verdict: result.verdict,
    seed: result.seed,
    runs: result.runs,
    steps: result.steps,
    milliseconds: Math.round(result.milliseconds),
    traceHash: result.traceHash,
    strategies: result.strategies,
    reasons: result.reasons,
    notes: result.notes,
    signature: failureSignatureOf(result),
    ...(failed ? { replay: replayOf(result) } : {}),
    standing: result.standing,
    violates: result.violates,
    found: finding && {
      signature: finding.signature,
      strategy: finding.strategy,
      run: finding.run,
      traceHash: finding.hash,
      replay: finding.replay,
      replayChoices: finding.replayChoices,
      cleanRuns: finding.cleanRuns,
      inTime: finding.inTime,
      violations: finding.violations,
    },
    inconclusiveRun: result.inconclusiveRun,
    error: error && {
      message: error.message,
      strategy: error.strategy,
      run: error.run,
      ...error.at,
      frame: error.frame,
    },
    difference: difference && { ...difference, replay: undefined },
    accounts: {
      faults: [...accounts.faults.values()],
      marks: Object.fromEntries(accounts.marks),
      invariants: Object.fromEntries(accounts.invariants),
      performed: Object.fromEntries(accounts.performed),
      skipped: Object.fromEntries(accounts.skipped),
      judged: Object.fromEntries(accounts.judged),
    },
  });
}
