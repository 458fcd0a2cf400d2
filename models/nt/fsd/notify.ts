import { assert, call, type Routine } from '../../../harness/sim';
import { FILTERS, type FileAction } from '../fsrtl/filters';
import type { FilterCallback, TraverseCallback } from '../fsrtl/notify-change';
import {
  fsRtlNotifyChangeDirectory,
  fsRtlNotifyFilterChangeDirectory,
  fsRtlNotifyFullChangeDirectory,
} from '../fsrtl/notify-full-change-directory';
import {
  fsRtlNotifyFilterReportChange,
  fsRtlNotifyFullReportChange,
  fsRtlNotifyReportChange,
} from '../fsrtl/notify-full-report-change';
import { seCaptureSubjectContext } from '../fsrtl/subject-context';
import type { Irp } from '../io/irp';
import { Dirent } from './dirent';
import { Ccb, type Vcb } from './vcb';

/** What a client asks to be told of. */
export interface Asked {
  readonly watchTree: boolean;
  readonly filter: number;
}

/**
 * Registers a request with the package, in the form that the file system has been set to. Completes or queues the IRP. Raises what
 * the package raises; then the IRP is still the caller's. FASTFAT itself has no callbacks: those are as NTFS has them.
 */
export function* fatRegister(vcb: Vcb, ccb: Ccb, irp: Irp, { watchTree, filter }: Asked): Routine {
  const { io, notifySync, notifyList, closedDirectories } = vcb;
  const isConcerned = !vcb.oldestForms && watchTree && closedDirectories.concern(ccb.opener);
  const isChecked = isConcerned && !closedDirectories.areHidden;
  const registration = {
    fsContext: ccb,
    directory: ccb.fcb,
    watchTree,
    ignoreBuffer: false,
    completionFilter: filter,
    traverseCallback: isChecked ? mayTraverse : undefined,
    subjectContext: isChecked ? yield* call(seCaptureSubjectContext(io, ccb.opener)) : undefined,
  };
  if (vcb.oldestForms) {
    yield fsRtlNotifyChangeDirectory(io, notifySync, notifyList, registration, irp);
  } else if (isConcerned && !isChecked) {
    yield fsRtlNotifyFilterChangeDirectory(io, notifySync, notifyList, registration, isToBeSeen, irp);
  } else {
    yield fsRtlNotifyFullChangeDirectory(io, notifySync, notifyList, registration, irp);
  }
}

/** FatNotifyReportChange: a file or directory has changed. The caller holds the volume's resource. */
export function fatNotifyReportChange(vcb: Vcb, dirent: Dirent, filterMatch: number, action: FileAction): Routine {
  const { io, notifySync, notifyList, closedDirectories } = vcb;
  const change = { target: dirent.path, filterMatch, action, targetContext: dirent.parent };
  if (vcb.oldestForms) return fsRtlNotifyReportChange(io, notifySync, notifyList, change);
  if (closedDirectories.areHidden) {
    return fsRtlNotifyFilterReportChange(io, notifySync, notifyList, change, dirent);
  }
  return fsRtlNotifyFullReportChange(io, notifySync, notifyList, change);
}

/** The bit that creating, deleting and renaming it has. */
export function nameFilter({ directory }: Dirent): number {
  return directory ? FILTERS['dir-name'] : FILTERS['file-name'];
}

/** Traverse callback: the directory of what changed, and those on the way to it from the watched one, are open to the subject. */
const mayTraverse: TraverseCallback = (notifyContext, targetContext, subject) => {
  assert(notifyContext instanceof Ccb && targetContext instanceof Dirent, 'the package hands back what it was given');
  assert(subject?.subject === notifyContext.opener, 'the package hands back the subject of this open');
  const { vcb, dirent } = notifyContext.fcb;
  return !vcb.closedDirectories.liesBehind(targetContext, dirent);
};

/** Filter callback: neither what changed nor what it lies in is hidden from the watcher. */
const isToBeSeen: FilterCallback = (notifyContext, filterContext) => {
  assert(notifyContext instanceof Ccb && filterContext instanceof Dirent, 'the package hands back what it was given');
  const { vcb, dirent } = notifyContext.fcb;
  return !vcb.closedDirectories.liesBehind(filterContext, dirent);
};
