import test from 'ava';
import { searched } from './_desk.test';

const SHOUT = 'clients: { alice: [ask: { as: q }, shout] }';

/** Each finds the violation that it expects, in a run that ends there, and is judged by what else it asks for. */
const found: readonly (readonly [title: string, text: string, reasons: readonly string[]])[] = [
  ['nothing else is asked for', SHOUT, []],
  ['its fault had effect', `${SHOUT}\nfaults: [{ name: f, at: desk.asked, nth: 1, do: { fail: BUSY } }]`, []],
  [
    'its point was never passed',
    `${SHOUT}\nfaults: [{ name: f, at: desk.answered, nth: 1, do: { by: alice, nod: } }]`,
    ['fault "f": desk.answered was never passed with the subjects that it names'],
  ],
  [
    'its fault never fired',
    `${SHOUT}\nfaults: [{ name: f, at: desk.asked, nth: 2, do: { fail: BUSY } }]`,
    ['fault "f": its point desk.asked was matched once and it never fired'],
  ],
  [
    'its fault fired without effect',
    `${SHOUT}\nfaults: [{ name: f, at: desk.asked, nth: 1, do: shush }]`,
    ['fault "f": it fired once at desk.asked without effect'],
  ],
  [
    'what its fault waits for never came',
    `${SHOUT}\nfaults: [{ name: f, at: desk.asked, nth: 1, do: { hold: { until: desk.answered, at-most: 1 ms } } }]`,
    ['fault "f": what it waits for never came: once a hold ended at its bound'],
  ],
  [
    'a thread that it holds is still held when the other one breaks the invariant',
    'clients: { alice: [ask: { as: q }], bob: [wait: 1 us, shout] }\n' +
      'faults: [{ name: f, at: desk.asked, nth: 1, do: { hold: { until: desk.answered, at-most: 1 s } } }]',
    ['fault "f": it fired once at desk.asked without effect'],
  ],
  [
    'what it waits for comes in the step before the violation',
    'clients: { alice: [ask: { as: q }], bob: [wait: 1 us, shout] }\n' +
      'faults: [{ name: f, at: desk.asked, nth: 1, do: { hold: { until: desk.shouted, at-most: 1 s } } }]',
    [],
  ],
  [
    'its own action breaks the invariant, and does not return',
    'clients: { alice: [ask: { as: q }] }\nfaults: [{ name: f, at: desk.asked, nth: 1, do: { by: alice, shout: } }]',
    [],
  ],
  [
    'its moment came',
    'clients: { alice: [wait: 5 ms] }\nfaults: [{ name: f, between: [1 ms, 2 ms], do: { by: alice, shout: } }]',
    [],
  ],
  [
    'its moment had not come',
    `${SHOUT}\nfaults: [{ name: f, between: [1 ms, 2 ms], do: { by: alice, nod: } }]`,
    ['fault "f": its moment never came while the clients were at work'],
  ],
  [
    'a mark that it names lies behind the violation',
    `${SHOUT}\nexpect: { violates: desk.calm, sometimes: [desk.quiet] }`,
    ['mark desk.quiet was reached by none of 1 runs'],
  ],
  ['a client has not begun', 'clients: { alice: [shout], bob: [wait: 1 ms, nod] }', ['client bob did nothing']],
  [
    'a request that it names was made, and the run ended before it was judged',
    `${SHOUT}\nexpect: { violates: desk.calm, requests: { q: OK } }`,
    [],
  ],
  [
    'a request that it names was never made',
    'clients: { alice: [shout, ask: { as: q }] }\nexpect: { violates: desk.calm, requests: { q: OK } }',
    ['request alice.q was never made, so nothing about it was judged'],
  ],
];

for (const [title, text, reasons] of found) {
  test(`an expected violation is found, and ${title}`, (t) => {
    const expect = text.includes('expect:') ? '' : '\nexpect: { violates: K-01 }';
    const { verdict, reasons: given, result } = searched(`${text}${expect}\nexplore: { strategies: [fifo], runs: 1 }`);
    t.is(result.failures[0]?.signature, 'desk.calm@desk#shout');
    t.deepEqual(given, reasons);
    t.is(verdict, reasons.length === 0 ? 'pass' : 'inconclusive');
  });
}

test('runs that show nothing take nothing from a violation that another run found', (t) => {
  const { verdict, result } = searched(
    'clients: { alice: [parallel: [[repeat: { times: 9, do: [nod] }], [shout]]] }\n' +
      'limits: { steps: 8 }\nexplore: { strategies: [fifo, random], runs: 100 }\nexpect: { violates: K-01 }',
  );
  t.true(result.inconclusive.size > 0);
  t.is(verdict, 'pass');
});

test('an expected violation that no run finds is a violation', (t) => {
  const { verdict, reasons } = searched('clients: { alice: [nod] }\nexpect: { violates: K-01 }');
  t.deepEqual([verdict, reasons], ['violation', ['expected a violation of desk.calm, found none in 101 runs']]);
});

test('a moment that comes when the clients have done their steps strikes nobody', (t) => {
  const text = 'clients: { alice: [nod] }\nfaults: [{ name: f, between: [1 ms, 2 ms], do: { by: alice, shout: } }]';
  const { verdict, reasons } = searched(text);
  t.deepEqual(
    [verdict, reasons],
    ['inconclusive', ['fault "f": its moment never came while the clients were at work']],
  );
});

/** Alice asks three times, and each time may be refused. */
const ASK = 'clients: { alice: [repeat: { times: 3, do: [ask: ] }] }';

for (const mode of ['once', 'onward']) {
  const sweep = `${ASK}\nfaults: [{ name: f, at: desk.asked, sweep: ${mode}, do: { fail: BUSY } }]`;

  test(`a sweep (${mode}) goes through all matches under every strategy, and the accounts say how many`, (t) => {
    const { verdict, accounts, result } = searched(`${sweep}\nexplore: { strategies: [fifo, random-timed, random] }`);
    t.is(verdict, 'pass');
    t.deepEqual(
      result.byStrategy.map(({ strategy, runs, ended }) => [strategy, runs, ended]),
      ['fifo', 'random-timed', 'random'].map((strategy) => [strategy, 4, true]),
    );
    const { fired, swept } = accounts.faults.get('f') ?? {};
    t.deepEqual([fired, swept], [3 * (mode === 'once' ? 3 : 3 + 2 + 1), 3]);
  });

  test(`a sweep (${mode}) that has more matches than there are runs is inconclusive`, (t) => {
    const { verdict, reasons } = searched(`${sweep}\nexplore: { strategies: [fifo], runs: 3 }`);
    t.is(verdict, 'inconclusive');
    t.deepEqual(reasons, [
      'strategy fifo did not come to the end of the sweep in 3 runs (explore: { runs: ... } raises them)',
    ]);
  });
}
