import type { Invariant } from '../../../harness/sim';
import type { Counted, NtEvents } from '../events';
import { Table } from './table';

export const slotsBounded: Invariant<NtEvents> = {
  id: 'slots.bounded',
  number: 'I-31',
  statement:
    'MPX slots, credits, pending requests, asynchronous commands and raw work items are never used beyond their limits, none is given back that was not taken, and at rest none is in use.',
  source:
    'KB Q191370, Q268817, Q137571; MS-CIFS 3.3.1.1; MS-SMB2 3.3.1.2; Samba 7dff32fb726; rules of the server’s limits',
  create(judge) {
    const used = new Table<Counted, number>();
    const wrong = ({ kind }: Counted, shape: string, message: string): void => {
      judge.violate({ class: 'safety', message, place: kind, shape });
    };
    return {
      reset: () => {
        used.clear();
      },
      counted: (counted, by) => {
        const { label, limit } = counted;
        const now = (used.get(counted) ?? 0) + by;
        if (now === 0) used.delete(counted);
        else used.set(counted, now);
        if (limit !== undefined) judge.exercised();
        if (limit !== undefined && now > limit)
          wrong(counted, 'beyond the limit', `${now} ${label} are in use, of ${limit}`);
        else if (now < 0) wrong(counted, 'too many given back', `${-now} ${label} are given back that were not taken`);
      },
      atRest: () => {
        for (const [counted, now] of used) {
          wrong(counted, 'never given back', `at rest ${now} ${counted.label} are in use`);
          return;
        }
      },
    };
  },
};
