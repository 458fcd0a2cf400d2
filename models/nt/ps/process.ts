import {
  assert,
  call,
  Name,
  Operation,
  SharedObject,
  writes,
  type FaultPoint,
  type Routine,
  type Task,
} from '../../../harness/sim';
import { Process } from '../ex/quota';
import type { Caller } from '../io/caller';
import type { FileObject } from '../io/file-object';
import type { Io } from '../io/io';
import { IoThread } from '../io/io-thread';
import { iopCompleteRequest } from '../io/stage-two';
import type { EventObject } from '../ob/event-object';
import { HandleTable } from '../ob/handle-table';
import type { NtStatus } from '../status';

export const SERVICE_ENTERED: FaultPoint = {
  id: 'ps.service.entered',
  doc: 'A thread of a program has called a system service, which has done nothing of it yet.',
  subjects: ['client', 'thread'],
  admits: ['delay', 'hold'],
};

const ENTER = Name.of('ps.service.enter');
const LEAVE = Name.of('ps.service.leave');
const EXIT = Name.of('ps.process.exit');
const ALONE = Name.of('ps.process.alone');

/** A process that is not the system's: its handles, its quota, its threads, which are the simulated threads that call services in it. */
export class UserProcess extends SharedObject {
  readonly handles: HandleTable<FileObject | EventObject>;
  readonly quota: Process;
  threads = new Map<Task, IoThread>();
  /** Calls of system services that have not returned. */
  callsUnderWay = 0;
  exiting = false;
  /** `yield process.leave`: the current thread returns from a service. */
  readonly leave: Operation;
  readonly #enter: Operation;

  constructor(
    readonly io: Io,
    readonly label: string,
  ) {
    super(io.world.kernel);
    this.handles = new HandleTable(io.world, `handle table of ${label}`);
    this.quota = new Process(io.world, label, io.world.optionalNumber('quota.paged'));
    this.#enter = new Operation(ENTER, [writes(this.object)]);
    this.leave = new Operation(LEAVE, [writes(this.object)], undefined, () => {
      this.callsUnderWay--;
    });
  }

  /** The current thread calls a service: who it is, or why it may not. */
  *enter(): Routine<Caller | NtStatus> {
    yield this.#enter;
    if (this.exiting) return 'STATUS_PROCESS_IS_TERMINATING';
    const thread = this.#currentThread();
    if (thread.ending) return 'STATUS_THREAD_IS_TERMINATING';
    this.callsUnderWay++;
    const { faults } = this.world;
    const subjects = { client: this.label, thread: thread.label };
    if (faults.watches(SERVICE_ENTERED)) yield* call(faults.pass(SERVICE_ENTERED, subjects));
    return { thread, quota: this.quota, handles: this.handles, client: this.label };
  }

  /** No service is called any more; answers the threads, or nothing when the process is exiting already. */
  *beginExit(): Routine<readonly IoThread[] | undefined> {
    yield new Operation(EXIT, [writes(this.object)]);
    if (this.exiting) return undefined;
    this.exiting = true;
    return [...this.threads.values()];
  }

  /** Waits until every call has returned. */
  alone(): Operation {
    return new Operation(ALONE, [writes(this.object)], () => this.callsUnderWay === 0);
  }

  #currentThread(): IoThread {
    const { kernel } = this.world;
    const task = kernel.current;
    assert(task !== undefined, 'services are called by threads');
    let thread = this.threads.get(task);
    if (thread === undefined) {
      thread = new IoThread(this.world, `thread ${task.name}`);
      this.threads.set(task, thread);
      kernel.spawn(`${task.name}/apc`, deliverApcs(this.io, thread), { daemon: true });
    }
    return thread;
  }

  get world(): Io['world'] {
    return this.io.world;
  }
}

/** The special kernel APCs of a thread: the requests that it made end in them. */
function* deliverApcs(io: Io, thread: IoThread): Routine {
  for (;;) {
    yield thread.apcDue;
    yield* iopCompleteRequest(io, thread.takeApc());
  }
}
