import { removeAt, type Invariant, type Judge } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Lock } from '../ke/lock';
import { Table } from './table';

export const lockOrder: Invariant<NtEvents> = {
  id: 'lock.ordered',
  number: 'I-30',
  statement:
    'A thread takes the volume’s resource, then a file’s, then the notify sync, never the other way round; when the system is idle or at rest no thread holds any.',
  source: 'fastfat; WinFsp 82f59837; KB Q162189; rules of lock discipline',
  create(judge) {
    const held = new Table<string, Lock[]>();
    return {
      reset: () => {
        held.clear();
      },
      lockAcquired: (lock) => {
        const locks = held.get(judge.task);
        if (locks === undefined) {
          held.set(judge.task, [lock]);
          return;
        }
        for (const other of locks) if (lock.level > 0 && other.level > lock.level) outOfOrder(judge, lock, other);
        if (locks.length > 0) judge.exercised();
        locks.push(lock);
      },
      lockReleased: (lock) => {
        const locks = held.get(judge.task);
        if (locks === undefined) return;
        let at = locks.length - 1;
        while (at >= 0 && locks[at] !== lock) at--;
        if (at >= 0) removeAt(locks, at);
      },
      atIdle: () => {
        check(judge, held, 'when the system is idle');
      },
      atRest: () => {
        check(judge, held, 'at rest');
      },
    };
  },
};

function outOfOrder(judge: Judge, lock: Lock, other: Lock): void {
  judge.violate({
    class: 'deadlock',
    message: `${judge.task} acquires the ${lock.label} while it holds the ${other.label}`,
    place: kindOf(lock),
    shape: `after ${kindOf(other)}`,
  });
}

function check(judge: Judge, held: Table<string, Lock[]>, when: string): void {
  for (const [task, [lock]] of held) {
    if (lock === undefined) continue;
    judge.violate({
      class: 'deadlock',
      message: `${when} ${task} holds the ${lock.label}`,
      place: kindOf(lock),
      shape: 'held for ever',
    });
  }
}

/** "resource", "notify sync": what of a lock’s name is the same for every file and volume. */
function kindOf({ label }: Lock): string {
  return label.split(' of ')[0];
}
