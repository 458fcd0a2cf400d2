import { readdirSync } from 'node:fs';
import test from 'ava';
import { projectOf, type Project } from './_project.test';

const LATEST = 'results/latest/failures';

/** The folder of the one failure of the last run. */
function failureOf({ folder }: Project, scenario: string): string {
  const [signature = ''] = readdirSync(`${folder}/${LATEST}/${scenario}`);
  return `${LATEST}/${scenario}/${signature}`;
}

test('a failure is made smaller, and the smaller scenario fails by itself in the same way', async (t) => {
  const project = projectOf(t, ['race']);
  const ran = await project.quiesce('run');
  t.is(ran.exitCode, 1);
  t.regex(
    ran.stdout.replace(/\s+/g, ' '),
    /Counterexample \d+ client operations, [^;]*reduced from \d+ client operations, [^;]*; 1-minimal: /,
  );
  const minimized = `${failureOf(project, 'race')}/minimized.yaml`;
  project.write(
    'scenarios/regressions/race.yaml',
    project.read(minimized).replace(/^model: .*$/m, 'model: ../../ring.ts'),
  );
  const text = project.read(minimized);
  t.regex(text, /^# ring\.bounded@ring\.put#overflow\n# race, seed 1, strategy random-timed, run \d+, made smaller\n/);
  t.regex(text, /^system: \{ defects: \[ ?ring\.check-then-put ?\] \}$|^ {2}defects: /m);
  for (const path of [minimized, 'scenarios/regressions/race.yaml']) {
    const [result] = await project.results(path);
    t.like(result, { verdict: 'violation', signature: 'ring.bounded@ring.put#overflow', runs: 1 });
    t.deepEqual(
      result.strategies.map(({ strategy }) => strategy),
      ['schedule'],
    );
  }
});

test('the critical pair of a race is named', async (t) => {
  const { quiesce } = projectOf(t, ['race']);
  const { stdout } = await quiesce('run');
  t.regex(
    stdout.replace(/\s+/g, ' '),
    /it fails because `ring\.\w+` by \w+ \(ring\) comes before `ring\.\w+` by \w+ \(ring\); the other way round it does not/,
  );
});

test('what a schedule gives comes again by the command that is printed, and passes once it is mended', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run');
  const path = 'scenarios/race-minimized.yaml';
  project.write(
    path,
    project.read(`${failureOf(project, 'race')}/minimized.yaml`).replace(/^model: .*$/m, 'model: ../ring.ts'),
  );
  const [result] = await project.results(path);
  t.regex(result.replay ?? '', /^npx quiesce run \S+ --seed 1 --run 0$/);
  const [again] = await project.results(...result.replay!.split(' ').slice(3));
  t.is(again.found?.traceHash, result.found?.traceHash);
  project.write('ring.ts', project.read('ring.ts').replaceAll(`this.#has('ring.check-then-put')`, 'false'));
  const mended = await project.quiesceFresh('run', path);
  t.is(mended.exitCode, 0, mended.stdout);
});

test('shrinking is the same every time', async (t) => {
  const project = projectOf(t, ['race']);
  const texts: string[] = [];
  for (let i = 0; i < 2; i++) {
    await project.quiesce('run');
    texts.push(project.read(`${failureOf(project, 'race')}/minimized.yaml`));
  }
  t.is(texts[0], texts[1]);
});

test('with --no-shrink a failure is shown as it was found, and shrunk on demand', async (t) => {
  const project = projectOf(t, ['race']);
  const ran = await project.quiesce('run', '--no-shrink');
  t.regex(ran.stdout, /not made smaller/);
  const folder = failureOf(project, 'race');
  t.throws(() => project.read(`${folder}/minimized.yaml`));
  const shrunk = await project.quiesce('shrink', `${folder}/repro.json`);
  t.is(shrunk.exitCode, 0, shrunk.stderr);
  t.regex(shrunk.stdout, /reduced from [^]*\nwritten: \S*minimized\.yaml\n$/);
  t.regex(project.read(`${folder}/minimized.yaml`), /schedule:/);
  await project.quiesce('shrink', `${folder}/repro.json`, '-o', 'mine.yaml');
  t.regex(project.read('mine.yaml'), /^model: \.\/ring\.ts$/m);
});

test('a few steps make it a little smaller, and it says so', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run', '--no-shrink');
  const shrunk = await project.quiesce('shrink', `${failureOf(project, 'race')}/repro.json`, '--steps', '3000');
  t.is(shrunk.exitCode, 0, shrunk.stdout);
  t.regex(shrunk.stdout, /not 1-minimal/);
});

test('a leak needs no schedule', async (t) => {
  const project = projectOf(t, ['leak']);
  await project.quiesce('run');
  const text = project.read(`${failureOf(project, 'leak')}/minimized.yaml`);
  t.regex(text, /schedule: \{ deviations: \[\] \}|deviations: \[\]/);
  t.notRegex(text, /strategies/);
});

test('a failure that has been mended is not shrunk', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run', '--no-shrink');
  project.write('ring.ts', project.read('ring.ts').replaceAll(`this.#has('ring.check-then-put')`, 'false'));
  const ran = await project.quiesceFresh('shrink', `${failureOf(project, 'race')}/repro.json`);
  t.is(ran.exitCode, 3);
  t.regex(ran.stdout, /^not shrunk: ring\.bounded@ring\.put#overflow does not come again, it passes now\n$/);
});

const mistakes: readonly (readonly [schedule: string, says: RegExp])[] = [
  ['{ deviation: [] }', /Q201[^]*did you mean `deviations`/],
  ['{ deviations: [{ order: { task: a } }] }', /Q202[^]*`before`/],
  ['{ deviations: [{ value: { of: x, task: a, is: 0 } }] }', /Q206/],
  ['{ deviations: [{ swap: a }] }', /Q201/],
];

for (const [schedule, says] of mistakes) {
  test(`the schedule ${schedule} is a mistake`, async (t) => {
    const project = projectOf(t, ['leak']);
    const text = project.read('scenarios/leak.yaml').replace(/^explore: .*$/m, `explore: { schedule: ${schedule} }`);
    project.write('scenarios/leak.yaml', text);
    const ran = await project.quiesce('run');
    t.is(ran.exitCode, 2);
    t.regex(ran.stderr, says);
  });
}
