import test from 'ava';
import { call, type Routine, type Strategy } from '../../../harness/sim';
import { play } from '../_machine.test';
import type { NtEvents } from '../events';
import type { NtWorld } from '../world';
import type { SmbCommand } from './message';
import { DEFAULTS, started, Wire } from './_wire.test';

/** Whoever runs goes on, but for one switch to another thread, at this step or as soon as there is one. */
function switchAt(step: number): Strategy {
  let switched = false;
  return {
    name: `switch at ${step}`,
    timed: true,
    onlyChoices: true,
    begin: () => {
      switched = false;
    },
    pick: (view) => {
      if (switched || view.step < step) return 0;
      switched = true;
      return 1;
    },
    data: () => 0,
  };
}

/** Requests by one FID that come at the same time as the one that closes it. */
const others: readonly (readonly [name: string, body: (wire: Wire) => SmbCommand])[] = [
  ['notify', (wire) => wire.notifyChange],
  ['write', ({ fid }) => ({ command: 'WRITE', fid, offset: 0, bytes: 1 })],
  [
    'mark for deletion',
    ({ fid }) => ({ command: 'SET_INFO', fid, information: { kind: 'disposition', deleteFile: true } }),
  ],
  ['close', ({ fid }) => ({ command: 'CLOSE', fid })],
  ['tree disconnect', () => ({ command: 'TREE_DISCONNECT' })],
  ['logoff', () => ({ command: 'LOGOFF' })],
];

for (const [name, body] of others) {
  test(`${name} against close: wherever they cross, the file is closed once, when nobody uses it any more`, (t) => {
    const seen = new Set<string>();
    for (let step = 23; step < 80; step++) {
      const { file, answers } = crossed(body, step);
      seen.add(`${file}, ${answers.length} answers`);
    }
    t.deepEqual([...seen], ['closed once, 2 answers']);
  });
}

test('wherever two closes cross, one is told so and the other that there is no such file', (t) => {
  const seen = new Set<string>();
  for (let step = 23; step < 80; step++) {
    const { answers } = crossed(({ fid }) => ({ command: 'CLOSE', fid }), step);
    seen.add([...answers].sort().join(', '));
  }
  t.deepEqual([...seen], ['STATUS_INVALID_HANDLE, STATUS_SUCCESS']);
});

/** Both requests, with a switch between the threads at this step: what became of the file, and what the client was told. */
function crossed(body: (wire: Wire) => SmbCommand, step: number): { file: string; answers: readonly string[] } {
  const sent: string[] = [];
  let wire: Wire | undefined;
  const user = function* (world: NtWorld): Routine {
    wire = new Wire(yield* call(started(world)), 'alice');
    yield wire.open();
    yield wire.post(body(wire), { mid: 7 });
    yield wire.post({ command: 'CLOSE', fid: wire.fid }, { mid: 8 });
  };
  const listeners: Partial<NtEvents> = {
    irpSent: ({ location }) => void (location.major === 'CLOSE' && sent.push('closed')),
    irpCompleted: ({ location: { major, fileObject } }) => {
      if (major !== 'CLOSE' && fileObject?.pointerCount === 0) sent.push(`${major} of a file that is closed`);
    },
  };
  play((world) => ({ user: user(world) }), { settings: DEFAULTS, listeners, strategy: switchAt(step) });
  const responses = wire?.responses.filter(({ mid }) => mid >= 7) ?? [];
  return {
    file: sent.join() === 'closed' ? 'closed once' : sent.join(),
    answers: responses.map(({ status }) => status),
  };
}
