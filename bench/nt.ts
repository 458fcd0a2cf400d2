/**
 * The NT model through the whole harness but the command line: `node out/dist/bench/nt.js <scenario> <milliseconds> [runs]`. With
 * `runs`, what the heap holds after that many runs is compared with what it held after 10,000 (node --expose-gc).
 */
import { performance } from 'node:perf_hooks';
import { randomTimed } from '../harness/explore/random';
import { inlineMore } from '../harness/cli/inlining';
import { loadSuite } from '../harness/cli/suite/load-suite';
import { ScenarioProgram } from '../harness/scenario/program';
import { Kernel, simulate } from '../harness/sim';
import { SLICE_MILLISECONDS } from './slice';

const WARM_UP_MILLISECONDS = 2000;

export interface Rate {
  readonly fastest: number;
  readonly median: number;
}

/** What a measurement prints, as JSON. */
export interface NtMeasured {
  readonly scenario: string;
  readonly eventsPerRun: number;
  /** In the fastest slice, and in the median of all. */
  readonly runsPerSecond: Rate;
  /** Bytes after 10,000 runs, and after all. */
  readonly heapBytes?: readonly [number, number] | undefined;
}

function main(): void {
  inlineMore(); // as the command does
  const [path, milliseconds, runs] = process.argv.slice(2);
  const suite = loadSuite({ globs: [path], cwd: process.cwd(), root: undefined, set: [], exploreWith: undefined });
  const [instance] = suite.instances;
  if (instance === undefined) throw new Error(`there is no valid scenario at ${path}`);
  const kernel = new Kernel();
  const program = new ScenarioProgram(instance.scenario);
  const strategy = randomTimed();
  let next = 0;
  const runOnce = (): number => simulate(kernel, program, strategy, { root: '1', run: next++ }).steps;

  rateOf(WARM_UP_MILLISECONDS, runOnce);
  const runsPerSecond = rateOf(Number(milliseconds), runOnce);

  const measured: NtMeasured = {
    scenario: instance.scenario.id,
    eventsPerRun: eventsOf(runOnce),
    runsPerSecond,
    heapBytes: runs === undefined ? undefined : heapAfter(Number(runs), runOnce),
  };
  console.log(JSON.stringify(measured));
}

/** A run may take longer than a slice. */
function rateOf(milliseconds: number, runOnce: () => void): Rate {
  const rates: number[] = [];
  for (let spent = 0; spent < milliseconds;) {
    const startedAt = performance.now();
    let [runs, elapsed] = [0, 0];
    for (; elapsed < SLICE_MILLISECONDS; elapsed = performance.now() - startedAt) {
      runOnce();
      runs++;
    }
    rates.push((runs * 1000) / elapsed);
    spent += elapsed;
  }
  rates.sort((a, b) => b - a);
  return { fastest: rates[0], median: rates[rates.length >> 1] };
}

/** The mean of some runs. */
function eventsOf(runOnce: () => number): number {
  const runs = 10;
  let events = 0;
  for (let i = 0; i < runs; i++) events += runOnce();
  return events / runs;
}

function heapAfter(runs: number, runOnce: () => number): [number, number] {
  const used = (): number => {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  for (let i = 0; i < 10_000; i++) runOnce();
  const before = used();
  for (let i = 10_000; i < runs; i++) runOnce();
  return [before, used()];
}

main();
