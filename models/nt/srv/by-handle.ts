import { call, type Routine } from '../../../harness/sim';
import { ioSynchronousRequest, type SynchronousRequest } from '../io/io-synchronous-request';
import { srvCloseRfcb } from './close-rfcb';
import type { SmbCommand, SmbRequest } from './message';
import { srvRespond, srvVerify } from './request';
import type { WorkContext } from './work-context';

/** SMB_COM_CLOSE ([MS-CIFS] 3.3.5.7). What is pended on the file is answered too, each by its own response. */
export function* srvClose(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'CLOSE' }>,
): Routine {
  const wrong = yield* call(srvVerify(context, request, body.fid));
  const { rfcb } = context;
  if (rfcb === undefined) {
    yield srvRespond(context, { status: wrong ?? 'STATUS_INVALID_HANDLE' });
    return;
  }
  const closed = yield* call(srvCloseRfcb(rfcb));
  yield srvRespond(context, { status: closed ? 'STATUS_SUCCESS' : 'STATUS_INVALID_HANDLE' });
}

/** SMB_COM_WRITE_ANDX. */
export function srvWrite(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'WRITE' }>,
): Routine {
  const parameters = { kind: 'write', offset: 0, bytes: body.bytes } as const;
  return onFile(context, request, body.fid, { major: 'WRITE', parameters });
}

/** TRANS2_SET_FILE_INFORMATION, SMB_SET_FILE_BASIC_INFO. */
export function srvSetFileBasicInfo(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'SET_FILE_BASIC_INFO' }>,
): Routine {
  const { fid, attributes, times } = body;
  return onFile(context, request, fid, { major: 'SET_INFORMATION', parameters: { kind: 'basic', attributes, times } });
}

/** TRANS2_SET_FILE_INFORMATION, SMB_SET_FILE_DISPOSITION_INFO. */
export function srvSetDisposition(
  context: WorkContext,
  request: SmbRequest,
  body: Extract<SmbCommand, { command: 'SET_DISPOSITION' }>,
): Routine {
  const parameters = { kind: 'disposition', deleteFile: body.deleteFile } as const;
  return onFile(context, request, body.fid, { major: 'SET_INFORMATION', parameters });
}

function* onFile(context: WorkContext, request: SmbRequest, fid: number, wanted: SynchronousRequest): Routine {
  const wrong = yield* call(srvVerify(context, request, fid));
  const { rfcb } = context;
  const status =
    rfcb === undefined
      ? (wrong ?? 'STATUS_INVALID_HANDLE')
      : yield* call(ioSynchronousRequest(context.server.io, rfcb.fileObject, wanted));
  yield srvRespond(context, { status });
}
