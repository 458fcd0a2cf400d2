import test from 'ava';
import { call, type Routine, type Strategy, type Values } from '../../../harness/sim';
import { randomTimed } from '../../../harness/explore/random';
import { play } from '../_machine.test';
import type { NtWorld } from '../world';
import type { SmbResponse } from './message';
import { DEFAULTS, started, Wire } from './_wire.test';

const SMB2 = { ...DEFAULTS, dialect: 'smb2' };

/** What a client was told from its MessageId 2 on, in order: "2 STATUS_PENDING async 1 credits 8". */
function told(
  act: (wire: Wire) => Routine,
  options: { readonly settings?: Values; readonly strategy?: Strategy; readonly run?: number } = {},
): readonly string[] {
  const { settings = {}, ...how } = options;
  let wire: Wire | undefined;
  const user = function* (world: NtWorld): Routine {
    wire = new Wire(yield* call(started(world)), 'alice');
    yield wire.open();
    yield act(wire);
  };
  play((world) => ({ user: user(world) }), { settings: { ...SMB2, ...settings }, ...how });
  return [
    ...(wire?.responses ?? []).filter(({ mid }) => mid >= 2).map(line),
    ...(wire?.isDisconnected ? ['gone'] : []),
  ];
}

function line({ mid, status, asyncId, credits }: SmbResponse): string {
  return `${mid} ${status}${asyncId === undefined ? '' : ` async ${asyncId}`} credits ${credits}`;
}

const rows: readonly (readonly [
  rule: string,
  act: (wire: Wire) => Routine,
  told: readonly string[],
  settings?: Values,
])[] = [
  [
    'a request that stays pended has one interim response, which grants its credits',
    (wire) => wire.notify({ mid: 2 }),
    ['2 STATUS_PENDING async 1 credits 8'],
  ],
  [
    'its final response comes after that, with the same AsyncId and no credits',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.change();
    },
    ['2 STATUS_PENDING async 1 credits 8', '3 STATUS_SUCCESS credits 8', '2 STATUS_SUCCESS async 1 credits 0'],
  ],
  [
    'one that is answered at once has none',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.cancel({ asyncId: 1, mid: 2 });
      yield wire.change();
      yield wire.notify({ mid: 4 });
    },
    [
      '2 STATUS_PENDING async 1 credits 8',
      '2 STATUS_CANCELLED async 1 credits 0',
      '3 STATUS_SUCCESS credits 8',
      '4 STATUS_SUCCESS credits 8',
    ],
  ],
  [
    'CANCEL by AsyncId cancels',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.notify({ mid: 3 });
      yield wire.cancel({ asyncId: 2, mid: 2 });
    },
    [
      '2 STATUS_PENDING async 1 credits 8',
      '3 STATUS_PENDING async 2 credits 8',
      '3 STATUS_CANCELLED async 2 credits 0',
    ],
  ],
  [
    'CANCEL by MessageId cancels, whatever its TreeId says',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.cancel({ mid: 2, tid: 99 });
    },
    ['2 STATUS_PENDING async 1 credits 8', '2 STATUS_CANCELLED async 1 credits 0'],
  ],
  [
    'CANCEL of an AsyncId or a MessageId that is not there is not answered',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.cancel({ asyncId: 7, mid: 2 });
      yield wire.cancel({ mid: 7 });
    },
    ['2 STATUS_PENDING async 1 credits 8'],
  ],
  [
    'CLOSE is answered before what it has ended',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.send({ command: 'CLOSE', fid: wire.fid }, { mid: 3 });
    },
    ['2 STATUS_PENDING async 1 credits 8', '3 STATUS_SUCCESS credits 8', '2 STATUS_NOTIFY_CLEANUP async 1 credits 0'],
  ],
  [
    'a request that the file system refuses has no interim response',
    function* (wire) {
      const path = {
        path: '\\docs\\f',
        disposition: 'create',
        directory: false,
        deleteOnClose: false,
        access: 'everything',
      } as const;
      yield wire.send({ command: 'NT_CREATE', ...path }, { mid: 2 });
      wire.fid = wire.responses.at(-1)?.fid ?? 0;
      yield wire.notify({ mid: 3 });
    },
    ['2 STATUS_SUCCESS credits 8', '3 STATUS_INVALID_PARAMETER credits 8'],
  ],
  [
    'a FileId, TreeId or SessionId that is not there is named as SMB2 names it',
    function* (wire) {
      yield wire.send({ command: 'CLOSE', fid: 99 }, { mid: 2 });
      yield wire.send({ command: 'CLOSE', fid: wire.fid }, { mid: 3, tid: 99 });
      yield wire.send({ command: 'CLOSE', fid: wire.fid }, { mid: 4, uid: 99 });
    },
    [
      '2 STATUS_FILE_CLOSED credits 8',
      '3 STATUS_NETWORK_NAME_DELETED credits 8',
      '4 STATUS_USER_SESSION_DELETED credits 8',
    ],
  ],
  [
    'more asynchronous requests than there may be are refused',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.notify({ mid: 3 });
    },
    ['2 STATUS_PENDING async 1 credits 8', '3 STATUS_INSUFFICIENT_RESOURCES credits 8'],
    { 'srv.async-max': 1 },
  ],
  [
    'a server without change notification says so',
    (wire) => wire.notify({ mid: 2 }),
    ['2 STATUS_NOT_SUPPORTED credits 8'],
    { 'srv.notify': 'off' },
  ],
  [
    'no more credits are granted than a connection may have, and never none at all',
    (wire) => wire.send({ command: 'CLOSE', fid: 99 }, { mid: 2 }),
    ['2 STATUS_FILE_CLOSED credits 1'],
    { 'srv.credits': 1 },
  ],
  [
    'who asks for no more credits, and has some left, is granted none',
    (wire) => wire.send({ command: 'CLOSE', fid: 99 }, { mid: 2, creditRequest: 0 }),
    ['2 STATUS_FILE_CLOSED credits 0'],
  ],
  [
    'a MessageId that was not granted ends the connection',
    (wire) => wire.send({ command: 'CLOSE', fid: 99 }, { mid: 90 }),
    ['90 STATUS_INVALID_PARAMETER credits 0', 'gone'],
  ],
  [
    'a MessageId that was used already ends the connection',
    function* (wire) {
      yield wire.notify({ mid: 2 });
      yield wire.notify({ mid: 2 });
    },
    ['2 STATUS_PENDING async 1 credits 8', '2 STATUS_INVALID_PARAMETER credits 0', 'gone'],
  ],
  [
    'MessageIds may come in any order, and a charge uses up as many',
    function* (wire) {
      yield wire.send({ command: 'CLOSE', fid: 99 }, { mid: 5, creditCharge: 2 });
      yield wire.send({ command: 'CLOSE', fid: 99 }, { mid: 2, creditCharge: 3 });
      yield wire.send({ command: 'CLOSE', fid: 99 }, { mid: 6 });
    },
    [
      '5 STATUS_FILE_CLOSED credits 8',
      '2 STATUS_FILE_CLOSED credits 8',
      '6 STATUS_INVALID_PARAMETER credits 0',
      'gone',
    ],
  ],
];

for (const [rule, act, expected, settings] of rows) {
  test(rule, (t) => {
    t.deepEqual(told(act, settings === undefined ? {} : { settings }), expected);
  });
}

test('wherever a change, a close and the interim response cross: it comes first, at most once, and the close before the cleanup', (t) => {
  const seen = new Set<string>();
  for (let run = 0; run < 400; run++) {
    const act = function* (wire: Wire): Routine {
      const path = {
        path: '\\docs\\a',
        disposition: 'create',
        directory: false,
        deleteOnClose: false,
        access: 'everything',
      } as const;
      yield wire.post(wire.notifyChange, { mid: 2 });
      yield wire.post({ command: 'NT_CREATE', ...path }, { mid: 3 });
      yield wire.post({ command: 'CLOSE', fid: wire.fid }, { mid: 4 });
    };
    const lines = told(act, { strategy: randomTimed(), run, settings: { 'srv.threads': 3 } });
    const ofNotify = lines.filter((one) => one.startsWith('2 ')).map((one) => one.split(' ')[1]);
    const closedAt = lines.findIndex((one) => one.startsWith('4 '));
    const endedAt = lines.findIndex((one) => one.includes('NOTIFY_CLEANUP'));
    t.true(endedAt < 0 || endedAt > closedAt, lines.join('\n'));
    seen.add(ofNotify.join(', '));
  }
  t.deepEqual([...seen].sort(), [
    'STATUS_FILE_CLOSED',
    'STATUS_NOTIFY_CLEANUP',
    'STATUS_PENDING, STATUS_NOTIFY_CLEANUP',
    'STATUS_PENDING, STATUS_SUCCESS',
    'STATUS_SUCCESS',
  ]);
});
