import { fifo } from '../../harness/explore/fifo';
import { Kernel, type Operation, type Routine } from '../../harness/sim';
import { Latencies, lockOf, type Result, type Size } from '../workload';
import { afterTicks, Lock, Pool, PoolUse } from './kernel-parts';

/** As the actors of kernel-flat.ts, with a state machine in the place of the generator: what is left is the kernel. */
class Actor implements Routine {
  readonly #latencies: Latencies;
  readonly #result: { done: boolean; value: unknown } = { done: false, value: undefined };
  #round = 0;
  #state = 0;

  constructor(
    readonly kernel: Kernel,
    readonly index: number,
    readonly locks: readonly Lock[],
    readonly pool: PoolUse,
    readonly size: Size,
    run: number,
  ) {
    this.#latencies = new Latencies(size, run, index);
  }

  next(): IteratorResult<Operation, void> {
    const result = this.#result;
    if (this.#round === this.size.rounds) {
      result.done = true;
      result.value = undefined;
    } else result.value = this.#operation();
    return result as IteratorResult<Operation, void>;
  }

  #operation(): Operation {
    const lock = this.locks[lockOf(this.index, this.#round, this.size)];
    switch (this.#state++) {
      case 1:
        return lock.acquire;
      case 2:
        return afterTicks(this.#latencies.draw(), this.pool.allocate);
      case 4:
        return afterTicks(this.#latencies.draw(), lock.release);
      case 5:
        this.#state = 0;
        this.#round++;
        return afterTicks(this.#latencies.draw(), this.pool.free);
      default:
        return this.kernel.sleep(this.#latencies.draw());
    }
  }

  return(): IteratorResult<Operation, void> {
    return { done: true, value: undefined };
  }

  throw(error: unknown): never {
    throw error;
  }

  [Symbol.iterator](): this {
    return this;
  }

  [Symbol.dispose](): void {
    this.return();
  }
}

const kernel = new Kernel();
const strategy = fifo();

export function run(size: Size, index: number): Result {
  kernel.begin(strategy, { stepsMax: 1_000_000_000 });
  const locks = Array.from({ length: size.actors }, () => new Lock(kernel));
  const pool = new Pool(kernel);
  for (let i = 0; i < size.actors; i++) {
    kernel.spawn('actor', new Actor(kernel, i, locks, new PoolUse(pool), size, index));
  }
  const stop = kernel.run();
  if (stop !== 'idle' || pool.bytes !== 0) throw new Error(`stopped: ${stop}, ${pool.bytes} bytes left`);
  return { events: kernel.step, endTicks: kernel.now, hash: kernel.hash };
}
