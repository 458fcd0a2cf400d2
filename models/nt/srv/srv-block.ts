import { assert, SharedObject, type Routine } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import type { PoolTag } from '../ex/tags';
import type { FileObject } from '../io/file-object';
import type { Connection } from './connection';
import type { Access } from './message';
import type { Server } from './server';
import type { WorkContext } from './work-context';

/**
 * A block of SRV's, counted by references: connection, session, tree connect, RFCB. Guarded by its connection's lock. The last
 * reference frees it.
 */
export abstract class SrvBlock extends SharedObject implements Owner {
  references = 1;
  block: Block | undefined = undefined;
  closing = false;

  constructor(readonly server: Server) {
    super(server.io.world.kernel);
    server.io.world.events.referenced(this, 1);
  }

  abstract override get label(): string;

  /** The caller holds the lock. */
  reference(): void {
    this.references++;
    this.server.io.world.events.referenced(this, 1);
  }

  /** The caller holds the lock. True when that was the last: it must then be freed, without the lock. */
  dereference(): boolean {
    assert(this.references > 0, () => `${this.label} has a reference to give back`);
    this.server.io.world.events.referenced(this, -1);
    return --this.references === 0;
  }

  *free(): Routine {
    if (this.block !== undefined) yield* this.server.paged.free(this.block, 'SrvFreeBlock');
  }
}

/** Memory for a block of SRV's; false when there is none, which SRV logs. */
export function* srvAllocate(owner: SrvBlock, tag: PoolTag, bytes: number, site: string): Routine<boolean> {
  owner.block = yield* owner.server.paged.allocate({ bytes, tag, site, owner });
  return owner.block !== undefined;
}

export class Session extends SrvBlock {
  constructor(
    readonly connection: Connection,
    readonly uid: number,
  ) {
    super(connection.server);
  }

  override get label(): string {
    return `session ${this.uid} of ${this.connection.client}`;
  }
}

export class TreeConnect extends SrvBlock {
  constructor(
    readonly connection: Connection,
    readonly session: Session,
    readonly tid: number,
  ) {
    super(connection.server);
  }

  override get label(): string {
    return `tree connect ${this.tid} of ${this.connection.client}`;
  }
}

/** What an RFCB is made of. */
interface Opened {
  readonly connection: Connection;
  readonly treeConnect: TreeConnect;
  readonly fid: number;
  /** The process that opened it, on the client's machine. */
  readonly pid: number;
  readonly access: Access;
  readonly fileObject: FileObject;
  readonly handle: number;
}

/** RFCB: one open of a client's, named by its FID. Simplified: LFCB and MFCB are part of it. */
export class Rfcb extends SrvBlock {
  readonly connection: Connection;
  readonly treeConnect: TreeConnect;
  readonly fid: number;
  readonly pid: number;
  readonly access: Access;
  readonly fileObject: FileObject;
  readonly handle: number;
  /** While a CLOSE is to be answered first: requests that are complete and wait for that. */
  heldBack: WorkContext[] | undefined = undefined;

  constructor(opened: Opened) {
    super(opened.connection.server);
    this.connection = opened.connection;
    this.treeConnect = opened.treeConnect;
    this.fid = opened.fid;
    this.pid = opened.pid;
    this.access = opened.access;
    this.fileObject = opened.fileObject;
    this.handle = opened.handle;
  }

  override get label(): string {
    return `RFCB ${this.fid} of ${this.connection.client}`;
  }

  /** Gives the file object back too: until now whoever had found the FID could use it, though its handle may be closed. */
  override *free(): Routine {
    yield this.fileObject.dereference();
    yield super.free();
  }
}
