// A fault that can not happen must never leave a scenario green.
import test from 'ava';
import { strategyNamed } from '../../harness/explore';
import type { FaultPlan, Scenario, Step } from '../../harness/scenario/scenario';
import { unreachable, type FaultBoard, type Model } from '../../harness/sim';
import { altered, searched, storyOf, suiteOf } from '../../scenarios/_suite.test';

/** Enough for every strategy to have had its say. */
const RUNS = 15;

const { instances } = suiteOf();
const withFaults = instances.filter(({ scenario }) => pointsOf(scenario.faults).length > 0);

test('scenarios use fault points', (t) => {
  t.true(withFaults.length >= 15, `${withFaults.length} of ${instances.length} do`);
});

for (const instance of withFaults) {
  const { id, model, explore, faults } = instance.scenario;

  test.serial(`${id}: all its faults fire, and not just to run out`, async (t) => {
    const { accounts } = await searched(instance, Math.min(explore.runs, 100));
    for (const { name, fired, expired } of accounts.faults.values()) {
      t.true(fired > expired, `"${name}" fired ${fired} times, ${expired} of them held to their bound`);
    }
  });

  for (const point of pointsOf(faults)) {
    test.serial(`${id} shows nothing when ${point} is never passed`, async (t) => {
      const blind = altered(instance, { ...asIfNothingStruck(instance.scenario), model: blindTo(model, point) });
      const result = await searched(blind, RUNS);
      t.is(result.verdict, 'inconclusive', storyOf(result));
      for (const { name } of faults.filter((fault) => refersTo(fault, point))) {
        const told = result.reasons.some((reason) => reason.startsWith(`fault "${name}": `));
        t.true(told, `no reason names the fault "${name}":\n${result.reasons.join('\n')}`);
      }
    });
  }
}

/**
 * What is to happen once, at the first match, under strategies that keep to time: it must happen in every run and not by luck, whatever
 * the latencies are. With the marks that it is for, if the scenario says that it forces them.
 */
for (const instance of withFaults.filter(({ scenario }) => isForced(scenario))) {
  const { id, expect } = instance.scenario;
  test.serial(`${id}: all its faults have effect in every run`, async (t) => {
    const { accounts } = await searched(instance);
    for (const { name, effective, expired } of accounts.faults.values()) {
      t.deepEqual({ name, effective, expired }, { name, effective: accounts.runs, expired: 0 });
    }
    if (!id.includes('-forced')) return;
    const reached = expect.sometimes.map((mark) => [mark, accounts.marks.get(mark)]);
    t.deepEqual(
      reached,
      expect.sometimes.map((mark) => [mark, accounts.runs]),
    );
  });
}

test('all scenarios that say so are forced', (t) => {
  const lucky = instances.filter(({ scenario }) => scenario.id.includes('-forced') && !isForced(scenario));
  t.deepEqual(
    lucky.map(({ scenario }) => scenario.id),
    [],
  );
});

function isForced({ faults, explore, expect }: Scenario): boolean {
  return (
    faults.length > 0 &&
    expect.violates === undefined &&
    faults.every(({ select }) => select.kind === 'nth') &&
    explore.strategies.every((name) => strategyNamed(name)?.make().timed)
  );
}

/** What a scenario expects of single requests, and of how soon they are answered, is what the fault does to them: left out. */
function asIfNothingStruck({ clients, expect }: Scenario): Partial<Scenario> {
  const patient = (steps: readonly Step[]): readonly Step[] =>
    steps.flatMap((step): readonly Step[] => {
      switch (step.kind) {
        case 'expect':
          return [];
        case 'await':
          return [{ ...step, withinTicks: undefined }];
        case 'repeat':
          return [{ ...step, steps: patient(step.steps) }];
        case 'parallel':
          return [{ ...step, branches: step.branches.map(patient) }];
        case 'operation':
        case 'random':
        case 'wait':
          return [step];
        default:
          return unreachable(step);
      }
    });
  return {
    clients: clients.map((client) => ({ ...client, steps: patient(client.steps) })),
    expect: { ...expect, requests: [] },
  };
}

/** The same model, in which nobody passes this point. */
function blindTo(model: Model, point: string): Model {
  return {
    ...model,
    create: (world) => {
      const { faults } = world;
      const blind: Pick<FaultBoard, 'watches' | 'pass'> = {
        watches: (asked) => asked.id !== point && faults.watches(asked),
        pass: (passed, subjects) => faults.pass(passed, subjects),
      };
      return model.create({ ...world, faults: blind as FaultBoard });
    },
  };
}

/** Where a fault strikes, and where what it holds is let go. */
function refersTo({ at, action }: FaultPlan, point: string): boolean {
  return at === point || (action.kind === 'hold' && action.until === point);
}

function pointsOf(faults: readonly FaultPlan[]): readonly string[] {
  const points = faults.flatMap(({ at, action }) => [at, action.kind === 'hold' ? action.until : undefined]);
  return [...new Set(points.filter((point) => point !== undefined))];
}
