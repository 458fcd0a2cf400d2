import { spawnSync } from 'node:child_process';
import test from 'ava';
import { projectOf } from './_project.test';

test('new writes a scenario that passes as it is', async (t) => {
  const { quiesce, read } = projectOf(t);
  const made = await quiesce('new', 'races/close-twice');
  t.deepEqual(made, {
    exitCode: 0,
    stdout: 'wrote scenarios/races/close-twice.yaml\nnpx quiesce run scenarios/races/close-twice.yaml\n',
    stderr: '',
  });
  t.regex(read('scenarios/races/close-twice.yaml'), /^scenario: close twice\n/);
  const ran = await quiesce('run', '--runs', '20');
  t.is(ran.exitCode, 0, ran.stdout + ran.stderr);
});

test('new takes a model of a user, and a path', async (t) => {
  const { quiesce, read } = projectOf(t);
  t.is((await quiesce('new', 'scenarios/deep/2.yaml', '--model', './ring.ts')).exitCode, 0);
  t.regex(read('scenarios/deep/2.yaml'), /^scenario: '2'\n[^]*\nmodel: \.\.\/\.\.\/ring\.ts\n/);
  const ran = await quiesce('run', '--runs', '5');
  t.is(ran.exitCode, 0, ran.stdout + ran.stderr);
});

test('new never overwrites', async (t) => {
  const { quiesce, write, read } = projectOf(t);
  write('scenarios/mine.yaml', 'mine');
  const again = await quiesce('new', 'mine');
  t.is(again.exitCode, 2);
  t.regex(again.stderr, /scenarios\/mine\.yaml can not be written: something of this name is in the way/);
  t.is(read('scenarios/mine.yaml'), 'mine');
});

for (const argv of [['new'], ['new', '..'], ['new', 'a:b'], ['new', 'x', '--model', 'ntt']]) {
  test(`\`quiesce ${argv.join(' ')}\` writes nothing`, async (t) => {
    const { quiesce, read } = projectOf(t);
    t.is((await quiesce(...argv)).exitCode, 2);
    t.throws(() => read('scenarios/x.yaml'));
  });
}

const COMMANDS = ['run', 'validate', 'list', 'explain', 'schema', 'new', 'replay', 'show', 'merge', 'results'];

for (const shell of ['bash', 'zsh', 'fish']) {
  test(`the completion for ${shell} has every command and flag`, async (t) => {
    const { quiesce } = projectOf(t);
    const { stdout, exitCode } = await quiesce('completion', shell);
    t.is(exitCode, 0);
    for (const word of [...COMMANDS, 'seed', 'last-failed', 'verify-determinism', 'jobs', 'prune', 'invariants']) {
      t.true(stdout.includes(word), word);
    }
  });
}

test('the completion for bash completes', async (t) => {
  const { stdout } = await projectOf(t).quiesce('completion', 'bash');
  const complete = (...words: readonly string[]): readonly string[] => {
    const set = `COMP_WORDS=(quiesce ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}`;
    const script = `${stdout}\n${set}; _quiesce; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const ran = spawnSync('bash', ['-c', script], { cwd: __dirname, encoding: 'utf8' });
    t.is(ran.stderr, '');
    return ran.stdout.trim().split('\n');
  };
  t.deepEqual(complete('va'), ['validate']);
  t.deepEqual(complete('run', '--last'), ['--last-failed']);
  t.deepEqual(complete('list', 'inv'), ['invariants']);
  t.deepEqual(complete('results', 'pru'), ['prune']);
  t.deepEqual(complete('run', 'new.te'), ['new.test.ts']);
});

test('a shell that there is none for is exit 2', async (t) => {
  const { quiesce } = projectOf(t);
  const ran = await quiesce('completion', 'bsh');
  t.is(ran.exitCode, 2);
  t.regex(ran.stderr, /did you mean `bash`\?/);
});
