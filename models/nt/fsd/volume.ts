import { call, type Routine } from '../../../harness/sim';
import { fsRtlNotifyCleanupAll } from '../fsrtl/notify-cleanup';
import { fsRtlNotifyInitializeSync, fsRtlNotifyUninitializeSync } from '../fsrtl/notify-sync';
import type { DeviceObject } from '../io/device';
import type { Io } from '../io/io';
import { fatCommonCleanup } from './cleanup';
import { fatCommonClose } from './close';
import { fatCommonCreate } from './create';
import { fatNotifyChangeDirectory } from './directory-control';
import { Dirent } from './dirent';
import { fatCommonQueryInformation } from './query-information';
import { fatCommonSetInformation } from './set-information';
import { Vcb } from './vcb';
import { fatCommonWrite } from './write';

/** A mounted volume, as the I/O manager sees it. */
export interface Volume {
  readonly vcb: Vcb;
  readonly device: DeviceObject;
}

/** Mounts a volume that holds these directories (each parent before its children). */
export function* fatMountVolume(io: Io, label: string, directories: readonly string[]): Routine<Volume> {
  const sync = yield* call(fsRtlNotifyInitializeSync(io, label));
  const vcb = new Vcb(io, sync, label);
  for (const path of directories) {
    let at = vcb.root;
    for (const name of path.split('\\')) {
      if (name === '') continue;
      const found: Dirent = at.children.get(name) ?? new Dirent(io.world.kernel, name, true, at);
      at.children.set(name, found);
      at = found;
    }
  }
  const device: DeviceObject = {
    label,
    dispatch: {
      CREATE: (irp) => fatCommonCreate(vcb, irp),
      CLEANUP: (irp) => fatCommonCleanup(vcb, irp),
      CLOSE: (irp) => fatCommonClose(vcb, irp),
      DIRECTORY_CONTROL: (irp) => fatNotifyChangeDirectory(vcb, irp),
      QUERY_INFORMATION: (irp) => fatCommonQueryInformation(vcb, irp),
      SET_INFORMATION: (irp) => fatCommonSetInformation(vcb, irp),
      WRITE: (irp) => fatCommonWrite(vcb, irp),
    },
  };
  return { vcb, device };
}

/**
 * Dismounts a volume, whatever is open on it: open files are good for being closed only (KB Q239703). Watchers are told at once
 * where there is FsRtlNotifyCleanupAll, which came with Windows Vista; before, when their own handles are closed. Answers whether
 * it was mounted.
 */
export function* fatDismountVolume(vcb: Vcb): Routine<boolean> {
  const { io, notifySync, notifyList, resource } = vcb;
  yield resource.acquireExclusive;
  const { mounted } = vcb;
  vcb.mounted = false;
  for (const fcb of vcb.fcbs.values()) {
    yield fcb.resource.acquireExclusive;
    fcb.good = false;
    yield fcb.resource.release;
  }
  if (io.world.text('version') === 'reference') {
    io.world.events.listCleanedUp(notifyList);
    if (!io.world.defect('fsd.dismount-skips-watchers')) yield fsRtlNotifyCleanupAll(io, notifySync, notifyList);
  }
  yield resource.release;
  return mounted;
}

/** FatDeleteVcb: nothing is open on the volume any more. */
export function* fatDeleteVcb(vcb: Vcb): Routine {
  yield fatDismountVolume(vcb);
  yield fsRtlNotifyUninitializeSync(vcb.io, vcb.notifySync);
}
