import { call, type Called, type Routine } from '../../../harness/sim';
import type { Block } from '../ex/block';
import { TAG } from '../ex/tags';
import { srvOnFile } from './by-handle';
import type { SmbCommand } from './message';
import { srvRespond } from './request';
import type { WorkContext } from './work-context';

/**
 * SMB_COM_WRITE_RAW ([MS-CIFS] 3.3.5.27): needs a raw work item, of which there are few, and a buffer for all of the data. Without either the
 * client is to write in the standard way.
 */
export function* srvWriteRaw(context: WorkContext, body: Extract<SmbCommand, { command: 'WRITE_RAW' }>): Routine {
  const { server } = context;
  const { lock, rawContexts } = server;
  yield lock.acquire;
  const mine = rawContexts.left > 0;
  if (mine) rawContexts.take();
  lock.release();
  if (!mine) yield server.log.write(2023);
  const buffer = mine ? yield* allocate(context, body.bytes) : undefined;
  const parameters = { kind: 'write', offset: body.offset, bytes: body.bytes } as const;
  const status =
    buffer === undefined ? 'STATUS_SMB_USE_STANDARD' : yield* call(srvOnFile(context, { major: 'WRITE', parameters }));
  if (buffer !== undefined) yield* server.nonpaged.free(buffer, 'SrvFreeRawWorkItem');
  if (mine) {
    yield lock.acquire;
    rawContexts.give();
    lock.release();
  }
  yield srvRespond(context, { status });
}

function allocate({ server, label }: WorkContext, bytes: number): Called<Block | undefined> {
  const owner = { label: `raw work item of ${label}` };
  return server.nonpaged.allocate({ bytes, tag: TAG.srvRawWorkContext, site: 'SrvAllocateRawWorkItem', owner });
}
