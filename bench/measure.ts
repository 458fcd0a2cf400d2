/** Runs one engine for a while and prints what it did: `node measure.js <engine> <actors> <rounds> <milliseconds>`. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { inlineMore } from '../harness/cli/inlining';
import { SLICE_MILLISECONDS } from './slice';
import type { Result, Size } from './workload';

/** By then V8 has compiled what is hot, and thrown away what it guessed wrongly. */
const WARM_UP_MILLISECONDS = 500;

interface Engine {
  run(size: Size, index: number): Result | Promise<Result>;
}

async function main(): Promise<void> {
  const [name, actors, rounds, milliseconds] = process.argv.slice(2);
  inlineMore(); // as the command does
  const engine = (await import(join(__dirname, 'engines', `${name}.js`))) as Engine;
  const size: Size = { actors: Number(actors), rounds: Number(rounds) };
  const first = await engine.run(size, 0);
  await nanosecondsPerEvent(engine, size, WARM_UP_MILLISECONDS);
  const measured = await leastNanosecondsPerEvent(engine, size, Number(milliseconds));
  console.log(JSON.stringify({ ...first, nanosecondsPerEvent: measured }));
}

/** Of the fastest slice of that time. */
async function leastNanosecondsPerEvent(engine: Engine, size: Size, milliseconds: number): Promise<number> {
  let least = Infinity;
  for (let spent = 0; spent < milliseconds; spent += SLICE_MILLISECONDS) {
    least = Math.min(least, await nanosecondsPerEvent(engine, size, SLICE_MILLISECONDS));
  }
  return least;
}

async function nanosecondsPerEvent(engine: Engine, size: Size, milliseconds: number): Promise<number> {
  const startedAt = performance.now();
  let elapsed = 0;
  let events = 0;
  for (let i = 0; elapsed < milliseconds; i++) {
    const made = engine.run(size, i);
    events += (made instanceof Promise ? await made : made).events;
    elapsed = performance.now() - startedAt;
  }
  return (elapsed * 1e6) / events;
}

void main();
