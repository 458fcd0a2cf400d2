/**
 * The NT model through the whole harness but the command line: `node out/dist/bench/nt.js <scenario> <milliseconds>`. With
 * `--strategy`, under that one in the place of random-timed; with `--runs`, what the heap holds after that many runs is compared with
 * what it held after 10,000 (node --expose-gc).
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { strategyNamed } from '../harness/explore';
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
  readonly eventsPerSecond: Rate;
  /** Bytes after 10,000 runs, and after all. */
  readonly heapBytes?: readonly [number, number] | undefined;
}

function main(): void {
  inlineMore(); // as the command does
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { strategy: { type: 'string', default: 'random-timed' }, runs: { type: 'string' } },
  });
  const [path, milliseconds] = positionals;
  const suite = loadSuite({ globs: [path], cwd: process.cwd(), root: undefined, set: [], exploreWith: undefined });
  const [instance] = suite.instances;
  if (instance === undefined) throw new Error(`there is no valid scenario at ${path}`);
  const kernel = new Kernel();
  const program = new ScenarioProgram(instance.scenario);
  const entry = strategyNamed(values.strategy);
  if (entry === undefined) throw new Error(`there is no strategy ${values.strategy}`);
  let strategy = entry.make();
  let next = 0;
  const runOnce = (): number => {
    const outcome = simulate(kernel, program, strategy, { root: '1', run: next++ });
    if (strategy.end?.(kernel, outcome) === false) strategy = entry.make(); // there is no other run: from the beginning
    return outcome.steps;
  };

  ratesOf(WARM_UP_MILLISECONDS, runOnce);

  const measured: NtMeasured = {
    scenario: instance.scenario.id,
    eventsPerRun: eventsOf(runOnce),
    ...ratesOf(Number(milliseconds), runOnce),
    heapBytes: values.runs === undefined ? undefined : heapAfter(Number(values.runs), runOnce),
  };
  console.log(JSON.stringify(measured));
}

/** A run may take longer than a slice. */
function ratesOf(milliseconds: number, runOnce: () => number): Pick<NtMeasured, 'runsPerSecond' | 'eventsPerSecond'> {
  const [runRates, eventRates]: [number[], number[]] = [[], []];
  for (let spent = 0; spent < milliseconds;) {
    const startedAt = performance.now();
    let [runs, events, elapsed] = [0, 0, 0];
    for (; elapsed < SLICE_MILLISECONDS; elapsed = performance.now() - startedAt) {
      events += runOnce();
      runs++;
    }
    runRates.push((runs * 1000) / elapsed);
    eventRates.push((events * 1000) / elapsed);
    spent += elapsed;
  }
  return { runsPerSecond: rateOf(runRates), eventsPerSecond: rateOf(eventRates) };
}

function rateOf(rates: number[]): Rate {
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
