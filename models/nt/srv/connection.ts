import { removeFrom, type Routine } from '../../../harness/sim';
import { SpinLock } from '../ke/spin-lock';
import type { FlowControl } from './flow-control';
import type { Transport } from './message';
import type { Server } from './server';
import { Slots } from './slots';
import { SrvBlock, type Rfcb, type Session, type TreeConnect } from './srv-block';
import type { EndCause, WorkContext } from './work-context';

/** A client's connection and everything that belongs to it. `lock` guards all of it. */
export class Connection extends SrvBlock {
  readonly lock: SpinLock;
  sessions = new Map<number, Session>();
  treeConnects = new Map<number, TreeConnect>();
  files = new Map<number, Rfcb>();
  /** Requests that may stay unanswered for a long time: what a cancel looks through ([MS-CIFS] PendingRequestTable). */
  pending: WorkContext[] = [];
  nextId = 1;
  nextAsyncId = 1;
  /** Why it ends, if the server ends it. */
  endedBy: EndCause | undefined = undefined;
  /** What bounds the requests that are under way. */
  readonly flow: FlowControl;
  /** Entries of `pending`. */
  readonly entries: Slots;
  /** SMB2: those of them that have an interim response, or may yet be given one (AsyncCommandList). */
  readonly asyncCommands: Slots;

  constructor(
    server: Server,
    readonly client: string,
    readonly transport: Transport,
  ) {
    super(server);
    const { world } = server.io;
    const owner = `${client}'s connection`;
    this.lock = new SpinLock(world, `lock of ${owner}`);
    this.flow = server.dialect.flowControl(server, client);
    const { slotTotals } = server;
    this.entries = new Slots(slotTotals, 'pending requests', owner, undefined);
    this.asyncCommands = new Slots(slotTotals, 'asynchronous commands', owner, world.number('srv.async-max'));
  }

  override get label(): string {
    return `connection of ${this.client}`;
  }

  /** Enters a request that may stay unanswered. The caller holds the lock. */
  pend(context: WorkContext): void {
    this.pending.push(context);
    this.entries.take();
    if (this.server.dialect.hasInterim) this.asyncCommands.take();
  }

  /** Takes it out again, if it was entered: it is about to be answered. The caller holds the lock. */
  unpend(context: WorkContext): void {
    if (!removeFrom(this.pending, context)) return;
    this.entries.give();
    if (this.server.dialect.hasInterim) this.asyncCommands.give();
  }

  override *free(): Routine {
    this.flow.end();
    yield super.free();
  }
}
