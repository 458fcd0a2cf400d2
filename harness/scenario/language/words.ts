import type { Model } from '../../sim/model';
import type { Shape, Word } from '../shape';

/** Something with a dotted name and maybe a number: either may be written. */
interface Numbered {
  readonly id: string;
  readonly number?: string | undefined;
}

/** What the harness itself can find broken, whatever the model. */
const OF_THE_HARNESS = [
  { id: 'kernel.deadlock', statement: 'No cycle of tasks waits for ever on one another.' },
  { id: 'expect.within', statement: 'What is awaited `within` a time is there in time.' },
];

export function invariantShape({ invariants }: Model): Shape {
  const of = numbered(invariants, ({ statement }) => statement);
  return {
    kind: 'named',
    name: 'invariant',
    shape: () => ({ kind: 'choice', noun: 'an invariant', code: 'Q308', of }),
  };
}

/** What a search may be expected to find broken. */
export function violationShape({ invariants }: Model): Shape {
  const of = numbered([...invariants, ...OF_THE_HARNESS], ({ statement }) => statement);
  return {
    kind: 'named',
    name: 'violation',
    shape: () => ({ kind: 'choice', noun: 'an invariant', code: 'Q308', of }),
  };
}

export function defectShape({ defects }: Model): Shape {
  const of = numbered(defects, ({ mechanism }) => mechanism);
  return { kind: 'named', name: 'defect', shape: () => ({ kind: 'choice', noun: 'a defect', code: 'Q309', of }) };
}

export function statusShape({ statuses }: Model): Shape {
  const of = statuses.map((word) => ({ word }));
  return { kind: 'named', name: 'status', shape: () => ({ kind: 'choice', noun: 'a status', code: 'Q304', of }) };
}

export function pointShape({ faultPoints }: Model): Shape {
  const of = faultPoints.map(({ id, doc }) => ({ word: id, doc }));
  return { kind: 'named', name: 'point', shape: () => ({ kind: 'choice', noun: 'a fault point', code: 'Q302', of }) };
}

export function markShape({ marks }: Model): Shape {
  return { kind: 'choice', noun: 'a mark', code: 'Q310', of: marks.map(({ id, doc }) => ({ word: id, doc })) };
}

export function exhibitShape({ exhibits }: Model): Shape {
  const of = Object.entries(exhibits).map(([word, doc]) => ({ word, doc }));
  return { kind: 'choice', noun: 'an exhibit', code: 'Q313', of };
}

/** The dotted name of what a word names by name or number; the word itself when it is none of these. */
export function idOf(all: readonly Numbered[], word: string): string {
  return all.find(({ id, number }) => id === word || (number !== undefined && number === word))?.id ?? word;
}

function numbered<T extends Numbered>(all: readonly T[], docOf: (one: T) => string): readonly Word[] {
  return all.flatMap((one) => {
    const doc = docOf(one);
    return one.number === undefined
      ? [{ word: one.id, doc }]
      : [
          { word: one.id, doc },
          { word: one.number, doc },
        ];
  });
}
