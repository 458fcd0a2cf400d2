import type { Certificate } from '../sim';
import type { Accounts, FaultSum } from './accounts';
import { fullName } from './full-name';
import type { Scenario } from './scenario';

/** What a search of a scenario has found, as far as its verdict depends on it. */
export interface Findings {
  /** A run broke the invariant that `expect.violates` names. */
  readonly expectedFound: boolean;
  /** A run broke something that was not expected. */
  readonly unexpected: boolean;
  /** Reasons for which single runs showed nothing, each once. */
  readonly inconclusive: readonly string[];
  /** It was one run of many, asked for by its number. */
  readonly alone?: boolean;
  /** How far each strategy came that was to make all of its runs. */
  readonly strategies: readonly Progress[];
}

export interface Progress {
  readonly strategy: string;
  readonly runs: number;
  readonly ended: boolean;
  /** Of one that counts through runs. */
  readonly certificate?: Certificate | undefined;
}

export interface Verdict {
  readonly verdict: 'pass' | 'violation' | 'inconclusive';
  /** Why it is not a pass; for an expectation that was not met, that. */
  readonly reasons: readonly string[];
}

/** Pass, violation or inconclusive. A search in which something that the scenario names did not happen has shown nothing. */
export function conclude(scenario: Scenario, accounts: Accounts, findings: Findings): Verdict {
  if (findings.unexpected) return { verdict: 'violation', reasons: [] };
  const all = lacking(scenario, accounts);
  const lacks = findings.alone === true ? inShort(all) : all;
  // That other runs showed nothing takes nothing from a violation that was found.
  const reasons = findings.expectedFound
    ? lacks
    : [...findings.inconclusive, ...unfinished(scenario, findings), ...lacks];
  if (reasons.length > 0) return { verdict: 'inconclusive', reasons };
  const { violates } = scenario.expect;
  if (violates === undefined || findings.expectedFound) return { verdict: 'pass', reasons };
  const runs = `${accounts.runs} run${accounts.runs === 1 ? '' : 's'}`;
  return { verdict: 'violation', reasons: [`expected a violation of ${violates}, found none in ${runs}`] };
}

/** Sweeps, and searches that count through runs, for which the runs did not suffice. */
function unfinished(scenario: Scenario, { strategies }: Findings): readonly string[] {
  const sweeps = scenario.faults.some(({ select }) => select.kind === 'sweep');
  return strategies
    .filter(({ ended, certificate }) => !ended && (sweeps || certificate !== undefined))
    .map(({ strategy, runs, certificate }) => {
      const end = certificate === undefined ? 'the end of the sweep' : 'its end';
      return `strategy ${strategy} did not come to ${end} in ${runs} runs (explore: { runs: ... } raises them)`;
    });
}

/**
 * What the scenario asks for and no run did. A run ends at its violation, so that with `violates` the responses may not have
 * been judged; what the scenario does until then must have happened all the same.
 */
export function lacking(scenario: Scenario, accounts: Accounts): readonly string[] {
  const reasons: string[] = [];
  for (const fault of accounts.faults.values()) {
    if (fault.effective === 0) reasons.push(`fault "${fault.name}": ${whyIdle(fault)}`);
  }
  for (const mark of scenario.expect.sometimes) {
    if (!accounts.marks.has(mark)) reasons.push(`mark ${mark} was reached by none of ${accounts.runs} runs`);
  }
  for (const invariant of scenario.expect.exercises) {
    if ((accounts.invariants.get(invariant) ?? 0) === 0)
      reasons.push(`invariant ${invariant} never had anything to judge`);
  }
  for (const { request } of scenario.expect.requests) {
    const name = fullName(request);
    if (!accounts.made.has(name)) reasons.push(`request ${name} was never made, so nothing about it was judged`);
  }
  for (const { place, judged, unjudged } of accounts.steps.values()) {
    if (judged === 0) reasons.push(`${place}: \`expect\` never had a response to judge: ${unjudged}`);
  }
  for (const { name } of scenario.clients) {
    if (!accounts.performed.has(name)) reasons.push(`client ${name} did nothing`);
  }
  return reasons;
}

/** More than this nobody asks of a single run. */
const ALONE_MAX = 3;

/** What a scenario asks for it asks of all its runs together. A run done alone is not scolded for each thing that others do. */
function inShort(reasons: readonly string[]): readonly string[] {
  if (reasons.length <= ALONE_MAX) return reasons;
  return [`${reasons.length} things that all its runs together must show did not come in this one`];
}

/** Why a fault never had effect. */
function whyIdle({ point, matched, fired, expired }: FaultSum): string {
  if (matched === 0) {
    return point === undefined
      ? 'its moment never came while the clients were at work'
      : `${point} was never passed with the subjects that it names`;
  }
  if (fired === 0)
    return `${point === undefined ? 'its moment came' : `its point ${point} was matched`} ${times(matched)} and it never fired`;
  if (expired > 0) return `what it waits for never came: ${times(expired)} a hold ended at its bound`;
  return `it fired ${times(fired)}${point === undefined ? '' : ` at ${point}`} without effect`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
