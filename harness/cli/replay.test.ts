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
    /it diverged at choice \d+: recorded `client\.begin` by \w+, one of \d enabled tasks, enabled now \{[^}]*ring\.put by/,
  );
  t.regex(text, /done again by name, with \d+ repairs \(\d+ steps put in, \d+ left out, /);
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
  const cut = await project.quiesce('replay', 'cut.json', '--strict');
  t.is(cut.exitCode, 3);
  t.regex(
    cut.stdout,
    /^did not reproduce: the run is another one now\n +it diverged at choice 2: the recording has ended,/,
  );
});

test('after a harmless edit of the model a run comes again by name, which --strict does not allow', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run', '--strategy', 'random');
  const path = reproOf(project, 'race');
  const edited = project.read('ring.ts').replace('yield this.#put;', 'yield SEND; yield this.#put;');
  project.write('ring.ts', edited);
  const ran = await project.quiesceFresh('replay', path);
  t.is(ran.exitCode, 1, ran.stdout);
  const text = ran.stdout.replace(/\s+/g, ' ');
  t.regex(
    text,
    /^reproduced on another path: ring\.bounded@ring\.put#overflow, .* \(3 steps put in, 0 left out, 0 out of order, 0 values not recorded\)/,
  );
  const strict = await project.quiesceFresh('replay', path, '--strict');
  t.is(strict.exitCode, 3);
  t.regex(
    strict.stdout,
    /^did not reproduce: the run is another one now\n +it diverged at choice \d+: recorded `[\w.]+` [^{]*enabled\s+now \{/,
  );
});

test('--prefix forces the first choices and searches from there', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run', '--strategy', 'random');
  const path = reproOf(project, 'race');
  const { names } = JSON.parse(project.read(path)) as Repro;
  const share = async (forced: number): Promise<number> => {
    const ran = await project.quiesce('replay', path, '--prefix', String(forced), '--runs', '50');
    const [, same = ''] = /^(\d+) of 50 runs fail in the same way, 0 otherwise\n/.exec(ran.stdout) ?? [];
    t.is(ran.exitCode, same === '0' ? 0 : 1, ran.stdout);
    return Number(same);
  };
  t.is(await share(names.length), 50);
  const free = await share(0);
  t.true(free > 0 && free < 50, String(free));
  t.is((await project.quiesce('replay', path, '--prefix', String(names.length + 1))).exitCode, 2);
  t.is((await project.quiesce('replay', path, '--prefix', '1', '--strategy', 'fifo')).exitCode, 2);
  t.is((await project.quiesce('replay', path, '--prefix', '1', '--strict')).exitCode, 2);
});

test('a report has the run in a short form, which does it again', async (t) => {
  const project = projectOf(t, ['race']);
  const { stdout } = await project.quiesce('run', '--strategy', 'random');
  const [line = ''] = /^npx quiesce replay .*--choices .*$/m.exec(stdout) ?? [];
  const argv = line.split(' ').slice(2);
  const ran = await project.quiesce(...argv);
  t.is(ran.exitCode, 1, ran.stdout + ran.stderr);
  t.regex(ran.stdout, /^reproduced: ring\.bounded@ring\.put#overflow, trace [0-9a-f]{16}\n/);
  const mended = await project.quiesce(...argv, '--set', 'system.defects=[]');
  t.is(mended.exitCode, 3);
  t.regex(
    mended.stdout,
    /^did not reproduce: the run is another one now\n +it diverged at choice \d+: recorded \d of \d/,
  );
  const damaged = await project.quiesce(...argv.slice(0, -1), (argv.at(-1) ?? '').slice(0, -3));
  t.is(damaged.exitCode, 2);
  t.regex(damaged.stderr, /was all of it pasted\?/);
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
  ['another format', '{"format":1}'],
  ['nothing in it', '{"format":2}'],
] as const) {
  test(`a reproduction file with ${what} is refused`, async (t) => {
    const project = projectOf(t);
    project.write('repro.json', text);
    const ran = await project.quiesce('replay', 'repro.json');
    t.is(ran.exitCode, 2);
    t.regex(ran.stderr, /^error: repro\.json: /);
  });
}
