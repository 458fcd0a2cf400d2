import test from 'ava';
import { searched } from './_desk.test';

test('what a fault does in the name of a client is not what the client’s `expect` judges', (t) => {
  const { verdict, reasons, accounts } = searched(
    'clients: { alice: [ask: , file: missing, wait: 1 ms, expect: MISSING], bob: [wait: 10 us, ask: ] }\n' +
      'faults: [{ at: desk.asked, where: { client: bob }, do: { by: alice, file: found }, nth: 1 }]',
  );
  t.deepEqual([verdict, reasons], ['pass', []]);
  t.deepEqual([...accounts.judged], [['alice: 1: expect', accounts.runs]]);
});

test('each of several parallel lists judges its own last operation', (t) => {
  const { verdict } = searched(
    'clients: { alice: [parallel: [[file: found, wait: 1 us, expect: OK], [file: missing, wait: 1 us, expect: MISSING]]] }\n' +
      'explore: { strategies: [random], runs: 50 }',
  );
  t.is(verdict, 'pass');
});

test('tasks of lists within lists have names of their own', (t) => {
  const { kernel } = searched('clients: { alice: [parallel: [[nod], [parallel: [[nod], [nod]]]]] }');
  const names = kernel.tasks.map(({ name }) => name).filter((name) => name.startsWith('alice'));
  t.deepEqual(names, ['alice', 'alice/1', 'alice/2', 'alice/2/1', 'alice/2/2', 'alice/teardown']);
});

/** Alice asks three times as `q`, and Bob once. */
const matches: readonly (readonly [where: string, matched: number])[] = [
  ['alice.q', 3],
  ['"alice.q[1]"', 1],
  ['"alice.q[3]"', 1],
  ['bob.q', 1],
  ['"bob.q[1]"', 1],
];

for (const [where, matched] of matches) {
  test(`of three uses of alice.q and one of bob.q, where { request: ${where} } matches ${matched}`, (t) => {
    const { verdict, accounts } = searched(
      'clients: { alice: [repeat: { times: 3, do: [ask: { as: q }] }], bob: [ask: { as: q }] }\n' +
        `faults: [{ name: f, at: desk.asked, where: { request: ${where} }, every: 1, do: { fail: BUSY } }]\n` +
        'explore: { strategies: [fifo] }',
    );
    t.is(accounts.faults.get('f')?.matched, matched);
    t.is(verdict, 'pass');
  });
}

test('a numbered name is what was made at that use, though an earlier one made nothing', (t) => {
  const { verdict, accounts } = searched(
    'clients:\n  alice:\n    - file: { name: missing, as: f }\n    - file: { name: found, as: f }\n' +
      '    - ask: { folder: "f[2]" }\n    - ask: { folder: f }\n    - ask: { folder: "f[1]" }\n' +
      'explore: { strategies: [fifo] }',
  );
  t.is(verdict, 'pass');
  t.deepEqual([...accounts.skipped.keys()], ['alice: 7: ask f[1]']);
});

test('each of several tasks that use a name has a number of its own', (t) => {
  const fault = (n: number) =>
    `  - { name: f${n}, at: desk.asked, where: { request: "q[${n}]" }, every: 1, do: { fail: BUSY } }\n`;
  const { accounts, verdict } = searched(
    'clients: { alice: [parallel: [[ask: { as: q }], [ask: { as: q }]]] }\n' +
      `faults:\n${fault(1)}${fault(2)}explore: { strategies: [random], runs: 50 }`,
  );
  t.is(verdict, 'pass');
  t.deepEqual(
    [...accounts.faults.values()].map((fault) => fault.matched),
    [50, 50],
  );
});

/** What comes before an `expect` in line 3, and why that has nothing to judge. */
const unjudged: readonly (readonly [before: string, why: string])[] = [
  ['wait: 1 ms', 'no operation comes before it'],
  ['nod', 'the operation before it is not answered'],
  ['ask: { as: q }', 'the request before it had not been answered by then, and no `await` stands between'],
  ['parallel: [[file: a]]', 'of the lists of `parallel` before it none is the last'],
  [
    'repeat: { times: 2, do: [file: { name: missing, as: f }, ask: f] }',
    'the step before it was skipped, as what that needs was never made',
  ],
];

for (const [before, why] of unjudged) {
  test(`an \`expect\` behind \`${before}\` shows nothing`, (t) => {
    const { verdict, reasons } = searched(`clients:\n  alice: [${before},\n    expect: OK, nod]`);
    t.deepEqual(
      [verdict, reasons],
      ['inconclusive', [`alice, line 3: \`expect\` never had a response to judge: ${why}`]],
    );
  });
}

test('an `expect` that had a response to judge in some run is judged', (t) => {
  const { verdict, accounts } = searched(
    'clients: { alice: [ask: { as: q }, wait: 1 us, expect: OK], bob: [answer: alice.q] }\nexplore: { strategies: [random] }',
  );
  const [{ judged, unjudged }] = [...accounts.steps.values()];
  t.true(judged > 0 && judged < accounts.runs);
  t.not(unjudged, undefined);
  t.is(verdict, 'pass');
});

test('an `expect` that no run comes to because of an expected violation need not judge', (t) => {
  const end = 'explore: { strategies: [fifo] }\nexpect: { violates: K-01 }';
  t.is(searched(`clients: { alice: [shout, file: a, expect: OK] }\n${end}`).verdict, 'pass');
  t.is(searched(`clients: { alice: [nod, expect: OK, shout] }\n${end}`).verdict, 'inconclusive');
});
