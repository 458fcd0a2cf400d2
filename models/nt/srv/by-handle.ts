import { assert, call, type Routine } from '../../../harness/sim';
import { ioSynchronousRequest, type SynchronousRequest } from '../io/io-synchronous-request';
import type { NtStatus } from '../status';
import { srvCloseRfcb, srvReleaseHeldBack } from './close-rfcb';
import type { SmbCommand } from './message';
import { srvRespond } from './request';
import type { WorkContext } from './work-context';

/**
 * SMB_COM_CLOSE ([MS-CIFS] 3.3.5.7), SMB2 CLOSE (MS-SMB2 3.3.5.10). What is pended on the file is answered too, each by its own response; in
 * SMB2 after this one.
 */
export function* srvClose(context: WorkContext): Routine {
  const { rfcb, server } = context;
  assert(rfcb !== undefined, 'a verified FID has an RFCB');
  const holdsBack = server.dialect.closeAnswersFirst;
  const closed = yield* call(srvCloseRfcb(rfcb, 'close', { holdsBack }));
  yield srvRespond(context, { status: closed ? 'STATUS_SUCCESS' : 'STATUS_INVALID_HANDLE' });
  if (closed && holdsBack) yield srvReleaseHeldBack(rfcb);
}

/** SMB_COM_WRITE_ANDX, SMB2 WRITE. */
export function* srvWrite(context: WorkContext, body: Extract<SmbCommand, { command: 'WRITE' }>): Routine {
  const parameters = { kind: 'write', offset: body.offset, bytes: body.bytes } as const;
  yield srvRespond(context, { status: yield* call(srvOnFile(context, { major: 'WRITE', parameters })) });
}

/** TRANS2_SET_FILE_INFORMATION, SMB2 SET_INFO. */
export function* srvSetInformation(context: WorkContext, body: Extract<SmbCommand, { command: 'SET_INFO' }>): Routine {
  const wanted = { major: 'SET_INFORMATION', parameters: body.information } as const;
  yield srvRespond(context, { status: yield* call(srvOnFile(context, wanted)) });
}

/** Sends a request for the open that the message names, and waits. */
export function* srvOnFile(context: WorkContext, wanted: SynchronousRequest): Routine<NtStatus> {
  const { rfcb, server } = context;
  assert(rfcb !== undefined, 'a verified FID has an RFCB');
  return yield* call(ioSynchronousRequest(server.io, rfcb.fileObject, wanted));
}
