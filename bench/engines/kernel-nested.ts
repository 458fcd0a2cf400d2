import { fifo } from '../../harness/explore/fifo';
import { call, Kernel, type Operation, type Routine } from '../../harness/sim';
import { Latencies, lockOf, type Result, type Size } from '../workload';
import { afterTicks, Lock, Pool, PoolUse } from './kernel-parts';

/**
 * As the actors of kernel-flat.ts, but written as a driver is: a round, within it a section under the lock, within that the use
 * of a block, each a routine that hands back a result. All operations but the first are announced two or three routines deep.
 */
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

  *live(): Routine<number> {
    let rounds = 0;
    while (rounds < this.size.rounds) rounds += yield* call(this.round(rounds));
    return rounds;
  }

  *round(round: number): Routine<number> {
    yield this.kernel.sleep(this.#latencies.draw());
    return yield* call(this.locked(this.locks[lockOf(this.index, round, this.size)]));
  }

  *locked(lock: Lock): Routine<number> {
    yield lock.acquire;
    const blocks = yield* call(this.used());
    yield this.afterLatency(lock.release);
    yield this.afterLatency(this.pool.free);
    this.pool.freed();
    return blocks;
  }

  *used(): Routine<number> {
    yield this.afterLatency(this.pool.allocate);
    this.pool.allocated();
    yield this.kernel.sleep(this.#latencies.draw());
    return 1;
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
