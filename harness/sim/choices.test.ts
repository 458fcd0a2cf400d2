import test from 'ava';
import fc from 'fast-check';
import { Choices } from './choices';

const choice = fc
  .integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
  .chain((count) => fc.tuple(fc.integer({ min: 0, max: count - 1 }), fc.constant(count)));

test('choices are kept in their order, whatever their number and size', (t) => {
  const choices = new Choices();
  fc.assert(
    fc.property(fc.array(choice, { maxLength: 700 }), (made) => {
      choices.clear();
      for (const [value, count] of made) choices.add(value, count);
      t.is(choices.length, made.length);
      t.deepEqual(
        choices.values(),
        made.map(([value]) => value),
      );
      t.deepEqual(
        made.map((_, i) => [choices.valueAt(i), choices.countAt(i)]),
        made,
      );
    }),
    { numRuns: 50 },
  );
});
