import type { FaultPoint } from '../../../harness/sim';

const SUBJECTS = ['request', 'client', 'path'];

/** Where a thread in the notify package can be preempted between two visible operations. */
export const BEFORE_QUEUE: FaultPoint = {
  id: 'fsrtl.register.before-queue',
  doc: 'FsRtlNotifyFullChangeDirectory holds the notify sync and is about to set the cancel routine of a request that it queues.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const QUEUED: FaultPoint = {
  id: 'fsrtl.register.queued',
  doc: 'FsRtlNotifyFullChangeDirectory has queued a request, which can be cancelled from now on; it holds the notify sync.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const REPORT_RECORDED: FaultPoint = {
  id: 'fsrtl.report.recorded',
  doc: 'FsRtlNotifyFullReportChange has written a record for one structure; it holds the notify sync.',
  subjects: ['path', 'action', 'name'],
  admits: ['delay', 'hold'],
};

export const BEFORE_COMPLETE: FaultPoint = {
  id: 'fsrtl.report.before-complete',
  doc: 'FsRtlNotifyFullReportChange has data for a pended request and is about to take its cancel routine.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const REQUEST_MEMORY: FaultPoint = {
  id: 'fsrtl.request-memory',
  doc: 'The package is about to write to memory that a request has brought: its user buffer, the mapping of its MDL or its system buffer. Failing, the write raises.',
  subjects: [...SUBJECTS, 'memory'],
  admits: ['fail'],
  statuses: ['STATUS_ACCESS_VIOLATION'],
};

export const CANCEL_ENTERED: FaultPoint = {
  id: 'fsrtl.cancel.entered',
  doc: 'The cancel routine has released the cancel spin lock and is about to acquire the notify sync.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const CANCEL_DONE: FaultPoint = {
  id: 'fsrtl.cancel.done',
  doc: 'The cancel routine has completed its request and released the notify sync.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const CLEANUP_ENTERED: FaultPoint = {
  id: 'fsrtl.cleanup.entered',
  doc: 'FsRtlNotifyCleanup is about to acquire the notify sync.',
  subjects: ['path'],
  admits: ['delay', 'hold'],
};

export const CLEANUP_DONE: FaultPoint = {
  id: 'fsrtl.cleanup.done',
  doc: 'FsRtlNotifyCleanup has completed what was pended and released the notify sync.',
  subjects: ['path'],
  admits: ['delay', 'hold'],
};

export const FSRTL_POINTS: readonly FaultPoint[] = [
  BEFORE_QUEUE,
  QUEUED,
  REPORT_RECORDED,
  BEFORE_COMPLETE,
  REQUEST_MEMORY,
  CANCEL_ENTERED,
  CANCEL_DONE,
  CLEANUP_ENTERED,
  CLEANUP_DONE,
];
