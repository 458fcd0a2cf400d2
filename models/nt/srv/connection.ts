import { SpinLock } from '../ke/spin-lock';
import type { Transport } from './message';
import type { Server } from './server';
import { SrvBlock, type Rfcb, type Session, type TreeConnect } from './srv-block';
import type { WorkContext } from './work-context';

/** A client's connection and everything that belongs to it. `lock` guards all of it. */
export class Connection extends SrvBlock {
  readonly lock: SpinLock;
  sessions = new Map<number, Session>();
  treeConnects = new Map<number, TreeConnect>();
  files = new Map<number, Rfcb>();
  /** Requests that may stay unanswered for a long time: what NT_CANCEL looks through ([MS-CIFS] PendingRequestTable). */
  pending: WorkContext[] = [];
  nextId = 1;

  constructor(
    server: Server,
    readonly client: string,
    readonly transport: Transport,
  ) {
    super(server);
    this.lock = new SpinLock(server.io.world, `lock of ${client}'s connection`);
  }

  override get label(): string {
    return `connection of ${this.client}`;
  }
}
