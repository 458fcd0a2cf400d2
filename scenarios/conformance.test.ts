// Every case that Windows was seen to answer is a scenario, and the page about them is what the runs say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { CASES, NOT_EXPRESSED } from '../scripts/conformance-cases';
import { conformanceRow, conformanceSuite, INTRODUCTION, sourceOf } from '../scripts/conformance-page';

const all = conformanceSuite();

test('every case is one scenario, or there is a reason why it is none', (t) => {
  const tagged = all.flatMap(({ scenario }) => scenario.tags.filter((tag) => CASES.includes(tag)));
  t.deepEqual([...tagged, ...NOT_EXPRESSED.keys()].sort(), [...CASES].sort());
});

test('every scenario has the tags of its case, is called by it, and says where it is from', (t) => {
  for (const instance of all) {
    const { id, tags } = instance.scenario;
    const of = tags.find((tag) => CASES.includes(tag)) ?? 'no case';
    t.true(id.startsWith(`conformance/${of.toLowerCase()}-`), id);
    t.true(tags.includes('conformance'), id);
    t.regex(sourceOf(instance) ?? '', /^(Wine|smbtorture), .+, run against Windows$/, id);
  }
});

test('every scenario says what is answered', (t) => {
  const silent = all.filter(({ text }) => !/expect/.test(text));
  t.deepEqual(
    silent.map(({ scenario }) => scenario.id),
    [],
  );
});

const page = readFileSync(join(__dirname, '..', 'docs', 'conformance.md'), 'utf8');

test('docs/conformance.md has a line for each case and no other (npm run conformance)', (t) => {
  t.true(page.startsWith(`${INTRODUCTION}\n`));
  const lines = page.slice(INTRODUCTION.length + 1).trimEnd();
  t.deepEqual(
    lines.split('\n').map((line) => /^\| \[?([A-Z0-9-]+)/.exec(line)?.[1]),
    [...CASES],
  );
});

for (const id of CASES) {
  test.serial(`${id} is answered as docs/conformance.md says (npm run conformance)`, async (t) => {
    t.true(page.split('\n').includes(await conformanceRow(id)));
  });
}
