/**
 * Checks the rates that strategies guarantee, from both sides, over many runs: |z| < 4 everywhere. What the tests do in seconds with fewer.
 *
 *   node -r ts-node/register scripts/guarantees.ts [runs, 400000 unless given]
 */
import { guarantees, hits, interleavings, unevenness, uniforms } from '../harness/explore/_guarantees.test';
import { contradicts } from '../harness/explore/fixtures/rates';

const runs = Number(process.argv[2] ?? 400_000);
let wrong = 0;

for (const guarantee of guarantees) {
  const { strategy, program, rate } = guarantee;
  const found = hits(guarantee, runs);
  const z = (found - runs * rate) / Math.sqrt(runs * rate * (1 - rate));
  const verdict = contradicts(found, runs, rate) ?? 'as guaranteed';
  if (verdict !== 'as guaranteed') wrong++;
  const shown = runs * rate < 1 ? '' : `, z = ${z.toFixed(2)}`;
  console.log(
    `${strategy.padEnd(14)} ${program.id.padEnd(18)} ${found} of ${runs}, expected ${(runs * rate).toFixed(1)}${shown}: ${verdict}`,
  );
}

for (const uniform of uniforms) {
  const counts = interleavings(uniform, runs);
  const z = unevenness(counts);
  const isRight = counts.length === uniform.interleavings && Math.abs(z) < 4;
  if (!isRight) wrong++;
  const range = `${Math.min(...counts)} to ${Math.max(...counts)} of ${(runs / uniform.interleavings).toFixed(0)}`;
  console.log(
    `${uniform.what}: ${counts.length} interleavings, each ${range}, z = ${z.toFixed(2)}: ${isRight ? 'uniform' : 'NOT uniform'}`,
  );
}

process.exitCode = wrong === 0 ? 0 : 1;
