import { assert, call, Name, Operation, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import { TAG } from '../ex/tags';
import { Irp } from '../io/irp';
import type { ServerRequest } from '../events';
import type { Connection } from './connection';
import type { SmbRequest } from './message';
import type { Server } from './server';
import type { Rfcb, Session, TreeConnect } from './srv-block';
import type { Transaction } from './transaction';

const TAKE = Name.of('srv.work-context.take');
const RETURN = Name.of('srv.work-context.return');
const GIVE_UP = Name.of('srv.work-context.give-up');

/**
 * A work context: what SRV works on a request with, from its arrival until its answer has been sent. Comes with an IRP of its own.
 * It belongs to the request; `references` beyond that keep its IRP from being reused during IoCancelIrp.
 */
export class WorkContext extends SharedObject implements Owner, ServerRequest {
  readonly irp: Irp;
  block: Block | undefined = undefined;
  connection: Connection | undefined = undefined;
  session: Session | undefined = undefined;
  treeConnect: TreeConnect | undefined = undefined;
  rfcb: Rfcb | undefined = undefined;
  transaction: Transaction | undefined = undefined;
  request: SmbRequest | undefined = undefined;
  references = 0;

  constructor(
    readonly server: Server,
    readonly number: number,
  ) {
    super(server.io.world.kernel);
    this.irp = new Irp(server.io.world, `IRP of work context ${number}`);
  }

  get label(): string {
    return this.request === undefined ? `work context ${this.number}` : this.request.name;
  }

  get client(): string {
    return this.request?.client ?? '';
  }

  get mid(): number {
    return this.request?.mid ?? 0;
  }

  get connected(): boolean {
    return this.connection?.closing === false;
  }
}

/** The server's work contexts: some made at start-up, more on demand up to a limit; then requests wait at the transport. */
export class WorkContexts extends SharedObject {
  readonly label = 'work contexts';
  free: WorkContext[] = [];
  total = 0;
  taken: WorkContext | undefined = undefined;
  readonly #take: Operation;
  readonly #giveUp: Operation;

  constructor(
    readonly server: Server,
    readonly contextsMax: number,
  ) {
    super(server.io.world.kernel);
    this.#take = new Operation(
      TAKE,
      [writes(this.object)],
      () => this.free.length > 0 || this.total < this.contextsMax,
      () => {
        this.taken = this.free.pop();
        if (this.taken === undefined) this.total++;
      },
    );
    this.#giveUp = new Operation(GIVE_UP, [writes(this.object)]);
  }

  /** Makes the first ones. */
  *prepare(count: number): Routine {
    for (let i = 0; i < count; i++) {
      const context = yield* call(this.#make(TAG.srvInitialWorkContext, ++this.total));
      if (context !== undefined) this.free.push(context);
    }
  }

  /** A work context for a request that has arrived; waits while all that may be are in use. Undefined: no nonpaged pool. */
  *take(): Routine<WorkContext | undefined> {
    yield this.#take;
    const context = this.taken;
    this.taken = undefined;
    return context ?? (yield* call(this.#make(TAG.srvNormalWorkContext, this.total)));
  }

  /** Gives one back; nobody refers to it any more. */
  return(context: WorkContext): Operation {
    return new Operation(RETURN, [writes(this.object)], undefined, () => {
      assert(!this.free.includes(context), () => `${context.label} is given back once`);
      this.free.push(context);
    });
  }

  /** Frees them all: the server stops. */
  *release(): Routine {
    for (const context of this.free) {
      if (context.block !== undefined)
        yield this.server.io.executive.nonpagedPool.free(context.block, 'SrvFreeWorkContext');
    }
    this.free = [];
    this.total = 0;
  }

  *#make(
    tag: typeof TAG.srvInitialWorkContext | typeof TAG.srvNormalWorkContext,
    number: number,
  ): Routine<WorkContext | undefined> {
    const context = new WorkContext(this.server, number);
    const request = { bytes: 512, tag, site: 'SrvAllocateWorkContext', owner: context };
    context.block = yield* call(this.server.io.executive.nonpagedPool.allocate(request));
    if (context.block !== undefined) return context;
    yield this.#giveUp; // whoever waits may make one now
    this.total--;
    yield this.server.log.write(2019, 'the server could not allocate from nonpaged pool: it is empty');
    return undefined;
  }
}
