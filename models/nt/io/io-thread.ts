import { assert, Name, Operation, reads, removeFrom, SharedObject, writes } from '../../../harness/sim';
import type { NtWorld } from '../world';
import type { FileObject } from './file-object';
import type { Irp } from './irp';

const QUEUE_IRP = Name.of('io.thread.queue-irp');
const INSERT_APC = Name.of('ke.apc.insert');
const DELIVER_APC = Name.of('ke.apc.deliver');
const HOLD_OFF_APCS = Name.of('ke.apc.hold-off');
const LET_APCS_IN = Name.of('ke.apc.let-in');
const ALERT = Name.of('io.thread.alert');
const WAIT_FOR_IRPS = Name.of('io.thread.wait-for-irps');

/**
 * The I/O manager's side of a thread (ETHREAD): the requests that it has made and that have not ended (IrpList), and the special kernel
 * APCs in which they end. Simplified: APCs run as a task of their own beside their thread, which holds them off where it must, and not
 * where it only happens to be at APC_LEVEL.
 */
export class IoThread extends SharedObject {
  irps: Irp[] = [];
  /** Of requests that have been completed. */
  apcs: Irp[] = [];
  apcsHeldOff = 0;
  /** The request whose APC is being run: as far as that goes, the thread does not. */
  apcOf: Irp | undefined;
  /** It is to end: no wait of its that can be alerted goes on. */
  ending = false;
  /** Waits until an APC may be delivered. */
  readonly apcDue: Operation;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
  ) {
    super(world.kernel);
    this.apcDue = new Operation(
      DELIVER_APC,
      [writes(this.object)],
      () => this.apcs.length > 0 && this.apcsHeldOff === 0 && this.apcOf === undefined,
    );
  }

  /**
   * The final stage of a request has told its caller, and does not touch anything of the thread's any more. One that went on in the
   * requestor's own call leaves alone the APC that may run beside it. In a step that announces the thread.
   */
  end(irp: Irp): void {
    const wasUnderWay = removeFrom(this.irps, irp);
    assert(wasUnderWay, () => `${irp.label} is under way in ${this.label}`);
    if (this.apcOf === irp) this.apcOf = undefined;
  }

  /** IopQueueThreadIrp: the thread has a request under way. */
  queueIrp(irp: Irp): Operation {
    return this.#operation(QUEUE_IRP, () => {
      this.irps.push(irp);
    });
  }

  /** KeInsertQueueApc. */
  insertApc(irp: Irp): Operation {
    return this.#operation(INSERT_APC, () => {
      this.apcs.push(irp);
    });
  }

  /** What `apcDue` has waited for, in its step. */
  takeApc(): Irp {
    const irp = this.apcs.shift();
    assert(irp !== undefined, () => `${this.label} has an APC due`);
    this.apcOf = irp;
    return irp;
  }

  /** Raises to APC_LEVEL: no request of the thread ends, and its IRP is not freed, until APCs are let in again. */
  holdOffApcs(): Operation {
    const betweenApcs = (): boolean => this.apcOf === undefined;
    return new Operation(HOLD_OFF_APCS, [writes(this.object)], betweenApcs, () => {
      this.apcsHeldOff++;
    });
  }

  letApcsIn(): Operation {
    return this.#operation(LET_APCS_IN, () => {
      this.apcsHeldOff--;
    });
  }

  /** The thread is to end. */
  alert(): Operation {
    return this.#operation(ALERT, () => {
      this.ending = true;
      for (const irp of this.irps) this.world.events.requestMustEnd({ label: irp.label, irp }, 'its thread ends');
    });
  }

  /** Waits until the thread has no request on this file any more, or none at all. */
  withoutIrps(fileObject: FileObject | undefined): Operation {
    return new Operation(WAIT_FOR_IRPS, [reads(this.object)], () => this.irpsOn(fileObject).length === 0);
  }

  /** In a step that announces the thread. */
  irpsOn(fileObject: FileObject | undefined): readonly Irp[] {
    return this.irps.filter((irp) => fileObject === undefined || irp.fileObject === fileObject);
  }

  #operation(kind: Name, commit: () => void): Operation {
    return new Operation(kind, [writes(this.object)], undefined, commit);
  }
}
