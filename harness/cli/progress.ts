import { formatCount, formatMilliseconds } from '../report/human';
import { printable } from '../report/printable';
import { cut } from '../report/wrap';
import { elapsed } from './clock';
import type { Output } from './surroundings';

/** What is being searched just now. */
export interface Search {
  readonly scenario: string;
  /** "3/12". */
  readonly place: string;
  /** At most. */
  readonly runs: number;
}

/** One line on a terminal that says how far the search is; nothing elsewhere. */
export class Progress {
  readonly #output: Output;
  readonly #enabled: boolean;
  #search: Search | undefined;
  #startedAt = 0;
  #shown = false;

  constructor(output: Output, { enabled }: { enabled: boolean }) {
    this.#output = output;
    this.#enabled = enabled && output.isTerminal;
  }

  begin(search: Search): void {
    this.#search = search;
    this.#startedAt = elapsed();
  }

  update(runs: number): void {
    const search = this.#search;
    if (!this.#enabled || search === undefined) return;
    const passed = elapsed() - this.#startedAt;
    const left = runs === 0 ? '' : `, at most ${formatMilliseconds((passed / runs) * (search.runs - runs))} left`;
    const text = `[${search.place}] ${formatCount(runs)} of ${formatCount(search.runs)} runs${left}  ${printable(search.scenario)}`;
    this.#output.write(`\r\u001b[2K${cut(text, 79)}`);
    this.#shown = true;
  }

  clear(): void {
    if (!this.#shown) return;
    this.#output.write('\r\u001b[2K');
    this.#shown = false;
  }
}
