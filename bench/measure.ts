/** Runs one engine for a while and prints what it did: `node measure.js <engine> <actors> <rounds> <milliseconds>`. */
import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import type { Result, Size } from './workload';

interface Engine {
  run(size: Size, index: number): Result | Promise<Result>;
}

async function main(): Promise<void> {
  const [name, actors, rounds, milliseconds] = process.argv.slice(2);
  const engine = (await import(join(__dirname, 'engines', `${name}.js`))) as Engine;
  const size: Size = { actors: Number(actors), rounds: Number(rounds) };
  const measure = async (forMilliseconds: number): Promise<{ runs: number; seconds: number; result: Result }> => {
    const startedAt = performance.now();
    let runs = 0;
    let result: Result;
    let now: number;
    do {
      const made = engine.run(size, runs);
      result = made instanceof Promise ? await made : made;
      runs++;
      now = performance.now();
    } while (now - startedAt < forMilliseconds);
    return { runs, seconds: (now - startedAt) / 1000, result };
  };
  await measure(Number(milliseconds) / 2);
  const { runs, seconds, result } = await measure(Number(milliseconds));
  console.log(JSON.stringify({ ...result, runs, nanosecondsPerEvent: (seconds * 1e9) / (runs * result.events) }));
}

void main();
