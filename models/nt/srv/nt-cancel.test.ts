import test from 'ava';
import { call, type Routine } from '../../../harness/sim';
import { play } from '../_machine.test';
import type { NtWorld } from '../world';
import { DEFAULTS, started, Wire } from './_wire.test';

/**
 * What a client with a notify request of MID 7 does, how its requests from that MID on are answered, and how many stay pending.
 * NT_CANCEL has no answer of its own.
 */
const cancels: readonly (readonly [
  name: string,
  act: (wire: Wire, other: Wire) => Routine,
  answers: readonly string[],
  pending: number,
])[] = [
  ['nothing', function* () {}, [], 1],
  ['the same four words', (wire) => wire.cancel({ mid: 7 }), ['7 STATUS_CANCELLED'], 0],
  ['another UID', (wire) => wire.cancel({ mid: 7, uid: 99 }), [], 1],
  ['another TID', (wire) => wire.cancel({ mid: 7, tid: 99 }), [], 1],
  ['another PID', (wire) => wire.cancel({ mid: 7, pid: 99 }), [], 1],
  ['another MID', (wire) => wire.cancel({ mid: 8 }), [], 1],
  ['the same four words on another connection', (_wire, other) => other.cancel({ mid: 7 }), [], 1],
  [
    'the same four words twice',
    function* (wire) {
      yield wire.cancel({ mid: 7 });
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_CANCELLED'],
    0,
  ],
  [
    'the words of two requests',
    function* (wire) {
      yield wire.notify({ mid: 7 });
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_CANCELLED', '7 STATUS_CANCELLED'],
    0,
  ],
  [
    'the older of two',
    function* (wire) {
      yield wire.notify({ mid: 8 });
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_CANCELLED'],
    1,
  ],
  [
    'one that has been answered',
    function* (wire) {
      yield wire.change();
      yield wire.cancel({ mid: 7 });
    },
    ['7 STATUS_SUCCESS'],
    0,
  ],
  [
    'one that is not there yet',
    function* (wire) {
      yield wire.cancel({ mid: 8 });
      yield wire.notify({ mid: 8 });
    },
    [],
    2,
  ],
];

for (const [name, act, answers, pending] of cancels) {
  test(`NT_CANCEL of ${name}: answered ${answers.join(', ') || 'nothing'}, ${pending} pending`, (t) => {
    const seen: string[] = [];
    let left = -1;
    const kept = { requests: 0, contexts: -1 };
    const user = function* (world: NtWorld): Routine {
      const server = yield* call(started(world));
      const [wire, other] = [new Wire(server, 'alice'), new Wire(server, 'bob')];
      yield wire.open();
      yield other.open();
      yield wire.notify({ mid: 7 });
      yield act(wire, other);
      const answered = [...wire.responses, ...other.responses].filter(({ mid }) => mid >= 7);
      seen.push(...answered.map(({ mid, status }) => `${mid} ${status}`));
      left = wire.connection?.pending.length ?? -1;
      kept.contexts = server.contexts.total - server.contexts.free.length;
    };
    const listeners = {
      requestAccepted: () => void kept.requests++,
      requestForgotten: () => void kept.requests--,
    };
    play((world) => ({ user: user(world) }), { settings: DEFAULTS, listeners });
    t.deepEqual(seen, answers);
    t.is(left, pending, 'entries in the table of pending requests');
    t.deepEqual(kept, { requests: pending, contexts: pending }, 'what is not pending has been given back');
  });
}
