import { fifo } from '../../harness/explore/fifo';
import { Kernel, type Operation, type Routine } from '../../harness/sim';
import { Latencies, lockOf, type Result, type Size } from '../workload';
import { afterTicks, Lock, Pool, PoolUse } from './kernel-parts';

class Actor {
  readonly #latencies: Latencies;

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

  *live(): Routine {
    for (let round = 0; round < this.size.rounds; round++) {
      yield this.latency();
      const lock = this.locks[lockOf(this.index, round, this.size)];
      yield lock.acquire;
      yield this.afterLatency(this.pool.allocate);
      this.pool.allocated();
      yield this.latency();
      yield this.afterLatency(lock.release);
      yield this.afterLatency(this.pool.free);
      this.pool.freed();
    }
  }

  latency(): Operation {
    return this.kernel.sleep(this.#latencies.draw());
  }

  afterLatency(operation: Operation): Operation {
    return afterTicks(this.#latencies.draw(), operation);
  }
}

const kernel = new Kernel();
const strategy = fifo();

export function run(size: Size, index: number): Result {
  kernel.begin(strategy, { stepsMax: 1_000_000_000 });
  const locks = Array.from({ length: size.actors }, () => new Lock(kernel));
  const pool = new Pool(kernel);
  for (let i = 0; i < size.actors; i++) {
    kernel.spawn('actor', new Actor(kernel, i, locks, new PoolUse(pool), size, index).live());
  }
  const stop = kernel.run();
  if (stop !== 'idle' || pool.bytes !== 0) throw new Error(`stopped: ${stop}, ${pool.bytes} bytes left`);
  return { events: kernel.step, endTicks: kernel.now, hash: kernel.hash };
}
