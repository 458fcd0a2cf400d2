import test from 'ava';
import { evidenceOf } from './_evidence.test';
import { causalSlice, sliceText } from './causal-slice';

const VIOLATION = {
  invariant: 'x.y',
  class: 'safety',
  message: 'm',
  place: 'put',
  shape: 's',
  step: 9,
  ticks: 0,
} as const;

function failing(...texts: readonly string[]): ReturnType<typeof evidenceOf> {
  const evidence = evidenceOf(...texts);
  return { ...evidence, outcome: { ...evidence.outcome, violations: [VIOLATION] } };
}

const pair = {
  first: { task: 'bob', operation: 'op', nth: 1, objects: [] },
  second: { task: 'alice', operation: 'op', nth: 2, objects: [] },
};

test('the last that each task did to the object is named, in the order of the run', (t) => {
  const steps = causalSlice(failing('A:w1', 'B:w1', 'C:w9', 'A:w1', 'B:w1', 'C:w1'));
  t.deepEqual(
    steps.map(({ step }) => step),
    [4, 5, 6],
  );
});

test('a step that only read the object is not named, nor one that can not have led here', (t) => {
  const steps = causalSlice(failing('A:w1', 'B:r1', 'C:w9', 'D:w1'));
  t.deepEqual(
    steps.map(({ step }) => step),
    [1, 4],
  );
});

test('what the violation is about goes before the step that found it', (t) => {
  const evidence = failing('A:w2', 'B:w1', 'B:w2', 'C:w1');
  const violations = [{ ...VIOLATION, about: { kind: 'objects', objects: [2] } } as const];
  const steps = causalSlice({ ...evidence, outcome: { ...evidence.outcome, violations } });
  t.deepEqual(
    steps.map(({ step }) => step),
    [1, 3],
  );
});

test('there are six steps at most, and those that decide are among them', (t) => {
  const evidence = failing(...Array.from({ length: 40 }, (_, i) => `${'ABCD'.charAt(i % 4)}:w1`));
  const labelled = { ...evidence, steps: evidence.steps.map((step) => ({ ...step, label: `${step.step}: put a` })) };
  const steps = causalSlice(labelled, { pair }).map(({ step }) => step);
  t.is(steps.length, 6);
  t.deepEqual(steps.slice(0, 2), [2, 5]);
});

test('the paragraph says who did what to what, which order decided, and where it broke', (t) => {
  const evidence = failing('A:w1', 'B:w1', 'A:w1');
  const steps = evidence.steps.map((step, i) => (i === 1 ? { ...step, label: '4: put b' } : step));
  t.is(
    sliceText({ ...evidence, steps }, { pair }),
    'bob begins "4: put b" (step 2: before step 3, which decides); alice does `op` to object 1 (step 3: the other way round it ' +
      'does not fail). x.y is found broken in step 9, in put.',
  );
});

test('of a trend, which is about the whole run, no paragraph is told', (t) => {
  const evidence = failing('A:w1', 'B:w1');
  const about = (kind: 'steps' | 'trend'): ReturnType<typeof failing> => {
    const violations = [{ ...VIOLATION, about: { kind, steps: [1] } }];
    return { ...evidence, outcome: { ...evidence.outcome, violations } };
  };
  t.is(sliceText(about('trend')), undefined);
  t.regex(sliceText(about('steps')) ?? '', /^alice does `op` to object 1 \(step 1\)\. x\.y is found broken/);
});

test('from where on there was no way back is said of its step', (t) => {
  const evidence = { ...failing('A:w1', 'B:w1'), stepOfChoice: [0, 2] };
  const text = sliceText(evidence, { noReturn: { choice: 1, before: 12, runs: 20 } });
  t.regex(text ?? '', /bob does `op` to object 1 \(step 2: from here on chance did not save it\)/);
  t.notRegex(sliceText(evidence, { noReturn: { choice: -1, before: 20, runs: 20 } }) ?? '', /chance/);
});

test('where nothing was recorded nothing is told', (t) => {
  t.is(sliceText(failing()), undefined);
  t.is(sliceText(evidenceOf('A:w1')), undefined);
});
