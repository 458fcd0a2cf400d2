// What SRV shows an administrator is what it did: counted by itself as it goes, and here once more from what it reports to invariants.
import test from 'ava';
import { strategyNamed } from '../../../harness/explore';
import { ScenarioProgram } from '../../../harness/scenario/program';
import { Kernel, simulate, type Exhibit, type Invariant } from '../../../harness/sim';
import { altered, suiteOf } from '../../../scenarios/_suite.test';
import type { NtEvents } from '../events';

/** With pools that run dry, limits that are met, and nothing of the kind. */
const SCENARIOS = [
  ...['faults/paged-pool-exhausted', 'faults/nonpaged-pool-exhausted', 'faults/own-limit-nonpaged'],
  ...['faults/no-raw-buffer', 'faults/no-memory-for-answer', 'faults/no-memory-for-session'],
  ...['faults/no-pool-for-work-items', 'notify/tree', 'notify/cancel'],
];
const RUNS = 5;
const ONLOOKER = 'test.onlooker';

interface Seen {
  /** Lines written to the system log, by number. */
  readonly logged: Map<number, number>;
  /** Slots, by kind: taken and given back. */
  readonly slots: Map<string, [taken: number, given: number]>;
  /** Bytes of SRV's own blocks, by pool. */
  readonly bytes: Map<string, number>;
}

for (const path of SCENARIOS) {
  for (const instance of suiteOf({ globs: [`${path}.yaml`] }).instances) {
    test(`${instance.scenario.id}: SRV's counters, balance and log are what happened`, (t) => {
      const seen: Seen = { logged: new Map(), slots: new Map(), bytes: new Map() };
      const { model } = instance.scenario;
      const { scenario } = altered(instance, {
        model: { ...model, invariants: [...model.invariants, onlooker(seen)] },
        judge: [ONLOOKER],
      });
      const [kernel, program] = [new Kernel(), new ScenarioProgram(scenario)];
      const strategy = strategyNamed('random-timed')!.make();
      for (let run = 0; run < RUNS; run++) {
        simulate(kernel, program, strategy, { root: '1', run });
        const shown = (name: string): Exhibit => program.system!.exhibit(name)!;
        t.deepEqual(logOf(shown('event-log')), seen.logged);
        for (const [row, counts] of seen.slots) t.deepEqual(balanceOf(shown('balance'), row), counts, row);
        const counters = new Map(rowsOf(shown('server-counters')) as [string, number][]);
        for (const pool of ['Paged', 'Nonpaged']) {
          t.is(counters.get(`Pool ${pool} Bytes`), seen.bytes.get(pool) ?? 0, pool);
        }
      }
    });
  }
}

function rowsOf(exhibit: Exhibit): readonly (readonly (string | number)[])[] {
  return exhibit.kind === 'table' ? exhibit.rows : [];
}

/** Row of the balance: taken and given back. */
function balanceOf(exhibit: Exhibit, row: string): readonly (string | number)[] | undefined {
  return rowsOf(exhibit)
    .find(([name]) => name === row)
    ?.slice(2, 4);
}

function logOf(exhibit: Exhibit): ReadonlyMap<number, number> {
  const lines = exhibit.kind === 'log' ? exhibit.lines : [];
  return new Map(
    lines.map(({ text }) => [Number(text.slice(0, 4)), Number(/\((\d+) times\)$/.exec(text)?.[1] ?? 1)] as const),
  );
}

/** Rows of the balance that count no blocks. */
const ROWS: Readonly<Record<string, string | undefined>> = {
  'MPX slots': 'A13',
  'pending requests': 'A16',
  'asynchronous commands': 'A18',
  credits: 'A18',
};

/** Judges nothing. It counts what happens in each run. */
function onlooker({ logged, slots, bytes }: Seen): Invariant<NtEvents> {
  return {
    id: ONLOOKER,
    statement: 'None.',
    source: 'A test.',
    create: () => ({
      reset: () => {
        for (const map of [logged, slots, bytes]) map.clear();
      },
      eventLogged: (id) => void logged.set(id, (logged.get(id) ?? 0) + 1),
      counted: ({ kind }, by) => {
        const row = ROWS[kind];
        if (row === undefined) return;
        const [taken, given] = slots.get(row) ?? [0, 0];
        slots.set(row, by > 0 ? [taken + by, given] : [taken, given - by]);
      },
      poolAllocated: ({ pool, tag, bytes: more }) => {
        if (tag.startsWith('LS')) bytes.set(pool.type, (bytes.get(pool.type) ?? 0) + more);
      },
      poolFreed: ({ pool, tag, bytes: fewer, state }) => {
        if (tag.startsWith('LS') && state === 'live') bytes.set(pool.type, (bytes.get(pool.type) ?? 0) - fewer);
      },
    }),
  };
}
