import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { irpCleanAtCompletion } from './irp-clean-at-completion';
import { irpCompletedOnce } from './irp-completed-once';
import { irpOneList } from './irp-one-list';
import { irpPendingIsMarked } from './irp-pending-is-marked';
import { lockOrder } from './lock-order';
import { notifyBufferOwner } from './notify-buffer-owner';
import { notifyBuffersBounded } from './notify-buffers-bounded';
import { notifyCancelKeepsChanges } from './notify-cancel-keeps-changes';
import { notifyDonatedFreedOnce } from './notify-donated-freed-once';
import { notifyEndsWithDirectory } from './notify-ends-with-directory';
import { notifyEndsWithHandle } from './notify-ends-with-handle';
import { notifyEventsConserved } from './notify-events-conserved';
import { notifyFirstInFirstOut } from './notify-first-in-first-out';
import { notifyFirstRequestBinds } from './notify-first-request-binds';
import { notifyHandlesIndependent } from './notify-handles-independent';
import { notifyListedWhileAlive } from './notify-listed-while-alive';
import { notifyNameLives } from './notify-name-lives';
import { notifyNoStorm } from './notify-no-storm';
import { notifyOverflowToldOnce } from './notify-overflow-told-once';
import { notifyReachRespected } from './notify-reach-respected';
import { notifyRecordsInOrder } from './notify-records-in-order';
import { notifyRecordsWellFormed } from './notify-records-well-formed';
import { notifyReferencesCounted } from './notify-references-counted';
import { notifyRenamePairs } from './notify-rename-pairs';
import { notifyStatusFits } from './notify-status-fits';
import { poolBalanced } from './pool-balanced';
import { poolNoGrowth } from './pool-no-growth';
import { poolNoUseAfterFree } from './pool-no-use-after-free';
import { poolPagedBelowDispatch } from './pool-paged-below-dispatch';
import { quotaBalanced } from './quota-balanced';
import { referencesBalanced } from './references-balanced';
import { requestAccounted } from './request-accounted';
import { requestEnds } from './request-ends';
import { requestOneResponse } from './request-one-response';
import { slotsBounded } from './slots-bounded';
import { subjectContextOwned } from './subject-context-owned';
import { volumeChangesReported } from './volume-changes-reported';
import { workContextFree } from './work-context-free';

/** Every property that is asserted of every run, by its number; of several that one step breaks the first is the violation. */
export const INVARIANTS: readonly Invariant<NtEvents>[] = [
  poolBalanced,
  poolNoUseAfterFree,
  notifyBuffersBounded,
  quotaBalanced,
  poolNoGrowth,
  irpCompletedOnce,
  irpCleanAtCompletion,
  irpOneList,
  notifyListedWhileAlive,
  notifyNameLives,
  notifyBufferOwner,
  notifyRecordsWellFormed,
  requestAccounted,
  requestOneResponse,
  referencesBalanced,
  workContextFree,
  requestEnds,
  notifyEventsConserved,
  subjectContextOwned,
  notifyOverflowToldOnce,
  notifyFirstRequestBinds,
  notifyDonatedFreedOnce,
  notifyRenamePairs,
  notifyRecordsInOrder,
  notifyFirstInFirstOut,
  notifyStatusFits,
  irpPendingIsMarked,
  notifyReachRespected,
  notifyNoStorm,
  lockOrder,
  slotsBounded,
  notifyEndsWithHandle,
  notifyEndsWithDirectory,
  notifyReferencesCounted,
  notifyCancelKeepsChanges,
  notifyHandlesIndependent,
  poolPagedBelowDispatch,
  volumeChangesReported,
];
