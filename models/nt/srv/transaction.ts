import { GuardedObject, type Routine } from '../../../harness/sim';
import type { Block, Owner } from '../ex/block';
import { TAG } from '../ex/tags';
import { NotifyMemory } from '../io/irp';
import type { WorkContext } from './work-context';

/** Transaction block: set-up words and the parameter buffer that the answer goes into. Belongs to its work context. */
export class Transaction extends GuardedObject implements Owner {
  /** The parameter buffer, as the requestor's own memory: to be touched in SRV's context only. */
  readonly parameters: NotifyMemory;
  block: Block | undefined = undefined;
  readonly label: string;

  constructor(context: WorkContext, parameterBytes: number) {
    super(context.server.io.world.kernel);
    this.label = `transaction block of ${context.label}`;
    this.parameters = new NotifyMemory(context.server.io.world.kernel, 'user', parameterBytes, this);
  }
}

/** Makes the context's transaction; false when there is no memory for it. */
export function* srvAllocateTransaction(context: WorkContext, parameterBytes: number): Routine<boolean> {
  const { server } = context;
  const transaction = new Transaction(context, parameterBytes);
  const bytes = 128 + parameterBytes;
  const request = { bytes, tag: TAG.srvTransaction, site: 'SrvAllocateTransaction', owner: transaction };
  transaction.block = yield* server.paged.allocate(request);
  if (transaction.block === undefined) return false;
  context.transaction = transaction;
  return true;
}

/** Frees it. */
export function* srvFreeTransaction(context: WorkContext): Routine {
  const block = context.transaction?.block;
  context.transaction = undefined;
  if (block !== undefined) yield* context.server.paged.free(block, 'SrvFreeTransaction');
}
