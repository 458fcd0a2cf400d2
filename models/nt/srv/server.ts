import { call, type Routine } from '../../../harness/sim';
import type { Volume } from '../fsd/volume';
import type { Io } from '../io/io';
import { KQueue } from '../ke/queue';
import { Connection } from './connection';
import { EventLog } from './event-log';
import { EVENT_2020 } from './marks';
import type { SmbRequest, Transport } from './message';
import { srvProcess } from './process';
import { srvAllocate } from './srv-block';
import { WorkContexts, type WorkContext } from './work-context';
import { TAG } from '../ex/tags';

/** Something for a worker thread to do. */
export interface WorkItem {
  readonly label: string;
  run(): Routine;
}

/** SRV.SYS: an SMB server on one volume. */
export class Server {
  readonly queue: KQueue<WorkItem>;
  readonly contexts: WorkContexts;
  readonly log: EventLog;

  constructor(
    readonly io: Io,
    readonly volume: Volume,
  ) {
    this.log = new EventLog(io.world);
    this.queue = new KQueue(io.world, 'SRV work queue');
    this.contexts = new WorkContexts(this, io.world.number('srv.work-contexts-max'));
  }

  /** Starts the service: work contexts and worker threads. */
  *start(): Routine {
    const { world } = this.io;
    yield this.contexts.prepare(world.number('srv.work-contexts'));
    for (let i = 1; i <= world.number('srv.threads'); i++) {
      world.kernel.spawn(`srv worker ${i}`, this.#worker(), { daemon: true, idle: this.queue.remove });
    }
  }

  /** Stops it: nothing is connected any more. */
  *stop(): Routine {
    yield this.contexts.release();
  }

  /** The transport has a new connection; undefined when there is no memory for it. */
  *accept(client: string, transport: Transport): Routine<Connection | undefined> {
    const connection = new Connection(this, client, transport);
    if (yield* call(srvAllocate(connection, TAG.srvConnection, 400, 'SrvAllocateConnection'))) {
      this.io.world.events.connected(1);
      return connection;
    }
    connection.dereference();
    return undefined;
  }

  /** The transport has received a request. Takes a work context and leaves the rest to a worker. */
  *receive(connection: Connection, request: SmbRequest): Routine {
    const context = yield* call(this.contexts.take());
    if (context === undefined) return; // no nonpaged pool: the request is lost, as if the line had dropped it
    context.connection = connection;
    context.request = request;
    context.references = 1;
    this.io.world.events.requestAccepted(context);
    yield this.queue.insert(workItem(context, () => srvProcess(context, request)));
  }

  /** Event 2020, at an allocation of the server's own that failed. */
  logPagedPoolEmpty(): Routine {
    this.io.world.kernel.mark(EVENT_2020);
    return this.log.write(2020, 'the server could not allocate from paged pool: it is empty');
  }

  *#worker(): Routine {
    for (;;) {
      yield this.queue.remove;
      yield this.queue.removed().run();
    }
  }
}

/** Work on a request. */
export function workItem(context: WorkContext, run: () => Routine): WorkItem {
  return { label: context.label, run };
}
