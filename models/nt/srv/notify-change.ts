import { assert, call, type Routine } from '../../../harness/sim';
import { TAG } from '../ex/tags';
import { ioCallDriver } from '../io/io-call-driver';
import { NotifyMemory, StackLocation, type CompletionRoutine, type Irp } from '../io/irp';
import { isValidFilter } from '../io/notify-filter';
import type { NtStatus } from '../status';
import { srvCompleted, srvGoAsync } from './interim';
import { BLOCKING_REJECTED } from './marks';
import type { SmbCommand, SmbRequest } from './message';
import { NOTIFY_ANSWERED, NOTIFY_COMPLETION, NOTIFY_RESTART, NOTIFY_SEND } from './points';
import { connectionOf, srvMustEnd, srvRespond, srvReturnContext } from './request';
import { srvAllocateTransaction } from './transaction';
import type { WorkContext } from './work-context';

type NotifyCommand = Extract<SmbCommand, { command: 'NT_TRANSACT_NOTIFY_CHANGE' }>;

/** What one request may ask for over the network (sdk-api ReadDirectoryChangesW; MS-SMB2 3.3.5.19). */
export const NOTIFY_BYTES_MAX = 65_536;

/**
 * NT_TRANSACT_NOTIFY_CHANGE ([MS-CIFS] 2.2.7.4, 3.3.5.59.4), SMB2 CHANGE_NOTIFY (MS-SMB2 3.3.5.19): sends a notify request to the file system
 * with the context's own IRP and returns the thread to its pool. The answer is built when the IRP has been completed, however
 * long that takes.
 */
export function* srvNotifyChange(context: WorkContext, request: SmbRequest, body: NotifyCommand): Routine {
  const wrong = refusal(context, body) ?? (yield* call(prepare(context, request, body)));
  if (wrong !== undefined) {
    yield srvRespond(context, { status: wrong });
    return;
  }
  const { io, dialect } = context.server;
  const subjects = { request: request.name, client: request.client };
  if (io.world.faults.watches(NOTIFY_SEND)) yield* call(io.world.faults.pass(NOTIFY_SEND, subjects));
  const status = yield* call(ioCallDriver(io, context.irp));
  if (status === 'STATUS_PENDING' && io.world.defect('srv.context-returned-while-pended'))
    yield srvReturnContext(context);
  // Its answer may have been sent by now, and the context be another's: only SMB2 has kept a reference.
  else if (dialect.hasInterim) yield srvGoAsync(context, status);
}

/** What can be said without asking anybody. */
function refusal(context: WorkContext, { maxParameterCount, filter }: NotifyCommand): NtStatus | undefined {
  const { server, rfcb } = context;
  const { world } = server.io;
  if (world.text('srv.notify') === 'off') return server.dialect.notifyUnsupported;
  if (maxParameterCount > NOTIFY_BYTES_MAX) return 'STATUS_INVALID_PARAMETER';
  const mayList = rfcb?.access === 'everything' || world.defect('srv.access-not-checked');
  if (!mayList) return 'STATUS_ACCESS_DENIED';
  if (world.text('srv.notify-filter') === 'checked' && !isValidFilter(filter)) return 'STATUS_INVALID_PARAMETER';
  if (context.availableBehind >= world.number('srv.work-contexts-min-free')) return undefined;
  // It may block, and would leave too few work items for what does not (perfmon, Server\Blocking Requests Rejected).
  world.kernel.mark(BLOCKING_REJECTED);
  server.counters.blockingRejected++;
  return 'STATUS_INSUFF_SERVER_RESOURCES';
}

/** Gets everything that the request needs, and enters it in the table. Answers what is wrong. */
function* prepare(context: WorkContext, request: SmbRequest, body: NotifyCommand): Routine<NtStatus | undefined> {
  const { rfcb, server } = context;
  assert(rfcb !== undefined, 'a verified FID has an RFCB');
  if (!(yield* call(srvAllocateTransaction(context, body.maxParameterCount)))) return 'STATUS_INSUFF_SERVER_RESOURCES';
  buildIrp(context, request, body);
  yield giveBuffer(context, body.maxParameterCount);
  const connection = connectionOf(context);
  yield connection.lock.acquire;
  const isFull = server.dialect.hasInterim && connection.asyncCommands.left === 0;
  if (!isFull) {
    connection.pend(context);
    if (server.dialect.hasInterim) context.references++;
    // Closed while we were busy: nobody saw us in the table. The file system will answer NOTIFY_CLEANUP.
    if (rfcb.closing) srvMustEnd(context, 'close');
  }
  connection.lock.release();
  if (!isFull) {
    yield rfcb.fileObject.reference;
    return undefined;
  }
  yield takeBackBuffer(context);
  return 'STATUS_INSUFFICIENT_RESOURCES';
}

function buildIrp(context: WorkContext, request: SmbRequest, body: NotifyCommand): void {
  const { irp, server, rfcb } = context;
  irp.request = request.name;
  irp.client = request.client;
  irp.process = server.io.executive.systemProcess;
  irp.ioStatus = 'STATUS_PENDING';
  irp.information = 0;
  irp.cancel = false;
  irp.markedPending = false;
  irp.stack = [
    new StackLocation(server.io.world.kernel, irp, {
      major: 'DIRECTORY_CONTROL',
      device: server.volume.device,
      fileObject: rfcb?.fileObject,
      parameters: {
        kind: 'notify',
        bufferBytes: body.maxParameterCount,
        filter: body.filter,
        watchTree: body.watchTree,
      },
      completionRoutine: new NotifyCompletion(context),
    }),
  ];
  irp.current = 1;
}

/**
 * The buffers that SRV gives its IRP: a user buffer, and an MDL or a system buffer besides (setting `srv.notify-buffer`) if there is
 * nonpaged pool for it.
 */
function* giveBuffer(context: WorkContext, bytes: number): Routine {
  const { irp, server, transaction } = context;
  irp.userBuffer = transaction?.parameters;
  irp.mdl = undefined;
  irp.systemBuffer = undefined;
  irp.deallocateBuffer = false;
  const how = server.io.world.text('srv.notify-buffer');
  if (how === 'user') return;
  const { kernel } = server.io.world;
  const site = 'SrvNotifyChange';
  const owner = irp;
  if (how === 'system') {
    const block = yield* server.nonpaged.allocate({ site, owner, bytes, tag: TAG.ioBuffer });
    if (block !== undefined) irp.systemBuffer = new NotifyMemory(kernel, 'system', bytes, irp, block);
    return;
  }
  irp.mdlBlock = yield* server.nonpaged.allocate({ site, owner, bytes: 64, tag: TAG.mdl });
  if (irp.mdlBlock !== undefined) irp.mdl = new NotifyMemory(kernel, 'mdl', bytes, irp);
}

/** The other end of `giveBuffer`. */
function* takeBackBuffer({ irp, server }: WorkContext): Routine {
  const { systemBuffer, mdlBlock } = irp;
  irp.systemBuffer = undefined;
  irp.mdl = undefined;
  irp.mdlBlock = undefined;
  if (systemBuffer?.kind === 'system' && systemBuffer.block !== undefined) {
    yield* server.nonpaged.free(systemBuffer.block, 'SrvRestartNotifyChange');
  }
  if (mdlBlock !== undefined) yield* server.nonpaged.free(mdlBlock, 'SrvRestartNotifyChange');
}

/**
 * Runs in whatever thread completes the IRP, at DISPATCH_LEVEL: hands the work context to a worker and keeps the IRP, which is SRV's own
 * and will be used again (OSR: "SRV2 flavored IRPs"). What stage two would have freed is SRV's to free.
 */
class NotifyCompletion implements CompletionRoutine {
  readonly label = 'SRV (SrvNotifyChangeCompletion)';
  readonly keepsIrp = true;

  constructor(readonly context: WorkContext) {}

  *run(irp: Irp): Routine<NtStatus> {
    const { context } = this;
    const { world } = context.server.io;
    const subjects = { request: irp.request, client: irp.client };
    if (world.faults.watches(NOTIFY_COMPLETION)) yield* call(world.faults.pass(NOTIFY_COMPLETION, subjects));
    if (world.defect('srv.frees-donated-buffer-at-dispatch')) yield releaseDonatedBuffer(context);
    yield srvCompleted(context, () => srvRestartNotifyChange(context));
    return 'STATUS_MORE_PROCESSING_REQUIRED';
  }
}

/** The worker's part: takes the records from wherever the file system has put them, and answers. */
function* srvRestartNotifyChange(context: WorkContext): Routine {
  const { server, irp } = context;
  const { world } = server.io;
  const subjects = { request: irp.request, client: irp.client };
  if (world.faults.watches(NOTIFY_RESTART)) yield* call(world.faults.pass(NOTIFY_RESTART, subjects));
  const records = takeRecords(irp);
  if (world.defect('srv.donated-buffer-lost-with-file') && context.rfcb?.closing === true) {
    irp.systemBuffer?.block?.handOver({ label: 'SRV (SrvDiscardResponse)' }, 'SrvRestartNotifyChange');
  } else if (!world.defect('srv.donated-buffer-forgotten')) yield releaseDonatedBuffer(context);
  yield takeBackBuffer(context);
  const fileObject = irp.stack[0]?.fileObject;
  const refused = !irp.markedPending;
  if (fileObject !== undefined && !(refused && world.defect('srv.refused-notify-keeps-reference'))) {
    yield fileObject.dereference();
  }
  if (world.faults.watches(NOTIFY_ANSWERED)) yield* call(world.faults.pass(NOTIFY_ANSWERED, subjects));
  if (world.defect('srv.transaction-kept-on-disconnect') && connectionOf(context).closing)
    context.transaction = undefined;
  const mistold = irp.ioStatus === 'STATUS_DELETE_PENDING' && world.defect('srv.error-told-as-success');
  const status = mistold ? 'STATUS_SUCCESS' : server.dialect.notifyStatus(irp.ioStatus, world);
  const information = typeof irp.information === 'number' ? irp.information : -1;
  yield srvRespond(context, { status, information, records });
}

/** What the file system put where: the donated or given system buffer, the MDL's memory, or the parameter buffer. */
function takeRecords(irp: Irp): readonly string[] {
  if (irp.ioStatus !== 'STATUS_SUCCESS') return [];
  const memory = irp.systemBuffer ?? irp.mdl ?? irp.userBuffer;
  memory?.block?.touch('SrvRestartNotifyChange');
  return (memory?.records ?? []).map(({ action, name }) => `${action} ${name}`);
}

/** Frees the buffer that the notify package has given to the IRP: completion ended with us, so that nobody else will. */
function* releaseDonatedBuffer(context: WorkContext): Routine {
  const { irp, server } = context;
  const block = irp.deallocateBuffer ? irp.systemBuffer?.block : undefined;
  if (block === undefined) return;
  const { world } = server.io;
  if (!world.defect('srv.frees-donated-buffer-twice')) irp.deallocateBuffer = false;
  yield* server.io.executive.pagedPool.free(block, 'SrvRestartNotifyChange');
  if (world.defect('srv.frees-donated-buffer-twice'))
    yield* server.io.executive.pagedPool.free(block, 'SrvRestartNotifyChange');
}
