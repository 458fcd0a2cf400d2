import type { Invariant, Judge } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Change } from '../fsrtl/notify-full-report-change';
import type { FileObject } from '../io/file-object';
import type { Irp } from '../io/irp';

/** What one open has asked to be told, and what it is owed. */
interface Account {
  readonly path: string;
  readonly filter: number;
  readonly tree: boolean;
  /** Records that match and have neither been delivered nor covered by an overflow, in order. */
  owed: string[];
  /** Changes were lost: the next request will be told so, and that covers what comes until then. */
  overflowed: boolean;
  /** Only asked whether it is on its list, how the system answers open questions, and at the end what it has buffered. */
  readonly entry: NotifyChange;
}

/**
 * A ledger of its own: it knows what was asked (the first request on each open), what was reported, and what was delivered, and judges
 * the package between them without sharing code with it.
 */
export const notifyEventsConserved: Invariant<NtEvents> = {
  id: 'notify.events-conserved',
  number: 'I-18',
  statement:
    'Each matching change is delivered once, in order, or still buffered, or covered by one overflow that the next request is told of, or discarded by cleanup; and nothing else is delivered.',
  source: 'MS-FSA 2.1.5.10.4; MS-CIFS 3.3.5.59.4; Samba 245d80c6a98',
  create(judge) {
    let accounts = new Map<FileObject, Account>();
    return {
      reset: () => {
        if (accounts.size > 0) accounts = new Map();
      },
      notifyCreated: (entry, irp) => {
        open(accounts, entry, irp);
      },
      changeReported: (change, filterContext) => {
        for (const account of accounts.values()) {
          const name = nameBelow(account, change);
          if (name === undefined || !account.entry.onList || isKept(account, change, name, filterContext)) continue;
          judge.exercised();
          if (!isCovered(account, change)) account.owed.push(`${change.action} ${name}`);
        }
      },
      notifyOverflowed: (entry) => {
        for (const account of accounts.values()) {
          if (account.entry !== entry) continue;
          account.owed = [];
          account.overflowed = true;
        }
      },
      irpCompleted: (irp) => {
        const account = accountOf(accounts, irp);
        if (account === undefined) return;
        if (irp.ioStatus === 'STATUS_NOTIFY_ENUM_DIR') {
          if (!account.entry.list.rules.enumDirKeeps) account.owed = [];
          account.overflowed = false;
        }
        if (irp.ioStatus === 'STATUS_SUCCESS') settle(judge, account, irp);
      },
      atIdle: () => {
        for (const account of accounts.values()) lost(judge, account);
      },
    };
  },
};

function accountOf(accounts: Map<FileObject, Account>, irp: Irp): Account | undefined {
  const location = irp.stack[0];
  if (location?.major !== 'DIRECTORY_CONTROL' || location.fileObject === undefined) return undefined;
  return accounts.get(location.fileObject);
}

/** The first request on an open fixes what it is told. */
function open(accounts: Map<FileObject, Account>, entry: NotifyChange, irp: Irp): void {
  const { fileObject, parameters } = irp.location;
  if (parameters?.kind !== 'notify' || fileObject === undefined) return;
  const { filter, watchTree } = parameters;
  accounts.set(fileObject, { path: fileObject.path, filter, tree: watchTree, owed: [], overflowed: false, entry });
}

function nameBelow({ path, tree, entry }: Account, change: Change): string | undefined {
  const { target, normalizedParent, streamName } = change;
  if (target === path) return entry.list.rules.tellsOwnDirectory ? '' : undefined;
  const last = target.slice(target.lastIndexOf('\\') + 1);
  const full = normalizedParent === undefined ? target : `${normalizedParent}\\${last}`;
  const below = path === '\\' ? '\\' : `${path}\\`;
  if (full.length <= below.length || full.slice(0, below.length) !== below) return undefined;
  const name = full.slice(below.length) + (streamName === undefined ? '' : `:${streamName}`);
  return name.indexOf('\\') >= 0 && !tree ? undefined : name;
}

/** Whether it is not for this watcher: by its filter, by what it may traverse, by what the file system keeps from it. */
function isKept(
  { filter, entry }: Account,
  { filterMatch, targetContext }: Change,
  name: string,
  filterContext: object | undefined,
): boolean {
  const { fsContext, traverseCallback, filterCallback, subjectContext } = entry.watch;
  if (entry.list.rules.filterApplies && (filterMatch & filter) === 0) return true;
  if (name.includes('\\') && traverseCallback?.(fsContext, targetContext, subjectContext) === false) return true;
  return filterContext !== undefined && filterCallback?.(fsContext, filterContext) === false;
}

/** Whether the overflow that the next request will be told of is all that it is told of this one too. */
function isCovered({ overflowed, owed, entry }: Account, { action }: Change): boolean {
  if (!overflowed) return false;
  const lostItsOldName = action === 'RENAMED_NEW_NAME' && owed.length === 0;
  return lostItsOldName || !entry.list.rules.buffersAfterOverflow;
}

/** A successful answer carries everything that is owed, in order, and nothing else. */
function settle(judge: Judge, account: Account, irp: Irp): void {
  const memory = irp.systemBuffer ?? irp.mdl ?? irp.userBuffer;
  const delivered = (memory?.records ?? []).map(({ action, name }) => `${action} ${name}`);
  const { owed } = account;
  account.owed = [];
  if (delivered.length === owed.length && delivered.every((record, i) => record === owed[i])) return;
  judge.violate({
    class: 'safety',
    message: `${irp.label} is owed [${owed.join(', ')}] and is told [${delivered.join(', ')}]`,
    place: 'FsRtlNotifyCompleteIrp',
    shape: delivered.length < owed.length ? 'change lost' : 'wrong changes delivered',
  });
}

/** When the system is idle, what is owed is in the structure’s buffer; with a request pended it is owed only between two names. */
function lost(judge: Judge, { entry, owed, path }: Account): void {
  if (!entry.onList || entry.watch.bufferBytes === 0) return;
  const buffered = entry.dataBytes > 0 ? (entry.buffer?.records.length ?? 0) : 0;
  const waiting = entry.irps.length > 0 && !entry.notifyLater && owed.length > 0;
  if (buffered === owed.length && !waiting) return;
  judge.violate({
    class: 'safety',
    message: waiting
      ? `a request is pended on ${path}, and [${owed.join(', ')}] is not delivered`
      : `${owed.length} changes of ${path} are owed and ${buffered} are buffered`,
    place: 'FsRtlNotifyFullReportChange',
    shape: 'change lost',
    about: { kind: 'objects', objects: [entry.object] },
  });
}
