import { call, GuardedObject, type Routine } from '../../../harness/sim';
import type { Volume } from '../fsd/volume';
import type { Io } from '../io/io';
import { KQueue } from '../ke/queue';
import { SpinLock } from '../ke/spin-lock';
import { TAG } from '../ex/tags';
import { Connection } from './connection';
import { dialectOf, type Dialect } from './dialect';
import { srvEndConnection } from './end-connection';
import { EventLog } from './event-log';
import { SrvMemory } from './memory';
import type { SmbRequest, Transport } from './message';
import { REQUEST_RECEIVED } from './points';
import { srvProcess } from './process';
import { Slots, SlotTotals } from './slots';
import { srvAllocate } from './srv-block';
import type { WorkContext } from './work-context';
import { WorkContexts } from './work-contexts';

/** Something for a worker thread to do. */
export interface WorkItem {
  readonly label: string;
  run(): Routine;
}

/** SRV.SYS: an SMB server on one volume. */
export class Server extends GuardedObject {
  readonly label = 'SRV';
  readonly dialect: Dialect;
  readonly queue: KQueue<WorkItem>;
  readonly log: EventLog;
  readonly paged: SrvMemory;
  readonly nonpaged: SrvMemory;
  readonly contexts: WorkContexts;
  readonly slotTotals: SlotTotals;
  /** Guards what follows. */
  readonly lock: SpinLock;
  readonly connections: Connection[] = [];
  /** Raw work items, of which there is a fixed number. */
  readonly rawContexts: Slots;
  stopped = false;
  /** What perfmon shows of it; nothing in the system looks at that. */
  readonly counters = new ServerCounters();

  constructor(
    readonly io: Io,
    readonly volume: Volume,
  ) {
    const { world, executive } = io;
    super(world.kernel);
    this.dialect = dialectOf(world);
    this.slotTotals = new SlotTotals(world);
    this.queue = new KQueue(world, 'SRV work queue');
    this.log = new EventLog(world);
    this.paged = new SrvMemory(executive.pagedPool, this.log, world.optionalNumber('srv.paged-max'));
    this.nonpaged = new SrvMemory(executive.nonpagedPool, this.log, world.optionalNumber('srv.nonpaged-max'));
    this.contexts = new WorkContexts(this, world.number('srv.work-contexts-max'));
    this.lock = new SpinLock(world, 'lock of the server');
    const raw = world.number('srv.raw-work-contexts');
    this.rawContexts = new Slots(this.slotTotals, 'raw work items', 'the server', raw);
  }

  /** Starts the service: work contexts and worker threads. */
  *start(): Routine {
    const { world } = this.io;
    yield this.contexts.prepare(world.number('srv.work-contexts'));
    for (let i = 1; i <= world.number('srv.threads'); i++) {
      world.kernel.spawn(`srv worker ${i}`, this.#worker(), { daemon: true, idle: this.queue.remove });
    }
    const idleTicks = world.optionalNumber('srv.work-context-idle');
    if (idleTicks !== undefined)
      world.kernel.spawn('srv scavenger', this.contexts.trim(idleTicks), { daemon: true, idle: this.contexts.surplus });
  }

  /** NET STOP SERVER: takes no connection any more and ends those that there are. False when it had stopped already. */
  *stop(): Routine<boolean> {
    yield this.lock.acquire;
    const wasStopped = this.stopped;
    this.stopped = true;
    const connections = [...this.connections];
    this.lock.release();
    for (const connection of connections) yield srvEndConnection(connection, 'server stop');
    if (!wasStopped) yield this.contexts.close();
    return !wasStopped;
  }

  /** The transport has a new connection; answers why it can not be had. */
  *accept(client: string, transport: Transport): Routine<Connection | 'refused' | 'no resources'> {
    const connection = new Connection(this, client, transport);
    const isMade = yield* call(srvAllocate(connection, TAG.srvConnection, 400, 'SrvAllocateConnection'));
    const wrong = isMade ? yield* call(this.#admit(connection)) : 'no resources';
    if (wrong === undefined) {
      this.io.world.events.connected(1);
      return connection;
    }
    connection.dereference();
    yield connection.free();
    return wrong;
  }

  *#admit(connection: Connection): Routine<'refused' | 'no resources' | undefined> {
    const connectionsMax = this.io.world.optionalNumber('srv.connections-max') ?? Infinity;
    yield this.lock.acquire;
    const { stopped, connections } = this;
    const isFull = connections.length >= connectionsMax;
    if (!stopped && !isFull) connections.push(connection);
    this.lock.release();
    if (stopped) return 'refused';
    if (isFull) yield this.log.write(2022);
    return isFull ? 'no resources' : undefined;
  }

  /** The transport has received a request. Takes a work context and leaves the rest to a worker. */
  *receive(connection: Connection, request: SmbRequest): Routine {
    const { faults, events } = this.io.world;
    if (faults.watches(REQUEST_RECEIVED)) {
      const { client, name, body } = request;
      const subjects = { client, request: name, command: body.command };
      if ((yield* call(faults.pass(REQUEST_RECEIVED, subjects))) !== undefined) return;
    }
    const context = yield* call(this.contexts.take());
    if (context === undefined) return; // the server has stopped, and nobody listens
    context.begin(connection, request);
    yield connection.lock.acquire;
    connection.reference();
    // A cancel has no place among the requests under way, so that there is always one for it.
    context.counted = request.body.command !== 'NT_CANCEL' && connection.flow.take(request);
    connection.lock.release();
    events.requestAccepted(context);
    yield this.queue.insert(workItem(context, () => srvProcess(context, request)));
  }

  *#worker(): Routine {
    for (;;) {
      yield this.queue.remove;
      yield this.queue.removed().run();
    }
  }
}

/** Counters of perfmon's Server object. */
class ServerCounters {
  /** Work Item Shortages. */
  shortages = 0;
  /** Blocking Requests Rejected. */
  blockingRejected = 0;
}

/** Work on a request. */
export function workItem(context: WorkContext, run: () => Routine): WorkItem {
  return { label: context.label, run };
}
