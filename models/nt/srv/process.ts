import { unreachable, type Routine } from '../../../harness/sim';
import { srvClose, srvSetDisposition, srvSetFileBasicInfo, srvWrite } from './by-handle';
import { srvDelete, srvRename, srvSetBasicInfo, srvSetEndOfFile } from './by-path';
import { srvLogoff, srvProcessExit, srvTreeDisconnect } from './disconnect';
import type { SmbRequest } from './message';
import { srvNtCancel } from './nt-cancel';
import { srvNtCreate } from './nt-create';
import { srvNotifyChange } from './notify-change';
import { srvSessionSetup, srvTreeConnect } from './session-setup';
import type { WorkContext } from './work-context';

/** A worker takes a request on: one routine for each SMB command, which answers it or leaves it pending. */
export function srvProcess(context: WorkContext, request: SmbRequest): Routine {
  const { body } = request;
  switch (body.command) {
    case 'SESSION_SETUP':
      return srvSessionSetup(context);
    case 'NT_CREATE':
      return srvNtCreate(context, request, body);
    case 'CLOSE':
      return srvClose(context, request, body);
    case 'WRITE':
      return srvWrite(context, request, body);
    case 'SET_FILE_BASIC_INFO':
      return srvSetFileBasicInfo(context, request, body);
    case 'SET_DISPOSITION':
      return srvSetDisposition(context, request, body);
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
    case 'TREE_CONNECT':
      return srvTreeConnect(context, request);
    case 'TREE_DISCONNECT':
      return srvTreeDisconnect(context, request);
    case 'PROCESS_EXIT':
      return srvProcessExit(context, request);
    case 'LOGOFF':
      return srvLogoff(context, request);
    default:
      return unreachable(body);
  }
}
