import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { argumentsOf, projectOf, type Project } from './_project.test';
import type { RunRecord } from './results/run-record';

const OVERFLOW = 'ring.bounded@ring.put#overflow';

/** A project with a failure that was found and kept; `file` keeps it. */
async function keptProject(t: ExecutionContext, name = 'race'): Promise<Project & { readonly file: string }> {
  const project = projectOf(t, [name]);
  await project.quiesce('run');
  const kept = await project.quiesce('keep');
  t.is(kept.exitCode, 0, kept.stderr);
  const file = /^kept: (.*)$/m.exec(kept.stdout)?.[1] ?? '';
  t.is(kept.stdout, `kept: ${file}\ncommit it: git add ${file}\n`);
  return { ...project, file };
}

/** What a run says of each scenario, in its order. */
async function standings({ results }: Project, ...argv: readonly string[]): Promise<readonly string[]> {
  const found = await results(...argv);
  return found.map(({ scenario, verdict, standing }) =>
    [scenario.replace(/\/.*/, ''), verdict, standing?.kind ?? '-'].join(' '),
  );
}

function mend(project: Project): void {
  project.write('ring.ts', project.read('ring.ts').replaceAll(`this.#has('ring.check-then-put')`, 'false'));
}

test('a finding is new until it is kept, and known from then on', async (t) => {
  const project = projectOf(t, ['race']);
  const first = await project.quiesce('run');
  t.regex(first.stdout, /^ {2}signature {2}ring\.bounded@ring\.put#overflow\n {2}new$/m);
  t.regex(first.stdout, /^findings: 1 new$/m);
  t.regex(first.stdout, /^keep what is new: npx quiesce keep (results\/runs\/\S+)$/m);
  const [, folder = ''] = /npx quiesce keep (\S+)$/m.exec(first.stdout) ?? [];
  t.is((await project.quiesce('keep', folder)).exitCode, 0);
  const second = await project.quiesce('run');
  t.is(second.exitCode, 1);
  t.regex(second.stdout, /^findings: 2 known$/m);
  t.regex(second.stdout.replace(/\s+/g, ' '), /known: kept in scenarios\/regressions\/race\/ring\.bounded@ring\.put_/);
  t.notRegex(second.stdout, /keep what is new/);
});

test('what is kept is played first, whenever it belongs to what is asked for', async (t) => {
  const project = await keptProject(t);
  project.write('scenarios/a.yaml', project.read('scenarios/race.yaml').replace('[ring.check-then-put]', '[]'));
  const both = ['regressions violation known', 'race violation known'];
  t.deepEqual(await standings(project), ['regressions violation known', 'a pass -', 'race violation known']);
  t.deepEqual(await standings(project, 'scenarios/race.yaml'), both);
  t.deepEqual(await standings(project, '-t', '^race'), both);
  t.deepEqual(await standings(project, 'scenarios/a.yaml'), ['a pass -']);
  const [first] = await project.results('scenarios/race.yaml');
  t.deepEqual(
    first.strategies.map(({ strategy, runs }) => [strategy, runs]),
    [['schedule', 1]],
  );
});

test('the command that replays a finding plays nothing else', async (t) => {
  const project = await keptProject(t);
  for (const result of await project.results()) {
    t.is((await project.results(...argumentsOf(result))).length, 1, result.replay);
  }
});

test('with another strategy or setting, what is kept is not brought along', async (t) => {
  const project = await keptProject(t);
  const [result, ...others] = await project.results('scenarios/race.yaml', '--strategy', 'random');
  t.deepEqual([result.scenario, others.length], ['race', 0]);
  const mended = await standings(project, '--set', 'system.defects=[]');
  t.deepEqual(mended, ['regressions pass -', 'race pass -']);
});

test('what does not come any more is resolved; without `known` its file is a guard', async (t) => {
  const project = await keptProject(t);
  const broken = project.read('ring.ts');
  mend(project);
  const ran = await project.quiesceFresh('run');
  t.is(ran.exitCode, 0, ran.stdout);
  t.regex(ran.stdout, /^findings: 1 resolved$/m);
  const how = `resolved: ${OVERFLOW} no longer comes. Take \`known\` out of ${project.file} to keep it as a guard, or delete the file`;
  t.true(ran.stdout.replace(/\s+/g, ' ').includes(how), ran.stdout);
  const [result] = await project.results();
  t.deepEqual(result.standing, { kind: 'resolved', file: project.file, signature: OVERFLOW });
  project.write(project.file, project.read(project.file).replace(/^ {2}known: .*\n/m, ''));
  t.deepEqual(await standings(project), ['regressions pass -', 'race pass -']);
  project.write('ring.ts', broken);
  await project.quiesceFresh('run');
  t.deepEqual(await standings(project), ['regressions violation new', 'race violation new']);
});

/** Keeps a failure that needs a fault, in a model that then passes its point no more. */
async function staleProject(t: ExecutionContext): Promise<Project & { readonly file: string }> {
  const project = projectOf(t);
  const needsFault =
    'scenario: no memory\nwhy: a put that finds no memory says so\nmodel: ../ring.ts\n' +
    'clients: { alice: [put: a, expect: OK] }\nexplore: { strategies: [fifo], runs: 1 }\n' +
    'faults: [{ name: none left, at: ring.allocate, nth: 1, do: { fail: NO_MEMORY } }]\n';
  project.write('scenarios/full.yaml', needsFault);
  await project.quiesce('run');
  const kept = await project.quiesce('keep');
  const file = /^kept: (.*)$/m.exec(kept.stdout)?.[1] ?? '';
  t.deepEqual(await standings(project), ['regressions violation known', 'full violation known']);
  // Without its point, and without anybody hearing of what a put leaves in the ring.
  const model = project.read('ring.ts').replace('if (faults.watches(ALLOCATE))', 'if (false as boolean)');
  project.write('ring.ts', model.replace('events.put(', 'if (false as boolean) events.put('));
  return { ...project, file };
}

test('what its fault does not bring about any more is stale: neither mended nor known, and no pass', async (t) => {
  const project = await staleProject(t);
  const ran = await project.quiesceFresh('run', project.file);
  t.is(ran.exitCode, 3, ran.stdout);
  const said = ran.stdout.replace(/\s+/g, ' ');
  t.true(
    said.includes(
      'fault "fail NO_MEMORY at ring.allocate": ring.allocate was never passed with the subjects that it names',
    ),
    said,
  );
  const how = `stale: ${project.file} can not show its failure any more. Delete it, and run full: \`npx quiesce keep\` keeps anew`;
  t.true(said.includes(how), said);
  t.regex(ran.stdout, /^findings: 1 stale$/m);
  const [result] = await project.results();
  t.deepEqual(result.standing, { kind: 'stale', file: project.file, of: 'full' });
  const record = JSON.parse(project.read('results/latest/run.json')) as RunRecord;
  t.deepEqual(record.end?.findings, { stale: 1 });
});

test('a guard whose fault has no effect any more is stale as well; other settings make nothing stale', async (t) => {
  const project = await staleProject(t);
  t.is((await project.quiesceFresh('run', project.file)).exitCode, 3);
  t.deepEqual(await standings(project, project.file, '--set', 'system.capacity=3'), ['regressions inconclusive -']);
  project.write(project.file, project.read(project.file).replace(/^ {2}known: .*\n/m, ''));
  t.deepEqual(await standings(project, project.file), ['regressions inconclusive stale']);
});

test('the files of a run say what is known, new and resolved', async (t) => {
  const project = await keptProject(t);
  const leak = 'clients: { alice: [put: a] }\nexplore: { strategies: [fifo], runs: 1 }\n';
  project.write('scenarios/leak.yaml', `scenario: leak\nwhy: it leaks\nmodel: ../ring.ts\n${leak}`);
  await project.quiesce('run', '-q');
  const record = JSON.parse(project.read('results/latest/run.json')) as RunRecord;
  t.deepEqual(record.end?.findings, { new: 1, known: 2 });
  t.regex(project.read('results/latest/junit.xml'), /<property name="standing" value="known: kept in scenarios\/reg/);
  t.regex(project.read('results/latest/summary.md'), /^### violation \(known\): `race`$/m);
  t.regex((await project.quiesce('results')).stdout, /\(1 new, 2 known\)\n$/);
});

test('a failure is kept once; something else in its place is not overwritten', async (t) => {
  const project = await keptProject(t);
  const again = await project.quiesce('keep');
  t.deepEqual([again.exitCode, again.stdout], [0, `kept already: ${project.file}\n`]);
  const mine = `${project.read(project.file)}# mine\n`;
  project.write(project.file, mine);
  const refused = await project.quiesce('keep');
  t.is(refused.exitCode, 2);
  t.regex(refused.stderr, /^error: \S+ keeps this failure already, and says something else: delete it first\n$/);
  t.is(project.read(project.file), mine);
  await project.quiesce('run', project.file);
  t.regex((await project.quiesce('keep')).stdout, /^kept already: /);
});

test('what was not made smaller when it was found is made smaller to be kept', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run', '--no-shrink');
  const kept = await project.quiesce('keep', 'results/latest');
  t.is(kept.exitCode, 0, kept.stderr);
  t.regex(kept.stdout, /^kept: scenarios\/regressions\/race\//m);
  t.deepEqual(await standings(project), ['regressions violation known', 'race violation known']);
});

test('what does not fail again is not kept', async (t) => {
  const project = projectOf(t, ['race']);
  await project.quiesce('run', '--no-shrink');
  mend(project);
  const ran = await project.quiesceFresh('keep');
  t.is(ran.exitCode, 2);
  t.regex(ran.stderr, /^error: results\/runs\/\S+ was not kept\n$/);
  t.false(existsSync(join(project.folder, 'scenarios/regressions')));
});

test('where there is nothing to keep, that is said', async (t) => {
  const { quiesce } = projectOf(t, ['pass']);
  t.like(await quiesce('keep'), { exitCode: 4, stderr: 'error: there is no run in results\n' });
  await quiesce('run');
  t.is((await quiesce('keep')).exitCode, 4);
  t.is((await quiesce('keep', 'nowhere')).exitCode, 2);
});

test('a kept file that is no scenario any more is a mistake where it belongs, and nowhere else', async (t) => {
  const project = await keptProject(t);
  project.write(project.file, project.read(project.file).replace('- put:', '- push:'));
  project.write('scenarios/a.yaml', project.read('scenarios/race.yaml').replace('[ring.check-then-put]', '[]'));
  for (const globs of [[], ['scenarios/race.yaml']]) {
    const ran = await project.quiesce('run', ...globs);
    t.is(ran.exitCode, 2);
    t.regex(ran.stderr, /^scenarios\/regressions\/race\/\S+\.yaml:\d+:\d+: error Q301/m);
  }
  t.is((await project.quiesce('run', 'scenarios/a.yaml')).exitCode, 0);
});

test('a seed is no regression', async (t) => {
  const project = await keptProject(t);
  const text = project.read(project.file).replace(/^explore:[^]*/m, 'explore: { strategies: [random] }\n');
  project.write(project.file, text);
  const ran = await project.quiesce('run');
  t.is(ran.exitCode, 2);
  t.regex(ran.stderr, /Q202[^]*`regression` needs `explore\.schedule`/);
});

test('names that are no names of files are kept all the same', async (t) => {
  const project = projectOf(t, ['race']);
  project.write(
    'scenarios/a/b c (x)/race.yaml',
    project.read('scenarios/race.yaml').replace('../ring', '../../../ring'),
  );
  await project.quiesce('run', 'scenarios/a');
  t.is((await project.quiesce('keep')).exitCode, 0);
  const [folder = ''] = readdirSync(join(project.folder, 'scenarios/regressions/a'));
  t.regex(folder, /^b_c_x_-[0-9a-f]{8}$/);
  t.is((await project.results('scenarios/a')).length, 2);
});
