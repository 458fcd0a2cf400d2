import type { FaultPoint } from '../../../harness/sim';

const SUBJECTS = ['request', 'client'];

export const NOTIFY_SEND: FaultPoint = {
  id: 'srv.notify.before-send',
  doc: 'SRV has built the IRP of a notify request and entered it in its table, and is about to send it to the file system.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const NOTIFY_COMPLETION: FaultPoint = {
  id: 'srv.notify.completion',
  doc: "SRV's completion routine for a notify request is about to queue the work context to a worker.",
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const NOTIFY_RESTART: FaultPoint = {
  id: 'srv.notify.restart',
  doc: 'A worker thread is about to build the answer to a notify request whose IRP has been completed.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const NOTIFY_ANSWERED: FaultPoint = {
  id: 'srv.notify.before-response',
  doc: 'A worker thread has taken the records of a notify request and is about to send its answer.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const CANCEL_FOUND: FaultPoint = {
  id: 'srv.cancel.found',
  doc: 'NT_CANCEL has found the request, holds a reference to its work context and is about to call IoCancelIrp.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const CLOSE_STARTED: FaultPoint = {
  id: 'srv.close.started',
  doc: 'SRV has taken the FID out of its table and is about to close the handle.',
  subjects: ['client', 'path'],
  admits: ['delay', 'hold'],
};

export const DISCONNECTED: FaultPoint = {
  id: 'srv.disconnect.started',
  doc: 'SRV has learned that a connection is gone and is about to close what belongs to it.',
  subjects: ['client'],
  admits: ['delay', 'hold'],
};

export const SRV_POINTS: readonly FaultPoint[] = [
  NOTIFY_SEND,
  NOTIFY_COMPLETION,
  NOTIFY_RESTART,
  NOTIFY_ANSWERED,
  CANCEL_FOUND,
  CLOSE_STARTED,
  DISCONNECTED,
];
