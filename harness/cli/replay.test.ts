import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectOf, type Project } from './_project.test';
import type { Repro } from './results/repro';

const LATEST = 'results/latest/failures';

/** Path of the one repro.json of the last run. */
function reproOf({ folder }: Project, scenario: string): string {
  const [signature = ''] = readdirSync(join(folder, LATEST, scenario));
  return `${LATEST}/${scenario}/${signature}/repro.json`;
}

test('a repro.json has what a reader needs', async (t) => {
  const project = projectOf(t, ['race']);
  const [result] = await project.results();
  const repro = JSON.parse(project.read(reproOf(project, 'race'))) as Repro;
  t.like(repro, {
    scenario: { id: 'race', file: 'scenarios/race.yaml', text: project.read('scenarios/race.yaml') },
    model: { reference: '../ring.ts', name: 'ring', version: '1' },
    settings: { capacity: '2', defects: 'ring.check-then-put' },
    strategy: { name: 'random-timed', timed: true },
    seed: '1',
    traceHash: result.found?.traceHash,
    violation: { invariant: 'ring.bounded', signature: 'ring.bounded@ring.put#overflow' },
  });
  t.is(repro.choices.length, repro.names.length);
  t.like(
    repro.names.find(({ kind }) => kind === 'schedule'),
    { operation: 'client.begin', count: 4, occurrence: 0 },
  );
});

test('replay does the run again, from another seed or time', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run', '--seed', '9');
  const ran = await project.quiesce('replay', reproOf(project, 'race'));
  t.is(ran.exitCode, 1, ran.stdout + ran.stderr);
  t.regex(ran.stdout, /^reproduced: ring\.bounded@ring\.put#overflow, trace [0-9a-f]{16}\n[^]*Timeline/);
  t.is(ran.stderr, '');
});

test('replay says where a mended model goes another way', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run');
  const path = reproOf(project, 'race');
  const mended = project.read('ring.ts').replaceAll(`this.#has('ring.check-then-put')`, 'false');
  project.write('ring.ts', mended);
  const ran = await project.quiesceFresh('replay', path);
  t.is(ran.exitCode, 0, ran.stdout + ran.stderr);
  t.regex(ran.stdout, /^did not reproduce: the run passes/);
  const text = ran.stdout.replace(/\s+/g, ' ');
  t.regex(
    text,
    /it diverged at choice \d+: recorded `ring\.check` of ring by \w+, one of \d enabled tasks, enabled now \{[^}]*ring\.put by/,
  );
  t.regex(ran.stderr, /the files of the model ring have changed since/);
});

test('replay says where a model has come to throw', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run');
  project.write('ring.ts', project.read('ring.ts').replace('this.ring.items.push(value);', "throw new Error('full');"));
  const ran = await project.quiesceFresh('replay', reproOf(project, 'race'));
  t.is(ran.exitCode, 70);
  t.regex(
    ran.stderr,
    /internal error: full\n {2}thrown in step \d+, [^\n]* at ring\.put\n {2}in RingSystem\.put \(ring\.ts:\d+:\d+\)\n$/,
  );
});

test('replay says when another violation comes', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run');
  const path = reproOf(project, 'race');
  const repro = JSON.parse(project.read(path)) as Repro;
  const violation = { ...repro.violation, signature: 'ring.other@place#shape' };
  project.write('other.json', JSON.stringify({ ...repro, violation }));
  const other = await project.quiesce('replay', 'other.json');
  t.is(other.exitCode, 1);
  t.regex(other.stdout, /^did not reproduce: another violation came, ring\.bounded@/);
  project.write(
    'cut.json',
    JSON.stringify({ ...repro, choices: repro.choices.slice(0, 2), names: repro.names.slice(0, 2) }),
  );
  const cut = await project.quiesce('replay', 'cut.json');
  t.is(cut.exitCode, 0);
  t.regex(cut.stdout, /choice 2: the recording has ended, enabled now/);
});

test('replay takes the recorded text when the file has changed or gone', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run');
  const path = reproOf(project, 'race');
  project.write('scenarios/race.yaml', 'scenario: something else\n');
  const ran = await project.quiesce('replay', path);
  t.is(ran.exitCode, 1);
  t.regex(ran.stderr, /note: scenarios\/race\.yaml has changed since/);
});

test('a model that is gone is a mistake at its place', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run');
  const repro = JSON.parse(project.read(reproOf(project, 'race'))) as Repro;
  project.write('repro.json', JSON.stringify({ ...repro, scenario: { ...repro.scenario, file: 'gone/race.yaml' } }));
  project.write('gone/x', '');
  project.write('repro.json', project.read('repro.json').replace('../ring.ts', '../rang.ts'));
  const ran = await project.quiesce('replay', 'repro.json');
  t.is(ran.exitCode, 2);
  t.regex(ran.stderr, /^gone\/race\.yaml:3:8: error Q317/);
});

for (const [what, text] of [
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['another format', '{"format":2}'],
  ['nothing in it', '{"format":1}'],
] as const) {
  test(`a reproduction file with ${what} is refused`, async (t) => {
    const project = projectOf(t);
    project.write('repro.json', text);
    const ran = await project.quiesce('replay', 'repro.json');
    t.is(ran.exitCode, 2);
    t.regex(ran.stderr, /^error: repro\.json: /);
  });
}
