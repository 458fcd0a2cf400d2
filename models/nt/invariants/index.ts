import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { irpCleanAtCompletion } from './irp-clean-at-completion';
import { irpCompletedOnce } from './irp-completed-once';
import { irpOneList } from './irp-one-list';
import { notifyBufferOwner } from './notify-buffer-owner';
import { notifyBuffersBounded } from './notify-buffers-bounded';
import { notifyDonatedFreedOnce } from './notify-donated-freed-once';
import { notifyEventsConserved } from './notify-events-conserved';
import { notifyListedWhileAlive } from './notify-listed-while-alive';
import { poolBalanced } from './pool-balanced';
import { poolNoGrowth } from './pool-no-growth';
import { poolNoUseAfterFree } from './pool-no-use-after-free';
import { poolPagedBelowDispatch } from './pool-paged-below-dispatch';
import { quotaBalanced } from './quota-balanced';
import { referencesBalanced } from './references-balanced';
import { requestAccounted } from './request-accounted';
import { requestEnds } from './request-ends';
import { requestOneResponse } from './request-one-response';

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
  notifyBufferOwner,
  requestAccounted,
  requestOneResponse,
  referencesBalanced,
  requestEnds,
  notifyEventsConserved,
  notifyDonatedFreedOnce,
  poolPagedBelowDispatch,
];
