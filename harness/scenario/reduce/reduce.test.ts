import test from 'ava';
import { GOOD } from '../_good.test';
import { load } from '../_toy.test';
import {
  asRegression,
  detailsOf,
  partsOf,
  readPlain,
  simpler,
  standalone,
  without,
  withUsers,
  writePlain,
  type PlainMap,
} from '.';

/** What no name says: that the only client is gone (Q202), that a name is given less often (Q408). */
const TAKEN_AS_REFUSED = ['Q202', 'Q408'];

function mistakes(root: PlainMap): readonly string[] {
  return load(writePlain(root)).diagnostics.flatMap(({ code, message }) =>
    TAKEN_AS_REFUSED.includes(code) ? [] : [`${code} ${message}`],
  );
}

for (const [name, text] of Object.entries(GOOD)) {
  test(`${name}: written again, it says the same`, (t) => {
    const root = readPlain(text);
    t.deepEqual(readPlain(writePlain(root)), root);
    t.deepEqual(mistakes(root), []);
  });

  test(`${name}: without a part and those who need it, it still is a scenario`, (t) => {
    const root = readPlain(text);
    const parts = partsOf(root);
    for (const part of parts) {
      const gone = withUsers(parts, new Set([part]));
      const left = without(
        root,
        gone.map(({ path }) => path),
      );
      t.deepEqual(mistakes(left), [], `without ${gone.map(({ path }) => path.join('/')).join(', ')}`);
    }
  });

  test(`${name}: simpler versions are scenarios, and no larger`, (t) => {
    const root = readPlain(text);
    const steps = text.includes('repeat') || text.includes('parallel') || text.includes('random');
    t.is([...simpler(root)].length > 0, steps);
    for (const one of simpler(root)) {
      t.deepEqual(mistakes(one), []);
      t.notDeepEqual(one, root);
    }
  });
}

const RACE = `scenario: a race
why: To be made smaller.
model: toy
matrix: { system.version: [reference, nt-3.51] }
clients:
  alice:
    - connect
    - open: { path: \\docs, as: dir }
    - notify: { on: dir, as: n1 }
    - parallel:
        - [cancel: n1]
        - [create: \\docs\\a.txt]
    - repeat: { times: 9, do: [create: \\b] }
  bob:
    - connect
    - await: alice.n1
faults:
  - { at: smb.send, where: { client: alice }, do: { io.cancel: alice.n1 } }
explore: { strategies: [random], runs: 500 }
expect:
  requests: { n1: STATUS_SUCCESS }
  sometimes: [notify.completed-by-report]
`;

test('who uses a name goes with whoever gives it', (t) => {
  const parts = partsOf(readPlain(RACE));
  const open = parts.find(({ gives }) => gives.includes('alice.dir'))!;
  t.deepEqual(
    withUsers(parts, new Set([open])).map(({ path }) => path.join('/')),
    [
      'clients/alice/1',
      'clients/alice/2',
      'clients/alice/3/parallel/0/0',
      'clients/bob/1',
      'faults/0',
      'expect/requests/n1',
    ],
  );
});

test('an instance by itself says its settings, and is searched by one run', (t) => {
  const alone = standalone(readPlain(RACE), {
    set: ['system.version=nt-3.51', 'system.processors=2'],
    violates: undefined,
    keepsExpected: true,
  });
  const schedule = {
    timed: true,
    deviations: [
      { kind: 'order', task: 'srv worker 2', before: { task: 'alice/1', operation: 'io.cancel', nth: 2 } },
      { kind: 'value', point: 'net.latency', task: 'bob', nth: 1, value: 17 },
    ],
  } as const;
  const text = writePlain(asRegression(alone, schedule, { of: 'race', known: 'pool.x@f#lost' }));
  const { scenarios, diagnostics } = load(text);
  t.deepEqual(diagnostics, []);
  t.is(scenarios?.length, 1);
  const { values } = scenarios![0].settings;
  t.deepEqual([values.version, values.processors], ['nt-3.51', 2]);
  t.deepEqual(scenarios![0].explore, { strategies: [], runs: 100, schedule });
  t.deepEqual(scenarios![0].regression, { of: 'race', known: 'pool.x@f#lost' });
  t.deepEqual(scenarios![0].expect.sometimes, []);
  t.regex(text, /^ {4}- notify: \{ on: dir, as: n1 \}$/m);
  t.regex(text, /^ {6}- value: \{ of: net\.latency, task: bob, is: 17 \}$/m);
});

test('what an instance was not found broken by is not asked for', (t) => {
  const root = readPlain(RACE);
  t.false('expect' in standalone(root, { set: [], violates: undefined, keepsExpected: false }));
  t.deepEqual(standalone(root, { set: [], violates: 'pool.x', keepsExpected: true }).expect, { violates: 'pool.x' });
});

test('details are the keys of operations and faults, and the settings', (t) => {
  const details = detailsOf(readPlain(RACE)).map((path) => path.join('/'));
  for (const one of ['clients/alice/2/notify/as', 'faults/0/where/client', 'faults/0/do', 'expect']) {
    t.true(details.includes(one), one);
  }
});
