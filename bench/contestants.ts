import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { benchFolder } from './folders';
import type { Measured, Size } from './workload';

/** W(10, 20). */
export const SIZE: Size = { actors: 10, rounds: 20 };

/** Something that not every machine has. */
export type Need = 'g++' | 'sim.js' | 'SimPy';

/** An engine that runs W, each time in a process of its own: nothing that it leaves behind changes the next one's speed. */
export interface Contestant {
  readonly name: string;
  readonly needs?: Need | undefined;
  /** What the flat kernel's speed must be at least, as a multiple of this one's; or this one's, as a multiple of `of`'s. */
  readonly floor?: { readonly ratio: number; readonly of?: string } | undefined;
  measure(size: Size, milliseconds: number): Measured;
}

export const FLAT = 'kernel, flat routines';
export const BASELINE = 'C++ state machines';

export const contestants: readonly Contestant[] = [
  { name: FLAT, floor: { ratio: 0.4, of: BASELINE }, measure: compiled('kernel-flat') },
  { name: 'kernel, three calls deep', floor: { ratio: 0.2, of: BASELINE }, measure: compiled('kernel-nested') },
  {
    name: BASELINE,
    needs: 'g++',
    floor: { ratio: 1.4, of: 'C++, std::priority_queue' },
    measure: native('good'),
  },
  { name: "C++, the kernel's timers", needs: 'g++', measure: native('ring') },
  { name: 'C++, std::priority_queue', needs: 'g++', measure: native('standard') },
  { name: 'sim.js', needs: 'sim.js', floor: { ratio: 3 }, measure: compiled('sim-js') },
  { name: 'SimPy', needs: 'SimPy', measure: python() },
  { name: 'fast-check scheduler', floor: { ratio: 25 }, measure: compiled('fast-check') },
];

function compiled(engine: string): Contestant['measure'] {
  return (size, milliseconds) =>
    answer(process.execPath, [join(benchFolder, 'out/dist/bench/measure.js'), engine, ...numbers(size, milliseconds)]);
}

function native(queue: string): Contestant['measure'] {
  return (size, milliseconds) => answer(join(benchFolder, 'out/w'), [queue, ...numbers(size, milliseconds)]);
}

function python(): Contestant['measure'] {
  return (size, milliseconds) =>
    answer('python3', [join(benchFolder, 'baseline/w.py'), ...numbers(size, milliseconds)]);
}

function numbers({ actors, rounds }: Size, milliseconds: number): string[] {
  return [actors, rounds, milliseconds].map(String);
}

function answer(command: string, values: readonly string[]): Measured {
  return JSON.parse(execFileSync(command, values, { encoding: 'utf8' })) as Measured;
}
