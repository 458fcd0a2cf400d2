import type { Strategy } from '../sim';
import { DelayBounded } from './delay';
import { Exhaustive } from './exhaustive';
import { fifo } from './fifo';
import { NthFault } from './nth-fault';
import { Pct } from './pct';
import { Portfolio } from './portfolio';
import { Pos } from './pos';
import { PreemptionBounded } from './preemption';
import { random, randomTimed } from './random';
import { Surw } from './surw';
import { Urw } from './urw';

/** What may stand behind a strategy's name and a colon: `pct:3`. */
export type StrategyArgument =
  | {
      readonly kind: 'number';
      readonly doc: string;
      readonly minimum: number;
      readonly maximum: number;
      /** Where none is given. */
      readonly default: number;
    }
  /** A set of operations that the model declares (Model.focuses); the first where none is given. */
  | { readonly kind: 'focus'; readonly doc: string };

/** A strategy as scenarios and the command line name it. A new one is its file and its line here. */
export interface StrategyEntry {
  readonly name: string;
  /** All of its runs know virtual time. */
  readonly timed: boolean;
  readonly doc: string;
  readonly argument?: StrategyArgument;
  /** The argument is one that there is. */
  make(argument?: string): Strategy;
}

const digit = (doc: string, range: { from: number; unlessGiven: number }): StrategyArgument => {
  return { kind: 'number', doc, minimum: range.from, maximum: 9, default: range.unlessGiven };
};

const DEPTH = digit('how many ordering constraints make up the bugs that it is after', { from: 1, unlessGiven: 3 });
const DELAYS = digit('how many delays at most', { from: 0, unlessGiven: 2 });
const PREEMPTIONS = digit('how many preemptions at most', { from: 0, unlessGiven: 2 });
const FOCUS: StrategyArgument = { kind: 'focus', doc: 'which operations, of the sets that the model declares' };

export const strategies: readonly StrategyEntry[] = [
  { name: 'fifo', timed: true, doc: 'always the plainest choice; one run', make: fifo },
  {
    name: 'random-timed',
    timed: true,
    doc: 'latencies are drawn and time decides; ties, faults and values uniformly',
    make: randomTimed,
  },
  { name: 'random', timed: false, doc: 'any enabled task may be next; all choices uniformly', make: random },
  {
    name: 'pct-timed',
    timed: true,
    doc: 'as pct, with time deciding who may go and priorities who of them does',
    argument: DEPTH,
    make: (depth = '3') => new Pct(Number(depth), true),
  },
  {
    name: 'pct',
    timed: false,
    doc: 'random priorities that change at a few random steps; finds a bug of depth d with a known probability',
    argument: DEPTH,
    make: (depth = '3') => new Pct(Number(depth), false),
  },
  {
    name: 'pos-timed',
    timed: true,
    doc: 'as pos, with time deciding who may go and priorities who of them does',
    make: () => new Pos(true),
  },
  {
    name: 'pos',
    timed: false,
    doc: 'random priorities of steps, drawn anew for those that race; seldom does the same in another order',
    make: () => new Pos(false),
  },
  {
    name: 'urw',
    timed: false,
    doc: 'who has many steps left is likely to be next; all interleavings alike, so far as nobody waits',
    make: () => new Urw(),
  },
  {
    name: 'surw',
    timed: false,
    doc: 'as urw, for the interleavings of some operations only',
    argument: FOCUS,
    make: (focus) => new Surw(focus),
  },
  {
    name: 'portfolio',
    timed: false,
    doc: 'random-timed, pos, pos-timed, surw and pct take turns, run by run: whichever a failure is for, it takes five times its runs at most',
    make: () =>
      new Portfolio('portfolio', [randomTimed(), new Pos(false), new Pos(true), new Surw(), new Pct(3, false)]),
  },
  {
    name: 'nth-fault',
    timed: true,
    doc: 'everything plain but one fault, the first time that it could fire, the second ... each until a run has no such time',
    make: () => new NthFault(),
  },
  {
    name: 'delay',
    timed: false,
    doc: 'all runs in which a scheduler that lets each task go on is made to skip one so often; ends with a certificate',
    argument: DELAYS,
    make: (delays = '2') => new DelayBounded(Number(delays)),
  },
  {
    name: 'preemption',
    timed: false,
    doc: 'all runs with so many preemptions, one of each kind or a few; ends with a certificate',
    argument: PREEMPTIONS,
    make: (preemptions = '2') => new PreemptionBounded(Number(preemptions)),
  },
  {
    name: 'exhaustive',
    timed: false,
    doc: 'all runs, one of those that differ in the order of independent steps only; ends with a certificate',
    make: () => new Exhaustive(),
  },
];

/** A strategy with its argument. */
export interface NamedStrategy {
  /** As it can be given again: "pct:3". */
  readonly name: string;
  /** All of its runs know virtual time. */
  readonly timed: boolean;
  make(): Strategy;
}

/** The strategy of this name, with the argument behind its colon; undefined when there is none of this name. */
export function strategyNamed(text: string): NamedStrategy | undefined {
  const [name, given] = text.split(':');
  const entry = strategies.find((one) => one.name === name);
  if (entry === undefined) return undefined;
  const argument = given ?? (entry.argument?.kind === 'number' ? String(entry.argument.default) : undefined);
  const whole = argument === undefined ? name : `${name}:${argument}`;
  return { name: whole, timed: entry.timed, make: () => entry.make(argument) };
}
