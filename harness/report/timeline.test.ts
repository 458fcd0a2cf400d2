import test from 'ava';
import type { Subject } from '../sim';
import { evidenceOf } from './_evidence.test';
import { causalPast } from './causal-past';
import { timeline } from './timeline';

const pasts: readonly (readonly [steps: readonly string[], past: readonly number[]])[] = [
  [[], []],
  [['A:w1'], [1]],
  [
    ['A:w1', 'B:w2', 'A:w3'],
    [1, 3],
  ],
  [
    ['A:w1', 'B:r1'],
    [1, 2],
  ],
  [['A:r1', 'B:r1'], [2]],
  [
    ['A:r1', 'B:w1'],
    [1, 2],
  ],
  [
    ['A:w1', 'B:r1,w2', 'C:w9', 'D:r2'],
    [1, 2, 4],
  ],
  [
    ['C:w9', 'A:w1', 'C:w1', 'B:r1'],
    [1, 2, 3, 4],
  ],
];

for (const [steps, past] of pasts) {
  test(`of ${steps.join(' ') || 'nothing'} the past is ${past.join(' ')}`, (t) => {
    t.deepEqual(
      causalPast(evidenceOf(...steps)).map(({ step }) => step),
      past,
    );
  });
}

const subjects: readonly (readonly [about: Subject, past: readonly number[]])[] = [
  [{ kind: 'steps', steps: [1, 3] }, [1, 3]],
  [{ kind: 'steps', steps: [4] }, [1, 3, 4]],
  [{ kind: 'objects', objects: [2] }, [2]],
  [{ kind: 'objects', objects: [1, 2] }, [1, 2, 3, 4]],
  [{ kind: 'objects', objects: [7] }, [5]],
];

for (const [about, past] of subjects) {
  test(`what led to ${JSON.stringify(about)} is ${past.join(' ')}, and not what led to the last step`, (t) => {
    const evidence = evidenceOf('A:w1', 'B:w2', 'A:w3', 'C:r1,w3', 'D:w9');
    const violation = { invariant: 'i', class: 'leak', message: '', place: '', shape: '', step: 5, ticks: 0 } as const;
    const outcome = { ...evidence.outcome, violations: [{ ...violation, about }] };
    t.deepEqual(
      causalPast({ ...evidence, outcome }).map(({ step }) => step),
      past,
    );
    t.regex(timeline({ ...evidence, outcome })[0], /^\d steps that can have led to this, of 5 in all$/);
  });
}

test('of a trend the timeline shows what led to the last time', (t) => {
  const evidence = evidenceOf('A:w1', 'B:w2', 'A:w3', 'C:r1,w3', 'D:w9');
  const about = { kind: 'trend', steps: [2] } as const;
  const violation = {
    invariant: 'i',
    class: 'leak',
    message: '',
    place: '',
    shape: '',
    step: 5,
    ticks: 0,
    about,
  } as const;
  const lines = timeline({ ...evidence, outcome: { ...evidence.outcome, violations: [violation] } });
  t.is(lines[0], 'how it grows the last time: 1 step, of 5 in all');
});

test('whoever started a task is in its past', (t) => {
  const evidence = evidenceOf('A:w1', 'B:w2');
  const tasks = evidence.tasks.map((task, i) => (i === 1 ? { ...task, parent: 0 } : task));
  t.is(causalPast({ ...evidence, tasks }).length, 2);
});

test('tasks stand side by side', (t) => {
  t.deepEqual(timeline(evidenceOf('A:w1', 'B:w1', 'C:w9', 'B:w1', 'A:w1')), [
    '4 steps that can have led here, of 5 in all',
    '  A alice, B bob, > the search chose',
    '       0 ns  A    op  (object 1)',
    '       1 us  | B  op  (object 1)',
    '       3 us  | B  op  (object 1)',
    '       4 us  A    op  (object 1)',
  ]);
});

test('a long one is cut to what comes last', (t) => {
  const lines = timeline(evidenceOf(...Array.from({ length: 500 }, (_, i) => `${'ABCD'.charAt(i % 4)}:w1`)));
  t.is(lines.length, 37);
  t.is(lines[0], 'the last 35 of 500 steps that can have led here, of 500 in all');
  t.true(lines.every((line) => line.length <= 80));
});
