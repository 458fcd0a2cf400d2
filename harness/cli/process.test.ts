// The command as a process of its own: what can not be seen from inside.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { jsonLines, projectOf, type Project } from './_project.test';
import type { RunRecord } from './results/run-record';

const ROOT = join(__dirname, '..', '..');
const NODE_FLAGS = ['-r', 'ts-node/register', join(__dirname, 'main.ts')];
const ENV = { ...process.env, TS_NODE_PROJECT: join(ROOT, 'tsconfig.json'), NODE_PATH: join(ROOT, 'node_modules') };

/** Starts a search that takes for ever, after a scenario that fails; resolves when the first one is closed. */
async function started(
  t: ExecutionContext,
): Promise<{ project: Project; child: ReturnType<typeof spawn>; output: () => string }> {
  const project = projectOf(t, ['leak', 'pass']);
  const argv = [...NODE_FLAGS, 'run', '--runs', '1000000000'];
  const child = spawn(process.execPath, argv, { cwd: project.folder, env: ENV, stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  let output = '';
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      if (output.includes('leak')) setTimeout(resolve, 200);
    });
    child.on('exit', () => {
      reject(new Error(output));
    });
  });
  return { project, child, output: () => output };
}

for (const [signal, exitCode] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} ends the search between runs with exit ${exitCode}`, async (t) => {
    const { project, child, output } = await started(t);
    child.removeAllListeners('exit');
    child.kill(signal);
    const [code] = (await once(child, 'close')) as [number];
    t.is(code, exitCode, output());
    t.true(output().includes(`${signal}: stopping after this run`), output());
    t.regex(project.read('results/latest/junit.xml'), /tests="2" failures="2"/);
    t.like((JSON.parse(project.read('results/latest/run.json')) as RunRecord).end, { exitCode });
  });
}

test('a run that is killed leaves what it had', async (t) => {
  const { project, child } = await started(t);
  child.removeAllListeners('exit');
  child.kill('SIGKILL');
  await once(child, 'close');
  t.deepEqual(
    jsonLines(project.read('results/latest/results.ndjson')).map(({ scenario }) => scenario),
    ['leak'],
  );
  t.is(readdirSync(join(project.folder, 'results/latest/failures')).length, 1);
  t.like(JSON.parse(project.read('results/latest/run.json')), { seed: '1', scenarios: ['leak', 'pass'] });
  const again = await project.results('--last-failed');
  t.deepEqual(
    again.map(({ scenario }) => scenario),
    ['leak'],
  );
});

test('whoever stops reading is no error', (t) => {
  const { folder } = projectOf(t, ['pass']);
  const command = [process.execPath, ...NODE_FLAGS].join(' ');
  const script = `(${command} list operations --model ./ring.ts; echo "exit $?" >&2) | true`;
  const { stderr } = spawnSync('sh', ['-c', script], { cwd: folder, env: ENV, encoding: 'utf8' });
  t.regex(stderr, /^exit 0\n$/);
});
