/**
 * W on fast-check's scheduler: each event is a promise that the scheduler resolves in an order of its own. It knows no time, so
 * that latencies are drawn and dropped, and runs end when all actors have.
 */
import fc from 'fast-check';
import { BLOCK_BYTES, Latencies, lockOf, type Result, type Size } from '../workload';

class Lock {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  async acquire(): Promise<void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#held = true;
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#held = false;
    else next();
  }
}

export async function run(size: Size, index: number): Promise<Result> {
  const [scheduler] = fc.sample(fc.scheduler(), { numRuns: 1, seed: index });
  const locks = Array.from({ length: size.actors }, () => new Lock());
  let [bytes, peakBytes, events] = [0, 0, 0];
  const event = async (latencies?: Latencies): Promise<void> => {
    latencies?.draw();
    await scheduler.schedule(Promise.resolve());
    events++;
  };
  const actor = async (actorIndex: number): Promise<void> => {
    const latencies = new Latencies(size, index, actorIndex);
    for (let round = 0; round < size.rounds; round++) {
      const lock = locks[lockOf(actorIndex, round, size)];
      await event(latencies);
      await lock.acquire();
      await event();
      await event(latencies);
      bytes += BLOCK_BYTES;
      if (bytes > peakBytes) peakBytes = bytes;
      await event(latencies);
      await event(latencies);
      lock.release();
      await event(latencies);
      bytes -= BLOCK_BYTES;
    }
  };
  await scheduler.waitFor(Promise.all(Array.from({ length: size.actors }, (_, i) => actor(i))));
  if (bytes !== 0) throw new Error(`${bytes} bytes left`);
  return { events, endTicks: undefined };
}
