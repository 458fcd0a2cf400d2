import type { Strategy } from '../sim';
import { fifo } from './fifo';
import { random, randomTimed } from './random';

/** A strategy as scenarios and the command line name it. A new one is its file and its line here. */
export interface StrategyEntry {
  readonly name: string;
  readonly timed: boolean;
  readonly doc: string;
  make(): Strategy;
}

export const strategies: readonly StrategyEntry[] = [
  { name: 'fifo', timed: true, doc: 'always the plainest choice; one run', make: fifo },
  {
    name: 'random-timed',
    timed: true,
    doc: 'latencies are drawn and time decides; ties, faults and values uniformly',
    make: randomTimed,
  },
  { name: 'random', timed: false, doc: 'any enabled task may be next; all choices uniformly', make: random },
];

export function strategyNamed(name: string): StrategyEntry | undefined {
  return strategies.find((entry) => entry.name === name);
}
