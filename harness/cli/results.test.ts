import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { jsonLines, projectOf } from './_project.test';
import type { RunRecord } from './results/run-record';

test('a run leaves its folder, and nothing half-written', async (t) => {
  const project = projectOf(t, ['pass', 'race', 'leak', 'throws']);
  const ran = await project.quiesce('run', '--json');
  const { folder, read } = project;
  const { id } = JSON.parse(read('results/last-run.json')) as { id: string };
  t.regex(id, /^\d{8}T\d{9}Z-1$/);
  t.deepEqual(readdirSync(join(folder, 'results')).sort(), ['last-run.json', 'latest', 'runs']);
  t.deepEqual(readdirSync(join(folder, 'results/latest')).sort(), [
    ...['failures', 'junit.xml', 'report.html', 'results.ndjson', 'run.json', 'summary.md'],
  ]);
  t.is(read('results/latest/results.ndjson'), ran.stdout);
  const record = JSON.parse(read('results/latest/run.json')) as RunRecord;
  t.like(record, { id, seed: '1', scenarios: ['leak', 'pass', 'race', 'throws'], command: 'npx quiesce run --seed 1' });
  t.like(record.end, { exitCode: 70, notRun: 0, verdicts: { pass: 1, violation: 2, error: 1 } });
  const [signature = ''] = readdirSync(join(folder, 'results/latest/failures/race'));
  const files = ['minimized.yaml', 'report.txt', 'repro.json', 'timeline.html', 'trace.ndjson'];
  t.regex(read('results/latest/report.html'), /^<!doctype html>\n[^]*<article id="race">[^]*<\/html>\n$/);
  t.deepEqual(readdirSync(join(folder, 'results/latest/failures/race', signature)).sort(), files);
  const trace = jsonLines(read(`results/latest/failures/race/${signature}/trace.ndjson`));
  t.like(trace[0], { type: 'trace', scenario: 'race' });
  t.like(trace.at(-1), { type: 'end', verdict: 'violation' });
});

test('what is known is on disk before it is needed', async (t) => {
  const project = projectOf(t, ['leak', 'pass']);
  // The model of the second scenario looks at what the run has left so far.
  const look = `require('node:fs').cpSync(${JSON.stringify(join(project.folder, 'results'))}, ${JSON.stringify(join(project.folder, 'seen'))}, { recursive: true });`;
  project.write('looks.ts', project.read('ring.ts').replace('runsEver++;', `if (runsEver++ === 0) { ${look} }`));
  project.write('scenarios/pass.yaml', project.read('scenarios/pass.yaml').replace('ring.ts', 'looks.ts'));
  await project.quiesce('run');
  const [id = ''] = readdirSync(join(project.folder, 'seen/runs'));
  const record = JSON.parse(project.read(`seen/runs/${id}/run.json`)) as RunRecord;
  t.deepEqual([record.seed, record.end], ['1', undefined]);
  t.deepEqual(
    jsonLines(project.read(`seen/runs/${id}/results.ndjson`)).map(({ scenario }) => scenario),
    ['leak'],
  );
  t.true(existsSync(join(project.folder, 'seen/runs', id, 'failures/leak')));
});

for (const [what, spoil] of [
  ['a file in its place', 'results'],
  ['a file in the place of its runs', 'results/runs'],
] as const) {
  test(`with ${what} the results are not written, and the verdict is what it is`, async (t) => {
    const project = projectOf(t, ['pass', 'leak']);
    project.write(spoil, 'in the way');
    const ran = await project.quiesce('run');
    t.is(ran.exitCode, 1);
    t.regex(ran.stderr, /^warning: results can not be written to results: .*; the verdicts stand all the same\n$/);
    t.regex(ran.stdout, /^2 scenarios: 1 pass, 1 violation/m);
    t.false(ran.stdout.includes('results:'));
  });
}

test('a results folder that vanishes half-way does not matter either', async (t) => {
  const project = projectOf(t, ['leak', 'pass']);
  const runs = join(project.folder, 'results/runs');
  const vanish = `require('node:fs').rmSync(${JSON.stringify(runs)}, { recursive: true }); require('node:fs').writeFileSync(${JSON.stringify(runs)}, '');`;
  project.write('ring.ts', project.read('ring.ts').replace('runsEver++;', `if (runsEver++ === 0) { ${vanish} }`));
  const ran = await project.quiesce('run');
  t.is(ran.exitCode, 1, ran.stderr);
  t.regex(ran.stderr, /^warning: results can not be written/);
});

test('--output is where results go and where they are looked for', async (t) => {
  const { quiesce, folder } = projectOf(t, ['leak']);
  await quiesce('run', '--output', 'elsewhere/deep');
  t.false(existsSync(join(folder, 'results')));
  t.regex((await quiesce('show', '--output', 'elsewhere/deep')).stdout, /^── leak/);
  t.is((await quiesce('run', '--last-failed', '--output', 'elsewhere/deep')).exitCode, 1);
});

test('show prints the only report, or lists several', async (t) => {
  const { quiesce } = projectOf(t, ['leak', 'race', 'pass']);
  t.is((await quiesce('show')).exitCode, 4);
  await quiesce('run', '-t', 'nobody takes');
  t.regex((await quiesce('show')).stdout, /^── leak .*\nviolation, leak: ring\.empty-at-rest/);
  await quiesce('run');
  const listed = await quiesce('show');
  t.regex(
    listed.stdout,
    /2 failures\n {2}quiesce show --failure 1 {3}leak\/.*\n {2}quiesce show --failure 2 {3}race\//,
  );
  t.regex((await quiesce('show', '--failure', '2')).stdout, /^── race/);
  t.is((await quiesce('show', '--failure', '3')).exitCode, 2);
  t.is((await quiesce('show', '20200101T000000')).exitCode, 2);
  await quiesce('run', '-t', '^pass');
  t.regex((await quiesce('show')).stdout, /everything that was run passed/);
});

test('results are listed and pruned', async (t) => {
  const { quiesce, folder } = projectOf(t, ['pass', 'leak']);
  t.deepEqual(await quiesce('results', 'list'), { exitCode: 0, stdout: '', stderr: '' });
  for (const id of ['20200101T000000000Z-1', '20200102T000000000Z-1'])
    mkdirSync(join(folder, 'results/runs', id), { recursive: true });
  for (let i = 0; i < 3; i++) await quiesce('run', '-t', '^pass');
  const lines = (await quiesce('results')).stdout.trim().split('\n');
  t.is(lines.length, 5);
  t.regex(lines[0], /^20200101T000000000Z-1 .* did not come to its end$/);
  t.regex(lines[4], / 1 scenario {2}pass$/);
  t.is((await quiesce('results', 'prune')).stdout, 'deleted 2 runs, kept 3\n');
  t.is((await quiesce('results', 'prune', '--keep', '2')).stdout, 'deleted 1 run, kept 2\n');
  t.is((await quiesce('results', 'prune', '--days', '0')).stdout, 'deleted 1 run, kept 1\n');
  t.true(existsSync(join(folder, 'results/latest/run.json')));
  const listed = jsonLines((await quiesce('results', 'list', '--json')).stdout);
  t.like(listed[0], { seed: '1', exitCode: 0, verdicts: { pass: 1 } });
  rmSync(join(folder, 'results'), { recursive: true });
});

/** What is left of a run, without what measures time. */
function leftBy(folder: string): readonly (readonly [name: string, text: string])[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths
    .filter((path) => !path.endsWith('run.json'))
    .map((path) => [path.slice(folder.length), withoutTimes(readFileSync(path, 'utf8'))] as const);
}

function withoutTimes(text: string): string {
  return text
    .replace(/"milliseconds":\d+| time="[\d.]+"| timestamp="[^"]+"|\b[\d-]+T[\d:.]+Z\b/g, '#')
    .replace(/\b[\d.]+ (ms|s|min)\b|\b[\d,]+ runs\/s/g, '#');
}

const SHARDED = ['pass', 'race', 'expected', 'leak', 'idle', 'throws'] as const;

test('the merged shards of a run are what the run would have left', async (t) => {
  const { quiesce, folder } = projectOf(t, SHARDED);
  const whole = await quiesce('run');
  const before = leftBy(join(folder, 'results/latest'));
  for (const i of [3, 1, 2]) await quiesce('run', '--shard', `${i}/3`, '--output', `shard-${i}`);
  const merged = await quiesce('merge', 'shard-3', 'shard-1/latest', 'shard-2', '--output', 'merged');
  t.is(merged.exitCode, whole.exitCode, merged.stderr);
  t.regex(merged.stdout, /^6 scenarios: 2 pass, 2 violation, 1 inconclusive, 1 error {2}\(/);
  t.deepEqual(leftBy(join(folder, 'merged/latest')), before);
  const record = JSON.parse(readFileSync(join(folder, 'merged/latest/run.json'), 'utf8')) as RunRecord;
  t.like(record, {
    command: 'npx quiesce run --seed 1',
    scenarios: [...SHARDED].sort(),
    end: { exitCode: 70, notRun: 0 },
  });
  t.is((await quiesce('show', '--output', 'merged', '--failure', '1')).exitCode, 0);
});

test('merge refuses what is no set of shards, and does not pass what is missing', async (t) => {
  const { quiesce } = projectOf(t, ['pass']);
  for (const i of [1, 2]) await quiesce('run', '--shard', `${i}/2`, '--output', `shard-${i}`);
  await quiesce('run', '--shard', '1/2', '--seed', '2', '--output', 'other');
  await quiesce('run', '--output', 'whole');
  t.regex((await quiesce('merge', 'shard-1', 'other')).stderr, /no shards of one run/);
  t.regex((await quiesce('merge', 'whole')).stderr, /expected a run with --shard/);
  t.regex((await quiesce('merge', 'gone')).stderr, /expected the folder of a run/);
  t.is((await quiesce('merge', 'shard-1', 'shard-2')).exitCode, 0);
  // One of the two is empty.
  const each = [await quiesce('merge', 'shard-1'), await quiesce('merge', 'shard-2')];
  t.deepEqual(each.map(({ exitCode }) => exitCode).sort(), [0, 3]);
  t.true(each.some(({ stdout }) => stdout.includes('1 not run')));
  const twice = [await quiesce('merge', 'shard-1', 'shard-1'), await quiesce('merge', 'shard-2', 'shard-2')];
  t.true(twice.some(({ exitCode, stderr }) => exitCode === 2 && /both have pass/.test(stderr)));
});

test('on GitHub there are annotations and a step summary', async (t) => {
  const project = projectOf(t, ['leak', 'pass']);
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(project.folder, 'summary') };
  const ran = await project.quiesceIn({ env }, 'run');
  t.regex(
    ran.stdout,
    /^::error file=scenarios\/leak\.yaml,line=1,title=violation%3A leak::ring\.empty-at-rest: .*%0Anpx quiesce run/m,
  );
  t.regex(project.read('summary'), /^## Quiesce: 1 of 2 scenarios did not pass/);
  const json = await project.quiesceIn({ env }, 'run', '--json');
  t.is(jsonLines(json.stdout).length, 2);
  t.regex(json.stderr, /^::error /m);
});

test('reporters replace the console or stand beside it', async (t) => {
  const { quiesce } = projectOf(t, ['leak']);
  const junit = await quiesce('run', '--reporter', 'junit');
  t.regex(junit.stdout, /^<\?xml[^]*<\/testsuites>\n$/);
  t.is(junit.stderr, '');
  const both = await quiesce('run', '--add-reporter', 'json');
  t.is(jsonLines(both.stdout).length, 1);
  t.regex(both.stderr, /^quiesce .* seed 1/);
  t.regex((await quiesce('run', '--reporter', 'markdown')).stdout, /^## Quiesce/);
});
