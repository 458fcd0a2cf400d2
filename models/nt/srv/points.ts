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
  doc: 'A cancel has found the request, holds a reference to its work context and is about to call IoCancelIrp.',
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

const MESSAGE = ['client', 'request', 'command'];

export const REQUEST_RECEIVED: FaultPoint = {
  id: 'srv.receive',
  doc: 'The transport indicates a request to SRV, which has no work context for it yet.',
  subjects: MESSAGE,
  admits: ['delay', 'hold', 'drop'],
};

export const REQUEST_STARTED: FaultPoint = {
  id: 'srv.request.started',
  doc: 'A worker thread has taken a request from the work queue and is about to look at its header.',
  subjects: MESSAGE,
  admits: ['delay', 'hold'],
};

export const RESPONSE_SEND: FaultPoint = {
  id: 'srv.send',
  doc: 'SRV has a response, for which it has given up its place among the requests under way, and is about to send it.',
  subjects: ['client', 'request', 'status'],
  admits: ['delay', 'hold', 'fail'],
  statuses: ['STATUS_CONNECTION_RESET', 'STATUS_INSUFFICIENT_RESOURCES'],
};

export const INTERIM_SEND: FaultPoint = {
  id: 'srv.interim.before-send',
  doc: 'SMB2: the file system has a notify request, and a worker thread is about to see whether it needs an interim response.',
  subjects: SUBJECTS,
  admits: ['delay', 'hold'],
};

export const SRV_POINTS: readonly FaultPoint[] = [
  REQUEST_RECEIVED,
  REQUEST_STARTED,
  RESPONSE_SEND,
  INTERIM_SEND,
  NOTIFY_SEND,
  NOTIFY_COMPLETION,
  NOTIFY_RESTART,
  NOTIFY_ANSWERED,
  CANCEL_FOUND,
  CLOSE_STARTED,
  DISCONNECTED,
];
