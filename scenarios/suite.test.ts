import test from 'ava';
import type { Invariant } from '../harness/sim';
import { model } from '../models/nt';
import type { NtEvents } from '../models/nt/events';
import { ALLOCATIONS, PATHS } from '../models/nt/ownership';
import { SHIPPED_LEAK } from '../models/nt/settings';
import type { Instance } from '../harness/cli/suite/instance';
import { altered, searched, searchedShort, storyOf, suiteOf } from './_suite.test';

const { instances, diagnostics } = suiteOf();
const broken = instances.filter(({ scenario }) => scenario.id.startsWith('defects/'));

test('every file compiles, and says why it is there', (t) => {
  t.deepEqual(diagnostics, []);
  const silent = instances.filter(({ scenario }) => scenario.why.trim() === '' || scenario.title.trim() === '');
  t.deepEqual(silent.map(idOf), []);
  t.is(new Set(instances.map(idOf)).size, instances.length, 'ids are unique');
});

/** Routines that allocate, by what some run of some scenario has seen: that they were given memory, and that they were refused. */
const sites = { given: new Set<string>(), refused: new Set<string>() };

/** Breaks nothing and looks on. */
const onlooker: Invariant<NtEvents> = {
  id: 'test.onlooker',
  statement: 'Allocations are noted.',
  source: 'the test',
  create: () => ({
    reset: () => undefined,
    poolAllocated: ({ site }) => void sites.given.add(site),
    poolRefused: (_pool, { site }) => void sites.refused.add(site),
  }),
};

/** Every mark that some run of some scenario has reached. */
const reached = new Set<string>();

for (const instance of instances) {
  test.serial(`${idOf(instance)} passes`, async (t) => {
    const { model } = instance.scenario;
    const watched = { ...model, invariants: [...model.invariants, onlooker as Invariant<object>] };
    const result = await searchedShort(altered(instance, { model: watched }));
    for (const mark of result.accounts.marks.keys()) reached.add(mark);
    t.is(result.verdict, 'pass', storyOf(result));
    const leaks = result.finding?.violations.filter((violation) => violation.class === 'leak') ?? [];
    for (const { invariant, about } of leaks) t.truthy(about, `${invariant} says what was lost, for the timeline`);
  });
}

test.serial('every mark of the model is reached by a run of some scenario', (t) => {
  const missed = model.marks.filter(({ id }) => !reached.has(id));
  t.deepEqual(
    missed.map(({ id, doc }) => `${id}: ${doc}`),
    [],
  );
});

/** Before anybody can be there: the machine starts. */
const AT_START = ['FsRtlNotifyInitializeSync'];

test.serial('every routine that allocates is refused in a run of some scenario', (t) => {
  const never = [...sites.given].filter((site) => !sites.refused.has(site) && site !== 'PoolHog');
  t.deepEqual(never, AT_START);
  t.true(sites.given.size > 15, [...sites.given].join(' '));
});

for (const { row, what, marks } of [
  ...ALLOCATIONS.map(({ mark, ...rest }) => ({ ...rest, marks: [mark] })),
  ...PATHS,
]) {
  test.serial(`${row}, ${what}: a scenario comes by`, (t) => {
    const known = new Set(model.marks.map(({ id }) => id));
    t.deepEqual(
      marks.filter((mark) => !known.has(mark) || !reached.has(mark)),
      [],
    );
  });
}

test('allocations and paths are numbered without a gap', (t) => {
  t.deepEqual(
    ALLOCATIONS.map(({ row }) => row),
    Array.from({ length: 20 }, (_, i) => `A${i + 1}`),
  );
  t.deepEqual(
    PATHS.map(({ row }) => row),
    Array.from({ length: 24 }, (_, i) => `P${i + 1}`),
  );
});

test('every defect has a scenario that switches it on and says what it breaks', (t) => {
  const shown = broken.filter(({ scenario }) => scenario.expect.violates !== undefined).flatMap(defectsOf);
  const hidden = model.defects.filter(({ id }) => !shown.includes(id));
  t.deepEqual(
    hidden.map(({ id }) => id),
    [],
  );
});

test('every scenario of a defect switches one on and names an invariant', (t) => {
  const idle = broken.filter((instance) => {
    return defectsOf(instance).length === 0 || instance.scenario.expect.violates === undefined;
  });
  t.deepEqual(idle.map(idOf), []);
});

test('every invariant is broken by a defect: one that never is has shown nothing', (t) => {
  const shown = new Set(broken.map(({ scenario }) => scenario.expect.violates));
  const unbroken = model.invariants.filter(({ id }) => !shown.has(id));
  t.deepEqual(
    unbroken.map(({ id }) => id),
    [],
  );
});

test('every fault point, action and mark of the model is named by a scenario: one that none names shows nothing', (t) => {
  const text = instances.map((instance) => instance.text.replace(/^\s*#.*$/gm, '')).join('\n');
  const words = new Set(text.split(/[^\w.-]+/));
  const { faultPoints, actions, marks } = model;
  const all = [...faultPoints.map(({ id }) => id), ...Object.keys(actions), ...marks.map(({ id }) => id)];
  t.deepEqual(
    all.filter((word) => !words.has(word)),
    [],
  );
});

for (const instance of broken) {
  test.serial(`${idOf(instance)} with its defect off passes`, async (t) => {
    const { settings, expect } = instance.scenario;
    const repaired = settings.values.version === 'nt-3.51' ? { version: 'nt-3.51-sp5' } : {};
    const without = altered(instance, {
      settings: { values: { ...settings.values, ...repaired }, defects: new Set() },
      expect: { ...expect, violates: undefined },
    });
    const result = await searched(without);
    t.is(result.verdict, 'pass', storyOf(result));
  });
}

/** The command that the scenario itself tells its reader to try. */
test.serial('the scenario of KB Q150833 finds the leak in the version that shipped with it', async (t) => {
  const { instances: shipped } = suiteOf({ globs: ['kb/q150833.yaml'], set: ['system.version=nt-3.51'] });
  t.is(shipped.length, 1);
  const result = await searched(shipped[0]);
  t.is(result.verdict, 'violation', storyOf(result));
  const violation = result.finding?.violations[0];
  t.is(violation?.invariant, 'pool.no-growth');
  t.true(violation?.message.startsWith('tag FSrt grows by '), violation?.message);
  t.is(violation?.place, 'FsRtlNotifyFullReportChange', 'it names who allocated what is lost');
  t.regex(violation?.story?.[0] ?? '', /^\d+ of these blocks were lost alike, from .* to .*; the last of them:$/);
  t.is(violation?.about?.kind, 'trend');
});

function idOf({ scenario }: Instance): string {
  return scenario.id;
}

/** Those that are switched on by name, and the one that a version ships with. */
function defectsOf({ scenario }: Instance): readonly string[] {
  const { defects, values } = scenario.settings;
  return values.version === 'nt-3.51' ? [...defects, SHIPPED_LEAK] : [...defects];
}
