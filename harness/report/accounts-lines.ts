import { formatCount, formatNumber } from './human';
import { printable } from './printable';
import type { ScenarioResult, SearchedWith } from './result';
import { wrap } from './wrap';

/** What armed faults, marks, invariants and clients came to: what green, or red, rests on. */
export function accountsLines({
  accounts,
  strategies,
}: Pick<ScenarioResult, 'accounts' | 'strategies'>): readonly string[] {
  const lines: string[] = [];
  const add = (text: string): void => {
    lines.push(...wrap(text, { indent: 2, hanging: 2 }));
  };
  for (const { strategy, runs, ended, traces, states } of strategies) {
    const met = `${formatNumber(traces.distinct, 'trace')}, ${formatNumber(states.distinct, 'final state')}`;
    const chances = `${chanceText('trace', traces, runs)}, ${chanceText('state', states, runs)}`;
    add(`${strategy}: ${formatNumber(runs, 'run')}, ${met}; ${ended ? 'it has no other' : chances}`);
  }
  for (const fault of accounts.faults.values()) {
    const parts = [
      `matched ${formatCount(fault.matched)}`,
      `fired ${formatCount(fault.fired)}`,
      `had effect ${formatCount(fault.effective)}`,
      ...(fault.swept === undefined ? [] : [`swept ${formatNumber(fault.swept, 'match')}`]),
      ...(fault.expired > 0 ? [`expired ${formatCount(fault.expired)}`] : []),
    ];
    add(`fault ${printable(fault.name)}: armed in ${formatNumber(fault.armedRuns, 'run')}, ${parts.join(', ')}`);
  }
  for (const [client, count] of accounts.performed)
    add(`client ${printable(client)}: ${formatNumber(count, 'operation')}`);
  for (const [step, count] of accounts.skipped) add(`skipped ${formatCount(count)} times: ${printable(step)}`);
  const marks = [...accounts.marks].map(([mark, runs]) => `${mark} in ${formatNumber(runs, 'run')}`);
  if (marks.length > 0) add(`marks reached: ${marks.join(', ')}`);
  const exercised = [...accounts.invariants]
    .filter(([, times]) => times > 0)
    .map(([id, times]) => `${id} ${formatCount(times)}`);
  if (exercised.length > 0) add(`invariants exercised: ${exercised.join(', ')}`);
  const idle = [...accounts.invariants].filter(([, times]) => times === 0).map(([id]) => id);
  if (idle.length > 0) add(`invariants never exercised: ${idle.join(', ')}`);
  return lines;
}

/** How likely it is that one more run shows one that none has shown: the share of those that came once (Good-Turing). */
function chanceText(what: string, { once }: SearchedWith['traces'], runs: number): string {
  const percent = runs === 0 ? 100 : (100 * once) / runs;
  const least = 100 / Math.max(1, runs);
  return `chance of a new ${what} ${percent === 0 ? `below ${least.toPrecision(1)}` : Number(percent.toPrecision(2))} %`;
}
