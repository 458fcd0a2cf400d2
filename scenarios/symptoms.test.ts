// KB Q150833 to its end: what an administrator sees, in the order in which he sees it.
import test from 'ava';
import { strategyNamed } from '../harness/explore';
import type { Instance } from '../harness/cli/suite/instance';
import { ScenarioProgram } from '../harness/scenario/program';
import { Kernel, simulate, type Invariant } from '../harness/sim';
import type { NtEvents } from '../models/nt/events';
import { altered, suiteOf } from './_suite.test';

/** So often there was more allocated after an answer than ever before: that is growth. */
const GROWTH_PEAKS = 20;
const RUNS = 3;

type Symptom = 'paged pool grows' | 'SRV logs event 2020' | 'a request is refused';

const ORDER: readonly Symptom[] = ['paged pool grows', 'SRV logs event 2020', 'a request is refused'];

interface Course {
  /** Each when it was first seen. */
  readonly symptoms: Symptom[];
  refused: number;
}

const [instance] = suiteOf({ globs: ['kb/q150833-symptoms.yaml'] }).instances;
const SP5 = suiteOf({ globs: ['kb/q150833-symptoms.yaml'], set: ['system.version=nt-3.51-sp5'] }).instances[0];

test('pool grows first, then SRV logs event 2020, then requests fail', (t) => {
  const courses = coursesOf(instance);
  for (const { symptoms } of courses) t.deepEqual(symptoms, ORDER.slice(0, Math.max(1, symptoms.length)));
  const ended = courses.filter(({ symptoms }) => symptoms.length === ORDER.length);
  t.true(ended.length > 0, 'one run at least comes to the end');
  for (const { refused } of ended) t.true(refused > 1, 'one request after another');
});

test('with Service Pack 5 there is none of it', (t) => {
  t.deepEqual(
    coursesOf(SP5),
    Array.from({ length: RUNS }, () => ({ symptoms: [], refused: 0 })),
  );
});

/** How each of the first runs goes. */
function coursesOf(of: Instance): readonly Course[] {
  const courses: Course[] = [];
  const { model } = of.scenario;
  const watched = altered(of, {
    model: { ...model, invariants: [...model.invariants, onlooker(courses)] },
    judge: [...(of.scenario.judge ?? []), ONLOOKER],
  });
  const kernel = new Kernel();
  const program = new ScenarioProgram(watched.scenario);
  const strategy = strategyNamed('random-timed')!.make();
  for (let run = 0; run < RUNS; run++) simulate(kernel, program, strategy, { root: '1', run });
  return courses;
}

const ONLOOKER = 'test.onlooker';

/** Judges nothing. It writes down each run's course. */
function onlooker(courses: Course[]): Invariant<NtEvents> {
  return {
    id: ONLOOKER,
    statement: 'None.',
    source: 'A test.',
    create: () => {
      let course: Course = { symptoms: [], refused: 0 };
      let [bytes, peakBytes, peaks] = [0, 0, 0];
      const seen = (symptom: Symptom): void => {
        if (!course.symptoms.includes(symptom)) course.symptoms.push(symptom);
      };
      return {
        reset: () => {
          courses.push((course = { symptoms: [], refused: 0 }));
          [bytes, peakBytes, peaks] = [0, 0, 0];
        },
        poolAllocated: (block) => {
          if (block.pool.type === 'Paged') bytes += block.bytes;
        },
        poolFreed: (block) => {
          if (block.pool.type === 'Paged') bytes -= block.bytes;
        },
        requestForgotten: () => {
          if (bytes <= peakBytes) return;
          peakBytes = bytes;
          if (++peaks === GROWTH_PEAKS) seen('paged pool grows');
        },
        eventLogged: (id) => {
          if (id === 2020) seen('SRV logs event 2020');
        },
        requestAnswered: (_request, status) => {
          if (status !== 'STATUS_INSUFF_SERVER_RESOURCES') return;
          course.refused++;
          seen('a request is refused');
        },
      };
    },
  };
}
