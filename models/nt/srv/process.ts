import { call, unreachable, type Routine } from '../../../harness/sim';
import { srvClose, srvSetInformation, srvWrite } from './by-handle';
import { srvDelete, srvRename, srvSetBasicInfo, srvSetEndOfFile } from './by-path';
import { srvLogoff, srvProcessExit, srvTreeDisconnect } from './disconnect';
import type { SmbRequest } from './message';
import { srvNtCancel } from './nt-cancel';
import { srvNtCreate } from './nt-create';
import { srvNotifyChange } from './notify-change';
import { REQUEST_STARTED } from './points';
import { srvRespond, srvVerify } from './request';
import { srvReauthenticate, srvSessionSetup, srvTreeConnect } from './session-setup';
import type { WorkContext } from './work-context';
import { srvWriteRaw } from './write-raw';

/** A worker takes a request on. */
export function* srvProcess(context: WorkContext, request: SmbRequest): Routine {
  const { faults } = context.server.io.world;
  if (faults.watches(REQUEST_STARTED)) {
    const { client, name, body } = request;
    yield* call(faults.pass(REQUEST_STARTED, { client, request: name, command: body.command }));
  }
  if (request.body.command === 'NT_CANCEL') {
    yield srvNtCancel(context, request);
    return;
  }
  const wrong = yield* call(srvVerify(context, request));
  if (wrong === undefined) yield perform(context, request);
  else yield srvRespond(context, { status: wrong });
}

/** One routine for each SMB command, which answers it or leaves it pending. */
function perform(context: WorkContext, request: SmbRequest): Routine {
  const { body } = request;
  switch (body.command) {
    case 'SESSION_SETUP':
      return srvSessionSetup(context, body);
    case 'REAUTHENTICATE':
      return srvReauthenticate(context, body);
    case 'TREE_CONNECT':
      return srvTreeConnect(context);
    case 'NT_CREATE':
      return srvNtCreate(context, request, body);
    case 'CLOSE':
      return srvClose(context);
    case 'WRITE':
      return srvWrite(context, body);
    case 'WRITE_RAW':
      return srvWriteRaw(context, body);
    case 'SET_INFO':
      return srvSetInformation(context, body);
    case 'RENAME':
      return srvRename(context, request, body);
    case 'DELETE':
      return srvDelete(context, request, body);
    case 'SET_BASIC_INFO':
      return srvSetBasicInfo(context, request, body);
    case 'SET_END_OF_FILE':
      return srvSetEndOfFile(context, request, body);
    case 'NT_TRANSACT_NOTIFY_CHANGE':
      return srvNotifyChange(context, request, body);
    case 'NT_CANCEL':
      return srvNtCancel(context, request);
    case 'TREE_DISCONNECT':
      return srvTreeDisconnect(context);
    case 'LOGOFF':
      return srvLogoff(context);
    case 'PROCESS_EXIT':
      return srvProcessExit(context, request);
    default:
      return unreachable(body);
  }
}
