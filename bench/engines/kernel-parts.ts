import { commutes, Name, Operation, writes, type Kernel, type Task } from '../../harness/sim';
import { BLOCK_BYTES } from '../workload';

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

/** The operations on the pool that belong to one actor. As in the models, the code that announced them takes their effect. */
export class PoolUse {
  readonly allocate: Operation;
  readonly free: Operation;

  constructor(private readonly pool: Pool) {
    const access = [commutes(pool.object)];
    this.allocate = new Operation(ALLOCATE, access);
    this.free = new Operation(FREE, access);
  }

  allocated(): void {
    const pool = this.pool;
    pool.bytes += BLOCK_BYTES;
    if (pool.bytes > pool.peakBytes) pool.peakBytes = pool.bytes;
  }

  freed(): void {
    this.pool.bytes -= BLOCK_BYTES;
  }
}

/** An operation that takes effect after a latency, in one step. */
export function afterTicks(ticks: number, operation: Operation): Operation {
  operation.ticks = ticks;
  return operation;
}
