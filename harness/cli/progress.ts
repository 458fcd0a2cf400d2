import { formatCount, formatMilliseconds, formatRate } from '../report/human';
import { printable } from '../report/printable';
import { cut } from '../report/wrap';
import type { Output } from './surroundings';

/** How far a search is. */
export interface Search {
  readonly scenario: string;
  /** "3/12". */
  readonly place: string;
  readonly runs: number;
  /** At most. */
  readonly runsMax: number;
  /** Since it was begun. */
  readonly milliseconds: number;
}

/** One line on a terminal that says how far the search is; nothing elsewhere. */
export class Progress {
  readonly #output: Output;
  readonly #enabled: boolean;
  #shown = false;

  constructor(output: Output, { enabled }: { enabled: boolean }) {
    this.#output = output;
    this.#enabled = enabled && output.isTerminal;
  }

  show({ scenario, place, runs, runsMax, milliseconds }: Search): void {
    if (!this.#enabled) return;
    const left = (milliseconds / runs) * Math.max(0, runsMax - runs);
    const leftText = runs === 0 ? '' : `, ${formatRate(runs, milliseconds)}, at most ${formatMilliseconds(left)} left`;
    const text = `[${place}] ${formatCount(runs)} of ${formatCount(runsMax)} runs${leftText}  ${printable(scenario)}`;
    this.#output.write(`\r\u001b[2K${cut(text, 79)}`);
    this.#shown = true;
  }

  clear(): void {
    if (!this.#shown) return;
    this.#output.write('\r\u001b[2K');
    this.#shown = false;
  }
}
