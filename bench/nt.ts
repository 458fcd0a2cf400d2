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

/** What a measurement prints, as JSON. */
export interface NtMeasured {
  readonly scenario: string;
  readonly eventsPerRun: number;
  readonly runsPerSecond: number;
  readonly eventsPerSecond: number;
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

  const rate = (forMilliseconds: number): { runs: number; events: number; seconds: number } => {
    const startedAt = performance.now();
    let [count, events, elapsed] = [0, 0, 0];
    while (elapsed < forMilliseconds) {
      events += runOnce();
      elapsed = performance.now() - startedAt;
      count++;
    }
    return { runs: count, events, seconds: elapsed / 1000 };
  };
  rate(Math.max(500, Number(milliseconds) / 2)); // until the compiler has done its work
  const { runs: count, events, seconds } = rate(Number(milliseconds));

  const measured: NtMeasured = {
    scenario: instance.scenario.id,
    eventsPerRun: events / count,
    runsPerSecond: count / seconds,
    eventsPerSecond: events / seconds,
    heapBytes: runs === undefined ? undefined : heapAfter(Number(runs), runOnce),
  };
  console.log(JSON.stringify(measured));
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
