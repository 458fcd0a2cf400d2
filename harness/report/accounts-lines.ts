import type { Accounts } from '../scenario/accounts';
import { formatCount, formatNumber } from './human';
import { printable } from './printable';
import { wrap } from './wrap';

/** What armed faults, marks, invariants and clients came to: what green, or red, rests on. */
export function accountsLines(accounts: Accounts): readonly string[] {
  const lines: string[] = [];
  const add = (text: string): void => {
    lines.push(...wrap(text, { indent: 2, hanging: 2 }));
  };
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
