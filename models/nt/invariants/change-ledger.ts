import { removeFrom } from '../../../harness/sim';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Change } from '../fsrtl/notify-full-report-change';
import type { NotifyRules } from '../fsrtl/notify-rules';
import type { Irp } from '../io/irp';
import { bufferBytesOf, handleOf, recordsOf } from './delivered';
import { Table } from './table';

/** What one open has asked to be told, and what it is owed. */
export class Account {
  /** Reported and neither delivered nor covered by a loss, in order: "ADDED a.txt". */
  owed: string[] = [];
  /** What the owed records take in a buffer. */
  owedBytes = 0;
  /** Changes were lost, and no request has been told to enumerate since. */
  lost = false;
  pended: Irp[] = [];
  /** Where nothing is buffered: who was waiting when something changed, and has a claim to be told. */
  claimants: readonly Irp[] = [];
  /** No buffer that the owed records were meant for was smaller than this. */
  leastBytes: number;

  constructor(
    /** Asked whether it is on its list, and when the system is idle what it has buffered. */
    readonly entry: NotifyChange,
    readonly path: string,
    readonly filter: number,
    readonly tree: boolean,
    readonly firstBytes: number,
  ) {
    this.leastBytes = firstBytes;
  }

  /** How the system answers what the documents leave open. */
  get rules(): NotifyRules {
    return this.entry.list.rules;
  }

  owe(action: string, name: string): void {
    if (this.firstBytes === 0) {
      this.claimants = [...this.pended];
      this.lost ||= this.claimants.length > 0 || this.rules.remembersZeroLength;
      return;
    }
    const halfLost = action === 'RENAMED_NEW_NAME' && this.owed.length === 0;
    if (this.lost && (halfLost || !this.rules.buffersAfterOverflow)) return;
    this.owed.push(`${action} ${name}`);
    this.owedBytes = ((this.owedBytes + 3) & ~3) + 12 + 2 * name.length;
  }

  /** A request for whose handle nothing is buffered has been ended. With its claim the change is forgotten, unless that is remembered. */
  withdraw(irp: Irp): void {
    this.claimants = this.claimants.filter((other) => other !== irp);
    if (this.claimants.length === 0 && !this.rules.remembersZeroLength) this.lost = false;
  }

  /** What fits into the answer to this request. */
  capacityFor(irp: Irp): number {
    return this.rules.leastCapacity ? Math.min(bufferBytesOf(irp), this.firstBytes) : bufferBytesOf(irp);
  }

  /** Everything has been delivered, or is covered by a loss. */
  settle(lost: boolean): void {
    this.owed = [];
    this.owedBytes = 0;
    this.lost = lost;
    this.leastBytes = Math.min(this.firstBytes, ...this.pended.map(bufferBytesOf));
  }
}

/** How an answer to a request compares with what its handle was owed. */
export interface Settlement {
  readonly account: Account;
  readonly owed: readonly string[];
  readonly delivered: readonly string[];
  /** The request was told to enumerate, or told of changes behind a loss, and should not have been. */
  readonly wrong: 'no cause to enumerate' | 'changes behind a loss' | undefined;
}

/**
 * A ledger of changes: it knows what was asked (the first request on each open), what was reported, which memory could not be had, and
 * what was delivered. It works out what each open must be told from the documents and shares no code with the notify package, of
 * which it believes only that it gives a loss as a loss: whether there was cause for one it judges itself.
 */
export class ChangeLedger {
  readonly #accounts = new Table<object, Account>();
  /** Memory has been refused since the last report: pool, quota, or what a request had brought. */
  #refused = false;

  reset(): void {
    this.#accounts.clear();
    this.#refused = false;
  }

  get accounts(): Iterable<Account> {
    return this.#accounts.values();
  }

  /** The first request on an open fixes what it is told. */
  opened(entry: NotifyChange, irp: Irp): void {
    const { parameters, fileObject } = irp.stack[0] ?? {};
    if (parameters?.kind !== 'notify' || fileObject?.fsContext2 === undefined) return;
    const { filter, watchTree } = parameters;
    const bufferBytes = entry.watch.ignoreBuffer ? 0 : parameters.bufferBytes;
    this.#accounts.set(fileObject.fsContext2, new Account(entry, fileObject.path, filter, watchTree, bufferBytes));
  }

  closed(entry: NotifyChange): void {
    this.#accounts.delete(entry.watch.fsContext);
  }

  queued(irp: Irp, entry: NotifyChange): void {
    const account = this.#accounts.get(entry.watch.fsContext);
    if (account === undefined) return;
    account.pended.push(irp);
    account.leastBytes = Math.min(account.leastBytes, bufferBytesOf(irp));
  }

  unlinked(irp: Irp, entry: NotifyChange): void {
    const account = this.#accounts.get(entry.watch.fsContext);
    if (account !== undefined) removeFrom(account.pended, irp);
  }

  refused(): void {
    this.#refused = true;
  }

  /** Answers how many opens are to be told. */
  reported(change: Change, filterContext: object | undefined): number {
    this.#refused = false;
    let concerned = 0;
    for (const account of this.#accounts.values()) {
      const name = nameBelow(account, change);
      if (name === undefined || isKept(account, change, name, filterContext)) continue;
      concerned++;
      account.owe(change.action, name);
    }
    return concerned;
  }

  /** The package says that it has lost what was buffered. Answers the account if there was no cause for it. */
  overflowed(entry: NotifyChange): Account | undefined {
    const account = this.#accounts.get(entry.watch.fsContext);
    if (account === undefined) return undefined;
    const caused = this.#refused || account.owedBytes > account.leastBytes || account.firstBytes === 0;
    this.#refused = false;
    account.settle(true);
    return caused ? undefined : account;
  }

  /** A request has been completed. Answers what there is to judge, if it was told of changes. */
  completed(irp: Irp): Settlement | undefined {
    const handle = handleOf(irp);
    const account = handle === undefined ? undefined : this.#accounts.get(handle);
    if (account === undefined) return undefined;
    const { owed, owedBytes, lost, firstBytes } = account;
    if (irp.ioStatus === 'STATUS_SUCCESS') {
      const delivered = recordsOf(irp).map(({ action, name }) => `${action} ${name}`);
      account.settle(false);
      return { account, owed, delivered, wrong: lost ? 'changes behind a loss' : undefined };
    }
    if (irp.ioStatus === 'STATUS_NOTIFY_ENUM_DIR') {
      const caused = lost || this.#refused || owedBytes > account.capacityFor(irp) || firstBytes === 0;
      if (account.rules.enumDirKeeps) account.lost = false;
      else account.settle(false);
      return { account, owed: [], delivered: [], wrong: caused ? undefined : 'no cause to enumerate' };
    }
    if (firstBytes === 0) account.withdraw(irp);
    return undefined;
  }
}

/** How a change is called by what an account watches; undefined when it does not watch that. */
function nameBelow(
  { path, tree, rules }: Account,
  { target, normalizedParent, streamName }: Change,
): string | undefined {
  if (target === path) return rules.tellsOwnDirectory ? '' : undefined;
  const last = target.slice(target.lastIndexOf('\\') + 1);
  const full = normalizedParent === undefined ? target : `${normalizedParent}\\${last}`;
  const below = path === '\\' ? '\\' : `${path}\\`;
  if (full.length <= below.length || full.slice(0, below.length) !== below) return undefined;
  const name = full.slice(below.length) + (streamName === undefined ? '' : `:${streamName}`);
  return name.includes('\\') && !tree ? undefined : name;
}

/** Whether a change is not for this watcher: by its filter, by what it may traverse, by what the file system keeps from it. */
function isKept(
  { filter, rules, entry }: Account,
  { filterMatch, targetContext }: Change,
  name: string,
  filterContext: object | undefined,
): boolean {
  const { fsContext, traverseCallback, filterCallback, subjectContext } = entry.watch;
  if (rules.filterApplies && (filterMatch & filter) === 0) return true;
  if (name.includes('\\') && traverseCallback?.(fsContext, targetContext, subjectContext) === false) return true;
  return filterContext !== undefined && filterCallback?.(fsContext, filterContext) === false;
}
