import { call, type Handle, type Request, type Response, type Routine } from '../../../harness/sim';
import type { Volume } from '../fsd/volume';
import type { Caller } from '../io/caller';
import type { Io } from '../io/io';
import { IoStatusBlock } from '../io/io-status-block';
import { NotifyMemory } from '../io/irp';
import { pspExitProcess } from '../ps/exit';
import { UserProcess } from '../ps/process';
import type { NtStatus } from '../status';

/** A handle that a process has: a number in its table, and in no other. */
export class NativeHandle implements Handle {
  readonly kind = 'handle';

  constructor(
    readonly client: NativeClient,
    readonly handle: number,
  ) {}
}

/** A call of NtNotifyChangeDirectoryFile as its caller has it: the status block, and the buffer beside it. */
export class NativeRequest extends IoStatusBlock implements Request {
  readonly kind = 'request';
  readonly buffer: NotifyMemory;
  /** What the call itself answered, where that was the end of it. */
  refusal: NtStatus | undefined = undefined;

  constructor(
    readonly client: NativeClient,
    readonly handle: number,
    name: string,
    bufferBytes: number,
  ) {
    const { world } = client.io;
    super(world, name);
    this.buffer = new NotifyMemory(world.kernel, 'user', bufferBytes, this);
  }

  get response(): Response | undefined {
    const { status, information, written } = this;
    if (!written) return this.refusal === undefined ? undefined : { status: this.refusal };
    const records = status === 'STATUS_SUCCESS' ? this.buffer.records : [];
    return { status, information, records: records.map(({ action, name }) => `${action} ${name}`) };
  }
}

/** A program on the server's machine: a process, whose threads are the tasks that act for it. */
export class NativeClient {
  readonly process: UserProcess;

  constructor(
    readonly io: Io,
    readonly volume: Volume,
    readonly label: string,
  ) {
    this.process = new UserProcess(io, label);
  }

  /** Calls a system service in the current thread; or answers why nothing can be called any more. */
  *service<T>(routineOf: (caller: Caller) => Routine<T>): Routine<T | NtStatus> {
    const caller = yield* call(this.process.enter());
    if (typeof caller === 'string') return caller;
    const answer = yield* call(routineOf(caller));
    yield this.process.leave;
    return answer;
  }

  /** Closes what it has open, then ends. */
  *tearDown(): Routine {
    yield this.process.handles.closeAll();
    yield pspExitProcess(this.process);
  }

  /** What it has under way, for reports. */
  pending(): readonly string[] {
    return [...this.process.threads.values()].flatMap(({ irps }) =>
      irps.map(({ request, listEntry }) =>
        listEntry === undefined ? `${request} has not ended` : `${request} is pended on the ${listEntry}`,
      ),
    );
  }
}
