// The same with 400,000 runs each: scripts/guarantees.ts.
import test from 'ava';
import { guarantees, hits, interleavings, unevenness, uniforms } from './_guarantees.test';
import { contradicts } from './fixtures/rates';
import { random } from './random';

for (const guarantee of guarantees) {
  const { strategy, program, rate } = guarantee;
  test(`${strategy} finds the bug of ${program.id} at its rate`, (t) => {
    const runs = rate < 1 / 1000 || rate >= 1 / 2 ? 20_000 : 40_000;
    const found = hits(guarantee, runs);
    t.log(`${found} of ${runs}, expected ${runs * rate}`);
    t.is(contradicts(found, runs, rate), undefined);
  });
}

for (const uniform of uniforms) {
  test(`all ${uniform.interleavings} interleavings are equally likely: ${uniform.what}`, (t) => {
    const counts = interleavings(uniform, 20_000);
    t.is(counts.length, uniform.interleavings);
    const deviations = unevenness(counts);
    t.log(`z = ${deviations.toFixed(2)}`);
    t.true(Math.abs(deviations) < 4, JSON.stringify(counts));
  });
}

test('a random walk does not make all interleavings equally likely, and that is seen', (t) => {
  const [first] = uniforms;
  t.true(unevenness(interleavings({ ...first, make: random }, 20_000)) > 4);
});
