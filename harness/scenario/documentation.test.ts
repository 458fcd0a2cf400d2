// The examples of docs/scenarios.md are valid.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { DEFAULTS, formatDiagnostic } from '.';
import { completed, load, strategies, toy } from './_toy.test';
import { scenarioShape } from './language';

const text = readFileSync(join(__dirname, '../../docs/scenarios.md'), 'utf8');
const examples = [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, example]) => example);

test('there are examples', (t) => t.true(examples.length >= 5));

for (const [index, example] of examples.entries()) {
  test(`example ${index + 1} is valid`, (t) => {
    const { diagnostics } = load(completed(example));
    t.deepEqual(
      diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)),
      [],
    );
  });
}

test('the table of keys is complete', (t) => {
  const rows = [...text.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, key]) => key);
  const keys = [...scenarioShape({ model: toy, strategies }).keys.keys()];
  t.deepEqual(
    keys.filter((key) => !rows.includes(key)),
    [],
  );
});

test('the defaults are those that are documented', (t) => {
  t.true(text.includes(`\`[${DEFAULTS.strategies.join(', ')}]\`, ${DEFAULTS.runs} |`));
  t.true(text.includes(`| ${DEFAULTS.steps} |`));
});
