import type { Routine } from '../../../harness/sim';
import { fsRtlNotifyDeletePending } from '../fsrtl/notify-full-change-directory';
import type { NtStatus } from '../status';
import type { Dirent } from './dirent';
import { fatNotifyReportChange, nameFilter } from './notify';
import type { Fcb, Vcb } from './vcb';

/**
 * Marks a file for deletion at its last cleanup. A directory answers what is pended on all of its handles: the key is the stream,
 * not the handle (fastfat fileinfo.c, cleanup.c). The caller holds the resources of the volume and of the file.
 */
export function* fatMarkForDeletion(vcb: Vcb, fcb: Fcb): Routine {
  fcb.deleteOnClose = true;
  if (vcb.io.world.defect('fsd.removed-too-early'))
    yield fatNotifyReportChange(vcb, fcb.dirent, nameFilter(fcb.dirent), 'REMOVED');
  if (!fcb.dirent.directory) return;
  vcb.io.world.events.deletePending(fcb);
  yield fsRtlNotifyDeletePending(vcb.io, vcb.notifySync, vcb.notifyList, fcb);
}

/** What keeps a file from being marked for deletion (fastfat fileinfo.c). The caller holds the volume's resource. */
export function whyNotDeleted({ parent, attributes, children }: Dirent): NtStatus | undefined {
  if (attributes === 'read-only' || parent === undefined) return 'STATUS_CANNOT_DELETE';
  return children.size > 0 ? 'STATUS_DIRECTORY_NOT_EMPTY' : undefined;
}

/** Whether a directory is marked for deletion: nothing is made in it or moved to it any more. */
export function isGoing(vcb: Vcb, directory: Dirent): boolean {
  return vcb.fcbs.get(directory)?.deleteOnClose === true;
}

/** Whether nobody has it open any more and it is marked for deletion. */
export function isToGo(fcb: Fcb): boolean {
  return fcb.uncleanCount === 0 && fcb.deleteOnClose && fcb.good && !fcb.deleted;
}

/** Takes a file off the disk that was to go a moment ago: the caller has let go of its resource, as the volume's comes first. */
export function* fatDeleteFile(vcb: Vcb, fcb: Fcb): Routine {
  const { dirent } = fcb;
  yield vcb.resource.acquireExclusive;
  yield fcb.resource.acquireExclusive;
  if (isToGo(fcb)) {
    fcb.deleted = true;
    dirent.parent?.children.delete(dirent.name);
    vcb.io.world.events.diskChanged('REMOVED', dirent.path);
    yield fatNotifyReportChange(vcb, dirent, nameFilter(dirent), 'REMOVED');
  }
  yield fcb.resource.release;
  yield vcb.resource.release;
}
