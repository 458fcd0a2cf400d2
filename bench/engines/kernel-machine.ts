import { fifo } from '../../harness/explore/fifo';
import { Kernel, type Operation, type Routine } from '../../harness/sim';
import { Latencies, lockOf, type Result, type Size } from '../workload';
import { afterTicks, Lock, Pool, PoolUse } from './kernel-parts';

/** What an actor does when it is resumed. */
const [THINK, LOCK, ALLOCATE, HOLD, RELEASE, FREE, FREED] = [0, 1, 2, 3, 4, 5, 6];

/** As the actors of kernel-flat.ts, with a state machine in the place of the generator: what is left is the kernel. */
class Actor implements Routine {
  readonly #latencies: Latencies;
  readonly #result: { done: boolean; value: unknown } = { done: false, value: undefined };
  #round = 0;
  #state = THINK;

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
    result.value = this.#operation();
    result.done = result.value === undefined;
    return result as IteratorResult<Operation, void>;
  }

  #operation(): Operation | undefined {
    const lock = this.locks[lockOf(this.index, this.#round, this.size)];
    switch (this.#state) {
      case THINK:
        return this.#think();
      case LOCK:
        this.#state = ALLOCATE;
        return lock.acquire;
      case ALLOCATE:
        this.#state = HOLD;
        return this.#afterLatency(this.pool.allocate);
      case HOLD:
        this.#state = RELEASE;
        this.pool.allocated();
        return this.kernel.sleep(this.#latencies.draw());
      case RELEASE:
        this.#state = FREE;
        return this.#afterLatency(lock.release);
      case FREE:
        this.#state = FREED;
        return this.#afterLatency(this.pool.free);
      default:
        this.pool.freed();
        this.#round++;
        return this.#think();
    }
  }

  #think(): Operation | undefined {
    this.#state = LOCK;
    return this.#round === this.size.rounds ? undefined : this.kernel.sleep(this.#latencies.draw());
  }

  #afterLatency(operation: Operation): Operation {
    return afterTicks(this.#latencies.draw(), operation);
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
