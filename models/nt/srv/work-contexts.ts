import {
  assert,
  call,
  Name,
  Operation,
  returned,
  SharedObject,
  writes,
  type Called,
  type Routine,
} from '../../../harness/sim';
import type { Block } from '../ex/block';
import type { PoolRequest } from '../ex/pool';
import { TAG } from '../ex/tags';
import { SHORTAGE, TRIMMED } from './marks';
import type { Server } from './server';
import { WorkContext } from './work-context';

const TRY = Name.of('srv.work-context.try');
const TAKE = Name.of('srv.work-context.take');
const RETURN = Name.of('srv.work-context.return');
const GIVE_UP = Name.of('srv.work-context.give-up');
const CLOSE = Name.of('srv.work-context.close');
const SURPLUS = Name.of('srv.work-context.surplus');
const TRIM = Name.of('srv.work-context.trim');

/**
 * The server's work contexts: InitWorkItems made at start-up, more on demand up to MaxWorkItems, after which a request waits at the
 * transport until one comes back (perfmon, Server\Work Item Shortages).
 */
export class WorkContexts extends SharedObject {
  readonly label = 'work contexts';
  free: WorkContext[] = [];
  total = 0;
  /** The server has stopped: none is given out, and whatever comes back is freed. */
  closed = false;
  taken: WorkContext | 'new' | undefined = undefined;
  /** There are some that were made on demand and are not in use. */
  readonly surplus: Operation;
  readonly #access: readonly number[];
  readonly #try: Operation;
  readonly #take: Operation;

  constructor(
    readonly server: Server,
    readonly contextsMax: number,
  ) {
    super(server.io.world.kernel);
    this.#access = [writes(this.object)];
    this.surplus = new Operation(SURPLUS, this.#access, () => this.free.some(({ initial }) => !initial));
    const commit = (): void => this.#takeOne();
    this.#try = new Operation(TRY, this.#access, undefined, commit);
    const available = (): boolean => this.closed || this.free.length > 0 || this.total < this.contextsMax;
    this.#take = new Operation(TAKE, this.#access, available, commit);
  }

  /** Makes the first ones. */
  *prepare(count: number): Routine {
    for (let i = 0; i < count; i++) {
      this.total++;
      const context = yield* this.#make(true);
      if (context !== undefined) this.free.push(context);
    }
  }

  /** A work context for a request that has arrived; waits while all that may be are in use. Undefined: the server has stopped. */
  *take(): Routine<WorkContext | undefined> {
    yield this.#try;
    for (;;) {
      const taken = this.taken;
      const available = this.free.length + this.contextsMax - this.total;
      const isStopped = this.closed;
      this.taken = undefined;
      const context = taken === 'new' ? yield* this.#make(false) : taken;
      if (context !== undefined) context.availableBehind = available;
      if (context !== undefined || isStopped) return context;
      yield this.#shortage();
      yield taken === 'new' ? this.#wait() : this.#take;
    }
  }

  /** Gives one back; nobody refers to it any more. */
  *return(context: WorkContext): Routine {
    yield new Operation(RETURN, this.#access);
    assert(!this.free.includes(context), () => `${context.label} is given back once`);
    if (this.closed) {
      this.total--;
      yield* context.freeBlocks();
    } else this.free.push(context);
  }

  /** The server stops: frees what is not in use. */
  *close(): Routine {
    yield new Operation(CLOSE, this.#access);
    this.closed = true;
    const { free } = this;
    this.free = [];
    this.total -= free.length;
    for (let i = 0; i < free.length; i++) yield* free[i].freeBlocks();
  }

  /** A service thread: gives up what was made on demand and has not been needed for so long (MaxWorkItemIdleTime). */
  *trim(idleTicks: number): Routine {
    for (;;) {
      yield this.surplus;
      const context = this.free.find(({ initial }) => !initial);
      yield this.server.io.world.kernel.sleep(idleTicks);
      yield new Operation(TRIM, this.#access);
      // Taken and given back meanwhile it stands farther behind, and is found again.
      const at = this.free.findIndex(({ initial }) => !initial);
      if (context === undefined || this.free[at] !== context) continue;
      this.free.splice(at, 1);
      this.total--;
      this.server.io.world.kernel.mark(TRIMMED);
      yield* context.freeBlocks();
    }
  }

  #takeOne(): void {
    if (this.closed) return;
    this.taken = this.free.pop();
    if (this.taken !== undefined || this.total >= this.contextsMax) return;
    this.total++;
    this.taken = 'new';
  }

  /** No memory for a new one: one that there is must come back. */
  #wait(): Operation {
    return new Operation(
      TAKE,
      this.#access,
      () => this.closed || this.free.length > 0,
      () => this.#takeOne(),
    );
  }

  *#shortage(): Routine {
    const { io, log, counters } = this.server;
    counters.shortages++;
    io.world.kernel.mark(SHORTAGE);
    yield log.write(2021);
  }

  /** Has been counted already. Undefined when there is no nonpaged pool. */
  #make(initial: boolean): Called<WorkContext | undefined> {
    const context = new WorkContext(this.server, this.total, initial);
    const blocks: Block[] = [];
    context.blocks = blocks;
    const site = 'SrvAllocateWorkContext';
    const tag = initial ? TAG.srvInitialWorkContext : TAG.srvNormalWorkContext;
    const parts = [
      { bytes: 512, tag, site, owner: context },
      { bytes: 32, tag: TAG.srvBufferDescriptor, site, owner: context },
      { bytes: 4356, tag: TAG.srvDataBuffer, site, owner: context },
    ];
    for (let i = 0; i < parts.length; i++) {
      const block = this.server.nonpaged.allocateAtOnce(parts[i]);
      if (block === undefined) return call(this.#makeInSteps(context, blocks, parts.slice(i)));
      blocks.push(block);
    }
    return returned(context);
  }

  *#makeInSteps(
    context: WorkContext,
    blocks: Block[],
    parts: readonly PoolRequest[],
  ): Routine<WorkContext | undefined> {
    for (const part of parts) {
      const block = yield* this.server.nonpaged.allocate(part);
      if (block !== undefined) blocks.push(block);
      else {
        yield* context.freeBlocks();
        yield new Operation(GIVE_UP, this.#access); // whoever waits may make one now
        this.total--;
        return undefined;
      }
    }
    return context;
  }
}
