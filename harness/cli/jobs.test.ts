// Worker threads, with the command as a process: whatever their number, what comes out is the same. Needs what
// `npm run build` makes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { ROOT } from './_installed.test';
import { jsonLines, projectOf, type Project, type ResultLine } from './_project.test';

const MAIN = join(ROOT, 'dist/harness/cli/main.js');
const ALL = ['pass', 'race', 'expected', 'leak', 'idle', 'throws'] as const;

interface Ran {
  readonly exitCode: number | null;
  readonly lines: readonly ResultLine[];
  readonly stderr: string;
}

async function run({ folder }: Project, ...argv: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [MAIN, 'run', '--json', ...argv], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, lines: jsonLines(stdout), stderr };
}

/** Processes that start compilers and threads take what they take, on a machine that has other work to do. */
const PATIENCE_MILLISECONDS = 600_000;

function started(...[t, scenarios]: Parameters<typeof projectOf>): Project {
  t.timeout(PATIENCE_MILLISECONDS);
  return projectOf(t, scenarios);
}

/** Path -> text of all that the last run has left, without what measures time. */
function leftBy({ folder }: Project): ReadonlyMap<string, string> {
  const latest = join(folder, 'results/latest');
  const names = readdirSync(latest, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(names.map((path) => [path.slice(latest.length), withoutTimes(readFileSync(path, 'utf8'))]));
}

function withoutTimes(text: string): string {
  return text
    .replace(/"milliseconds":\d+| time="[\d.]+"| timestamp="[^"]+"|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '#')
    .replace(/\b\d+ min \d+ s\b|\b[\d.]+ (ms|s)\b|\b[\d,]+ runs\/s/g, '#');
}

/** A ring whose searches are long enough to be shared out, and that fails here and there. */
function longProject(...[t]: Parameters<typeof projectOf>): Project {
  const project = started(t, ALL);
  const pass = project.read('scenarios/pass.yaml');
  project.write('scenarios/long.yaml', pass.replace('runs: 50', 'runs: 1500'));
  const late = pass.replace('runs: 50', 'runs: 1500').replace('model:', 'system: { defects: [ring.throws] }\nmodel:');
  project.write('scenarios/late.yaml', late.replace('../ring.ts', '../late.ts'));
  project.write(
    'scenarios/learnt.yaml',
    pass.replace(/explore: .*/, 'explore: { strategies: [pct, portfolio], runs: 1500 }'),
  );
  // From run 1,201 on of each thread's own, had it any memory, it would throw; it has none, and asks for a drawn number.
  project.write(
    'late.ts',
    project
      .read('ring.ts')
      .replace(`if (this.#has('ring.throws'))`, `if (this.#kernel.choose(SEND.kind, 2000) === 1999)`),
  );
  return project;
}

test.serial('results are the same, byte by byte, for 1, 2 and 8 workers', async (t) => {
  const project = longProject(t);
  const all: { readonly ran: Ran; readonly left: ReadonlyMap<string, string> }[] = [];
  for (const jobs of ['1', '2', '8']) all.push({ ran: await run(project, '-j', jobs), left: leftBy(project) });
  const [one, ...others] = all;
  t.is(one.ran.exitCode, 70, one.ran.stderr);
  t.deepEqual(
    one.ran.lines.map(({ scenario, verdict }) => `${scenario} ${verdict}`),
    [
      ...['expected pass', 'idle inconclusive', 'late error', 'leak violation', 'learnt pass', 'long pass'],
      ...['pass pass', 'race violation', 'throws error'],
    ],
  );
  t.true(one.left.size > 8);
  for (const { ran, left } of others) {
    t.is(ran.exitCode, one.ran.exitCode);
    t.deepEqual([...left], [...one.left]);
    t.deepEqual(
      ran.lines.map(({ traceHash }) => traceHash),
      one.ran.lines.map(({ traceHash }) => traceHash),
    );
  }
});

for (const flags of [['-x'], ['--max-failures', '2'], ['--max-failures', '3'], ['--verify-determinism', '2']]) {
  test.serial(`${flags.join(' ')} closes the same scenarios with any number of workers`, async (t) => {
    const project = started(t, ALL);
    const all: Ran[] = [];
    for (const jobs of ['1', '2', '4']) all.push(await run(project, ...flags, '-j', jobs));
    const [one, ...others] = all;
    t.true(one.lines.length > 0);
    const ids = ({ exitCode, lines }: Ran): unknown => [
      exitCode,
      lines.map(({ scenario, verdict }) => [scenario, verdict]),
    ];
    for (const other of others) t.deepEqual(ids(other), ids(one));
  });
}

/** A ring with runs that end their thread: those of which this is so. */
function exitingProject(condition: string, ...[t]: Parameters<typeof projectOf>): Project {
  const project = started(t, ['pass', 'leak']);
  project.write('scenarios/exits.yaml', project.read('scenarios/pass.yaml').replace('../ring.ts', '../exits.ts'));
  const ring = project.read('ring.ts');
  project.write(
    'exits.ts',
    ring.replace('yield this.#put;', `if (${condition}) process.exit(3);\n    yield this.#put;`),
  );
  return project;
}

test.serial('a worker that dies loses its stretch only, and that is done again', async (t) => {
  const mark = `require('node:fs').mkdirSync('died', { recursive: true })`;
  // Of a hundred runs one of two workers does thirty. Who makes the folder is the only one to die.
  const project = exitingProject(`runsEver >= 30 && ${mark} !== undefined`, t);
  const ran = await run(project, '-j', '2');
  t.true(existsSync(join(project.folder, 'died')));
  const [exits, leak, pass] = ran.lines;
  t.is(ran.exitCode, 1, ran.stderr);
  t.deepEqual([exits.verdict, leak.verdict, pass.verdict], ['pass', 'violation', 'pass']);
  const [sound] = (await run(started(t, ['pass']), '-j', '1')).lines;
  t.is(exits.runs, sound.runs);
});

test.serial(
  'a stretch that ends its worker twice is an error with its seeds, and others are not touched',
  async (t) => {
    const project = exitingProject('this.#kernel.choose(SEND.kind, 10) === 9', t);
    const ran = await run(project, '-j', '2');
    t.is(ran.exitCode, 70, ran.stderr);
    const [exits, leak, pass] = ran.lines;
    t.deepEqual([exits.verdict, leak.verdict, pass.verdict], ['error', 'violation', 'pass']);
    t.regex(
      exits.reasons[0],
      /^a worker ended with exit code 3 in runs \d+ to \d+ of strategy random\S*, seed 1, and again when they were done again$/,
    );
    t.regex(exits.replay ?? '', /^npx quiesce run scenarios\/exits\.yaml --seed 1 --strategy random\S* --runs \d+$/);
  },
);

test.serial('a signal ends all workers between runs', async (t) => {
  const project = started(t, ['leak', 'pass']);
  const argv = [MAIN, 'run', '--runs', '1000000000', '-j', '2'];
  const child = spawn(process.execPath, argv, { cwd: project.folder, stdio: ['ignore', 'pipe', 'ignore'] });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  let isTold = false;
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    if (isTold || !output.includes(' leak\n')) return;
    isTold = true;
    child.kill('SIGTERM');
  });
  const [code] = (await once(child, 'close')) as [number];
  t.is(code, 143);
  const verdicts = jsonLines(project.read('results/latest/results.ndjson')).map(({ verdict }) => verdict);
  t.deepEqual(verdicts, ['violation', 'inconclusive']);
});

test.serial('a time budget is obeyed by several workers', async (t) => {
  const project = started(t, ['pass']);
  // It ends at all: so many runs take days.
  const ran = await run(project, '-j', '2', '--runs', '1000000000', '--time-budget', '10s');
  t.is(ran.exitCode, 0, ran.stderr);
  t.true(ran.lines[0].runs > 100);
  t.regex(ran.lines[0].notes[0], /^the time budget ended the search after /);
});

test.serial('without -j little work is done without workers', async (t) => {
  const project = started(t, ['pass']);
  const where = `if (!require('node:worker_threads').isMainThread) throw new Error('in a worker');`;
  project.write('ring.ts', project.read('ring.ts').replace('runsEver++;', where));
  // All of it is one stretch: there is no moment at which a slow machine could find it worth a worker.
  const little = ['--strategy', 'random', '--runs', '5'];
  t.is((await run(project, ...little)).exitCode, 0);
  t.is((await run(project, ...little, '-j', '2')).exitCode, 70);
});

test.serial('without -j workers see to its end what was begun before they came', async (t) => {
  const project = started(t);
  const pass = readFileSync(join(ROOT, 'harness/cli/fixtures/scenarios/pass.yaml'), 'utf8');
  const names = ['first', ...Array.from({ length: availableParallelism() }, (_, i) => `next-${i}`)];
  for (const name of names) {
    const note = `require('node:fs').appendFileSync('order', '${name}\\n');`;
    const wait = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);';
    project.write(`${name}.ts`, project.read('ring.ts').replace('runsEver++;', note + wait));
    project.write(
      `scenarios/${name}.yaml`,
      pass
        .replace('../ring.ts', `../${name}.ts`)
        .replace('[random-timed, random]', '[random]')
        .replace(': 50', ': 600'),
    );
  }
  t.is((await run(project)).exitCode, 0);
  const runs = { first: 0, next: 0 };
  for (const name of project.read('order').split('\n')) {
    if (name === 'first') runs.first++;
    if (name === 'next-0') runs.next++;
    if (runs.next === 600) break;
  }
  t.deepEqual(runs, { first: 600, next: 600 });
});
