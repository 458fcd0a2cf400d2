import { call, RETURNED, SharedObject, type Called, type Routine } from '../../../harness/sim';
import type { ServerRequest } from '../events';
import type { Block, Owner } from '../ex/block';
import { Irp } from '../io/irp';
import type { Connection } from './connection';
import type { SmbRequest } from './message';
import type { Server } from './server';
import type { Rfcb, Session, TreeConnect } from './srv-block';
import type { Transaction } from './transaction';

const FREE = 'SrvFreeWorkContext';

/** What ends a pended request, if not a change: the first of these that happens to it. */
export type EndCause =
  | 'cancel'
  | 'close'
  | 'tree disconnect'
  | 'logoff'
  | 'process exit'
  | 'disconnect'
  | 'administrator'
  | 'server stop'
  | 'session replaced';

/**
 * A work context: what SRV works on a request with, from its arrival until its answer has been sent. Comes with an IRP of its own, and
 * with a buffer that the request arrives in. It belongs to the request; `references` beyond that keep its IRP from being
 * reused during IoCancelIrp.
 */
export class WorkContext extends SharedObject implements Owner, ServerRequest {
  readonly irp: Irp;
  /** The context itself, its buffer descriptor and its data buffer. */
  blocks: readonly Block[] = [];
  connection: Connection | undefined = undefined;
  session: Session | undefined = undefined;
  treeConnect: TreeConnect | undefined = undefined;
  rfcb: Rfcb | undefined = undefined;
  transaction: Transaction | undefined = undefined;
  request: SmbRequest | undefined = undefined;
  references = 0;
  /** How many more there were or could have been made when it was taken. */
  availableBehind = 0;
  /** It is counted as one of its connection's requests under way. */
  counted = false;
  endedBy: EndCause | undefined = undefined;
  /** SMB2: what its interim response calls it. */
  asyncId: number | undefined = undefined;
  /** SMB2: an interim response is being sent; the final one must come after it. */
  interimUnderWay = false;
  /** Its IRP has been completed, and this is how a worker goes on with it. */
  completed = false;
  restart: (() => Routine) | undefined = undefined;

  constructor(
    readonly server: Server,
    readonly number: number,
    /** Made at start-up, and never given up again. */
    readonly initial: boolean,
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

  /** For a request that has arrived. */
  begin(connection: Connection, request: SmbRequest): void {
    this.connection = connection;
    this.request = request;
    this.references = 1;
    this.counted = false;
    this.endedBy = undefined;
    this.asyncId = undefined;
    this.interimUnderWay = false;
    this.completed = false;
    this.restart = undefined;
  }

  /** SrvFreeWorkContext. */
  freeBlocks(): Called<void> {
    const { blocks } = this;
    for (let i = 0; i < blocks.length; i++) {
      if (!this.server.nonpaged.freeAtOnce(blocks[i], FREE)) return call(this.#freeInSteps(blocks.slice(i)));
    }
    return RETURNED;
  }

  *#freeInSteps(blocks: readonly Block[]): Routine {
    for (const block of blocks) yield* this.server.nonpaged.free(block, FREE);
  }
}
