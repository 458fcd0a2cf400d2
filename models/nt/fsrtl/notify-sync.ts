import { GuardedObject, removeFrom, type Routine } from '../../../harness/sim';
import type { Block } from '../ex/block';
import { TAG } from '../ex/tags';
import type { Io } from '../io/io';
import { FastMutex } from '../ke/fast-mutex';
import { LOCK_LEVEL } from '../ke/lock';
import { keGetCurrentThread } from '../ke/thread';

/**
 * NOTIFY_SYNC: a recursive fast mutex, one for each notify list, that is for each volume [I]. Lock order: file system resources,
 * then this, then the cancel spin lock. Recursion matters because completing a request inside it may come back.
 */
export class NotifySync extends GuardedObject {
  readonly label: string;
  readonly mutex: FastMutex;
  count = 0;
  block: Block | undefined = undefined;

  constructor(io: Io, label: string) {
    super(io.world.kernel);
    this.label = label;
    this.mutex = new FastMutex(io.world, label, LOCK_LEVEL.notifySync);
  }

  *acquire(): Routine {
    const { owns } = keGetCurrentThread(this.mutex.world.kernel);
    if (!owns.includes(this)) {
      yield this.mutex.acquire;
      owns.push(this);
    }
    this.count++;
  }

  *release(): Routine {
    this.count--;
    if (this.count > 0) return;
    removeFrom(keGetCurrentThread(this.mutex.world.kernel).owns, this);
    yield this.mutex.release;
  }
}

/** FsRtlNotifyInitializeSync: nonpaged; raises STATUS_INSUFFICIENT_RESOURCES [D: DDK]. Every call is matched by Uninitialize. */
export function* fsRtlNotifyInitializeSync(io: Io, volume: string): Routine<NotifySync> {
  const sync = new NotifySync(io, `notify sync of ${volume}`);
  const request = { bytes: 44, tag: TAG.notifySync, site: 'FsRtlNotifyInitializeSync', owner: sync };
  sync.block = yield* io.executive.nonpagedPool.allocateOrRaise(request);
  return sync;
}

/** FsRtlNotifyUninitializeSync [D: DDK]. A second time there is nothing to free [I]. */
export function* fsRtlNotifyUninitializeSync(io: Io, sync: NotifySync): Routine {
  if (sync.block !== undefined) yield* io.executive.nonpagedPool.free(sync.block, 'FsRtlNotifyUninitializeSync');
  sync.block = undefined;
}
