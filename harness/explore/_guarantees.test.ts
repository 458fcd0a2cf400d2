// Rates that papers guarantee, on programs where the guarantee is tight, so that they can be checked from both sides.
import { Kernel, Name, Operation, simulate, type Program, type Strategy } from '../sim';
import { LOCAL, program, Variable } from './fixtures/parts';
import * as programs from './fixtures/programs';
import { strategyNamed } from './registry';

const kernel = new Kernel();

/** How often one run of a strategy finds the bug of a program. */
export interface Guarantee {
  readonly strategy: string;
  readonly program: Program;
  readonly rate: number;
}

export const guarantees: readonly Guarantee[] = [
  { strategy: 'pct:1', program: programs.fig1a, rate: 1 / 2 },
  { strategy: 'pct:1', program: programs.fig5, rate: 1 / 2 },
  { strategy: 'pct:2', program: programs.fig1b, rate: 1 / 40 },
  { strategy: 'pct-timed:1', program: programs.fig5, rate: 1 / 2 },
  { strategy: 'pos', program: programs.oneAgainst25, rate: 1 / 26 },
  { strategy: 'pos-timed', program: programs.oneAgainst25, rate: 1 / 26 },
  { strategy: 'urw', program: programs.oneAgainst25, rate: 1 / 26 },
  // A takes 21 steps before B takes one.
  { strategy: 'random', program: programs.fig5, rate: 2 ** -21 },
  { strategy: 'random-timed', program: programs.fig5, rate: 2 ** -21 },
];

/** Runs that found the bug, of so many that come after those that the strategy learns from. */
export function hits({ strategy: name, program }: Guarantee, runs: number): number {
  const strategy = strategyNamed(name)!.make();
  const first = strategy.warmUp ?? 0;
  let found = 0;
  for (let run = 0; run < first + runs; run++) {
    const outcome = simulate(kernel, program, strategy, { root: '1', run });
    strategy.end?.(kernel, outcome);
    if (run >= first && outcome.verdict === 'violation') found++;
  }
  return found;
}

/** What should make each of the interleavings of some steps as often as any other. */
export interface Uniform {
  readonly what: string;
  readonly make: () => Strategy;
  /** Of each task: `x` is a step on a shared object, `.` one on nothing, in brackets are those of a task that it starts. */
  readonly tasks: readonly string[];
  /** How many ways there are to interleave the steps that count. */
  readonly interleavings: number;
}

export const uniforms: readonly Uniform[] = [
  { what: 'urw, 3 and 3 steps', make: named('urw'), tasks: ['xxx', 'xxx'], interleavings: 20 },
  { what: 'urw, 1, 2 and 3 steps', make: named('urw'), tasks: ['x', 'xx', 'xxx'], interleavings: 60 },
  { what: 'urw, a task that starts one of 2 steps', make: named('urw'), tasks: ['x(xx)x', 'x'], interleavings: 15 },
  {
    what: 'surw, 3 steps among many and 3 among few',
    make: named('surw'),
    tasks: ['.......x.x..x', 'xx.x'],
    interleavings: 20,
  },
  {
    what: 'surw, a task that starts one of 2 steps',
    make: named('surw'),
    tasks: ['x...(..x.x).x', '.....x'],
    interleavings: 15,
  },
];

function named(name: string): () => Strategy {
  return () => strategyNamed(name)!.make();
}

/** How often each interleaving of the steps that count was made. */
export function interleavings({ make, tasks }: Uniform, runs: number): readonly number[] {
  const counts = new Map<string, number>();
  let order = '';
  const interleaved = program('interleaved', () => {
    order = '';
    const object = new Variable(kernel, 'object');
    const step = new Operation(Name.of('step'), object.write.access);
    const steps = function* (name: string, acts: string): Generator<Operation> {
      const started = /\((.*)\)/.exec(acts)?.[1] ?? '';
      for (const act of acts.replace(`(${started})`, '>')) {
        if (act === '>') kernel.spawn(name.toLowerCase(), steps(name.toLowerCase(), started));
        else yield act === 'x' ? step : LOCAL;
        if (act === 'x') order += name;
      }
    };
    tasks.forEach((acts, i) => kernel.spawn('ABC'[i], steps('ABC'[i], acts)));
    return () => undefined;
  });
  const strategy = make();
  const first = strategy.warmUp ?? 0;
  for (let run = 0; run < first + runs; run++) {
    const outcome = simulate(kernel, interleaved, strategy, { root: '1', run });
    strategy.end?.(kernel, outcome);
    if (run >= first) counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  return [...counts.values()];
}

/** Chi-square against all being equally likely, as a number of standard deviations (Wilson and Hilferty). */
export function unevenness(counts: readonly number[]): number {
  const expected = counts.reduce((sum, one) => sum + one, 0) / counts.length;
  const square = counts.reduce((sum, one) => sum + (one - expected) ** 2 / expected, 0);
  const [freedom, third] = [counts.length - 1, 2 / (9 * (counts.length - 1))];
  return (Math.cbrt(square / freedom) - (1 - third)) / Math.sqrt(third);
}
