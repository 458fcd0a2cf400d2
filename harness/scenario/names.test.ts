// What the steps of a scenario do to its names is announced: two runs that differ only in the order of independent steps end alike,
// and a reducer completes one of them.
import test from 'ava';
import { Everything } from '../explore/fixtures/everything';
import { Noted } from '../explore/fixtures/history';
import { Exhaustive } from '../explore/exhaustive';
import { Checker, Kernel, simulate, type Strategy } from '../sim';
import { deskScenario, searched } from './_desk.test';
import { ScenarioProgram } from './program';

/** Each has names that several tasks have to do with. */
const scenarios: readonly (readonly [title: string, text: string])[] = [
  ['another client uses a name', 'clients: { alice: [ask: { as: q }], bob: [answer: alice.q] }'],
  [
    'a fault waits for a name',
    'clients: { alice: [ask: { as: q }], bob: [ask: ] }\n' +
      'faults: [{ at: desk.asked, where: { client: bob }, nth: 1, do: { answer: alice.q } }]',
  ],
  [
    'a fault gives a name',
    'clients: { alice: [ask: ], bob: [answer: alice.q] }\n' +
      'faults: [{ at: desk.asked, nth: 1, do: { by: alice, ask: { as: q } } }]',
  ],
  ['parallel lists share a name', 'clients: { alice: [parallel: [[ask: { as: q }], [answer: q]]] }'],
  [
    'a request may be answered before it is judged',
    'clients: { alice: [ask: { as: q }, wait: 1 us, expect: OK], bob: [answer: alice.q] }',
  ],
];

interface Explored {
  readonly runs: number;
  /** Foata normal form of each complete run -> how it ended. */
  readonly traces: ReadonlyMap<string, string>;
  /** Two runs of one trace that ended differently. */
  readonly ambiguous: readonly string[];
}

function explored(text: string, inner: Strategy): Explored {
  const scenario = deskScenario(`${text}\nteardown: false`);
  const kernel = new Kernel();
  const strategy = new Noted(kernel, inner);
  const traces = new Map<string, string>();
  const ambiguous: string[] = [];
  for (let run = 0; run < 20_000; run++) {
    const single = new ScenarioProgram(scenario);
    const outcome = simulate(kernel, single, strategy, { root: '1', run });
    if (outcome.verdict !== 'pruned') {
      const { skipped, judged, faults } = single.accounts;
      const seen = JSON.stringify([[...skipped].sort(), [...judged], [...faults.values()], outcome.reasons]);
      if ((traces.get(strategy.form) ?? seen) !== seen) ambiguous.push(strategy.form);
      traces.set(strategy.form, seen);
    }
    if (!strategy.end(kernel, outcome)) return { runs: run + 1, traces, ambiguous };
  }
  throw new Error('there are too many runs');
}

for (const [title, text] of scenarios) {
  test(`reduction is sound where ${title}`, (t) => {
    const all = explored(text, new Everything(false));
    t.deepEqual(all.ambiguous, []);
    t.true(new Set(all.traces.values()).size > 1, 'it matters who comes first');
    const reduced = explored(text, new Exhaustive());
    t.deepEqual([...reduced.traces].sort(), [...all.traces].sort());
    t.true(reduced.runs < all.runs);
  });
}

for (const [title, text] of scenarios) {
  test(`the checked mode has nothing to say where ${title}`, (t) => {
    const kernel = new Kernel();
    kernel.checker = new Checker(kernel);
    t.notThrows(() => searched(`${text}\nexplore: { strategies: [random], runs: 200 }`, kernel));
  });
}
