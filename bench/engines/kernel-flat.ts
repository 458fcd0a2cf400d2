import { commutes, Kernel, Name, Operation, writes, type Routine, type Task } from '../../harness/sim';
import { fifo } from '../../harness/explore/fifo';
import { BLOCK_BYTES, Latencies, lockOf, type Result, type Size } from '../workload';

const LOCK = Name.of('lock');
const ALLOCATE = Name.of('allocate');
const RELEASE = Name.of('release');
const FREE = Name.of('free');

/** A lock as a model would write it: its operations are made once. */
export class Lock {
  readonly label = 'lock';
  owner: Task | undefined = undefined;
  readonly acquire: Operation;
  /** Only the owner yields it, so that its latency may be set anew for each use. */
  readonly release: Operation;

  constructor(kernel: Kernel) {
    const access = [writes(kernel.register(this))];
    this.acquire = new Operation(
      LOCK,
      access,
      () => this.owner === undefined,
      (task) => {
        this.owner = task;
      },
      () => this.owner,
    );
    this.release = new Operation(RELEASE, access, undefined, () => {
      this.owner = undefined;
    });
  }
}

export class Pool {
  readonly label = 'pool';
  readonly object: number;
  bytes = 0;
  peakBytes = 0;

  constructor(kernel: Kernel) {
    this.object = kernel.register(this);
  }
}

/** The operations on the pool that belong to one actor. */
export class PoolUse {
  readonly allocate: Operation;
  readonly free: Operation;

  constructor(pool: Pool) {
    const access = [commutes(pool.object)];
    this.allocate = new Operation(ALLOCATE, access, undefined, () => {
      pool.bytes += BLOCK_BYTES;
      if (pool.bytes > pool.peakBytes) pool.peakBytes = pool.bytes;
    });
    this.free = new Operation(FREE, access, undefined, () => {
      pool.bytes -= BLOCK_BYTES;
    });
  }
}

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
      yield this.latency();
      yield this.afterLatency(lock.release);
      yield this.afterLatency(this.pool.free);
    }
  }

  latency(): Operation {
    return this.kernel.sleep(this.#latencies.draw());
  }

  afterLatency(operation: Operation): Operation {
    operation.ticks = this.#latencies.draw();
    return operation;
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
