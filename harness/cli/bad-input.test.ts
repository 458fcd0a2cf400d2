import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { projectOf, type Project } from './_project.test';

const HEAD = 'scenario: s\nwhy: w\n';
const CLIENTS = 'clients:\n  alice:\n    - put: a\n';

/** What is wrong, what the message must say, and the exit code. */
interface Case {
  readonly title: string;
  readonly make: (project: Project) => void;
  readonly argv?: readonly string[];
  readonly says: readonly RegExp[];
  readonly exitCode: 2 | 4;
}

const cases: readonly Case[] = [
  {
    title: 'a folder that is called like a scenario',
    make: ({ folder }) => mkdirSync(join(folder, 'scenarios/x.yaml'), { recursive: true }),
    says: [/^scenarios\/x\.yaml:1:1: error Q116: .*found a folder/m],
    exitCode: 2,
  },
  {
    title: 'a path that is not there',
    make: () => undefined,
    argv: ['run', 'no/such.yaml'],
    says: [/nothing matches `no\/such\.yaml`/],
    exitCode: 4,
  },
  {
    title: 'a path with a slip',
    make: ({ write }) => write('scenarios/notify/cancel.yaml', ''),
    argv: ['run', 'scenarios/notfy/cancel.yamll'],
    says: [/did you mean `scenarios\/notify\/cancel\.yaml`\?/],
    exitCode: 4,
  },
  {
    title: 'an id in the place of a path',
    make: ({ write }) => write('scenarios/notify/cancel.yaml', ''),
    argv: ['validate', 'notify/cancel'],
    says: [/did you mean `scenarios\/notify\/cancel\.yaml`\?/],
    exitCode: 4,
  },
  {
    title: 'a pattern that matches nothing',
    make: ({ write }) => write('scenarios/a.yaml', ''),
    argv: ['run', 'scenarios/b*.yaml'],
    says: [/nothing matches `scenarios\/b\*\.yaml`: .* or a pattern$/m],
    exitCode: 4,
  },
  {
    title: 'no folder scenarios',
    make: () => undefined,
    argv: [],
    says: [/nothing matches `scenarios`: .* or a pattern$/m],
    exitCode: 4,
  },
  {
    title: 'an empty folder scenarios',
    make: ({ folder }) => mkdirSync(join(folder, 'scenarios'), { recursive: true }),
    argv: [],
    says: [/nothing matches `scenarios`: .* or a pattern$/m],
    exitCode: 4,
  },
  {
    title: 'an empty file',
    make: ({ write }) => write('scenarios/a.yaml', ''),
    says: [/a\.yaml:1:1: error Q110/],
    exitCode: 2,
  },
  {
    title: 'a binary file',
    make: ({ folder, write }) => {
      write('scenarios/b.yaml', '');
      writeFileSync(join(folder, 'scenarios/a.yaml'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff, 0xfe, 0x80]));
    },
    says: [/a\.yaml:1:\d+: error Q101/, /b\.yaml:1:1: error Q110/],
    exitCode: 2,
  },
  {
    title: 'a file of 10 MB',
    make: ({ write }) => write('scenarios/a.yaml', `# ${'x'.repeat(10_000_000)}`),
    says: [/a\.yaml:1:1: error Q102: expected at most 4194304 bytes, found 1000000\d/],
    exitCode: 2,
  },
  {
    title: 'a link to nothing',
    make: ({ folder, write }) => {
      write('scenarios/a.txt', '');
      symlinkSync('gone', join(folder, 'scenarios/a.yaml'));
    },
    says: [/a\.yaml:1:1: error Q116: .*there is none of this name/],
    exitCode: 2,
  },
  {
    title: 'a model that does not exist',
    make: ({ write }) => write('scenarios/a.yaml', `${HEAD}model: ntt\n${CLIENTS}`),
    says: [/a\.yaml:3:8: error Q317: expected the name of a model/, /^ {4}model: ntt\n {11}\^\^\^$/m],
    exitCode: 2,
  },
  {
    title: 'a model that would leave its folder',
    make: ({ write }) => write('scenarios/a.yaml', `${HEAD}model: nt/../../harness\n${CLIENTS}`),
    says: [/a\.yaml:3:8: error Q317/],
    exitCode: 2,
  },
  {
    title: 'a model file that does not exist',
    make: ({ write }) => write('scenarios/a.yaml', `${HEAD}model: ../rnig.ts\n${CLIENTS}`),
    says: [/a\.yaml:3:8: error Q317: there is no file \.\.\/rnig\.ts/, /did you mean `\.\.\/ring\.ts`\?/],
    exitCode: 2,
  },
  {
    title: 'a model that throws while it is loaded',
    make: ({ write }) => {
      write('bad.ts', `throw new Error('boom\\u001b[31m');`);
      write('scenarios/a.yaml', `${HEAD}model: ../bad.ts\n${CLIENTS}`);
    },
    says: [/a\.yaml:3:8: error Q318: \.\.\/bad\.ts can not be loaded: boom\\x1b\[31m/],
    exitCode: 2,
  },
  {
    title: 'a model that is no TypeScript',
    make: ({ write }) => {
      write('bad.ts', 'export const model = {{{;');
      write('scenarios/a.yaml', `${HEAD}model: ../bad.ts\n${CLIENTS}`);
    },
    says: [/a\.yaml:3:8: error Q318: \.\.\/bad\.ts can not be loaded: /],
    exitCode: 2,
  },
  {
    title: 'a file that exports no model',
    make: ({ write }) => {
      write('bad.ts', 'export const modle = {};');
      write('scenarios/a.yaml', `${HEAD}model: ../bad.ts\n${CLIENTS}`);
    },
    says: [/error Q318: \.\.\/bad\.ts: it exports nothing that is called `model`/],
    exitCode: 2,
  },
  {
    title: 'a model that lacks parts',
    make: ({ write }) => {
      write('bad.ts', `export const model = { name: 'bad', version: '1', doc: '', events: 7 };`);
      write('scenarios/a.yaml', `${HEAD}model: ../bad.ts\n${CLIENTS}`);
    },
    says: [/its `model` is not complete: `settings` is missing, .*`events` is no list.*`create` is missing/],
    exitCode: 2,
  },
  {
    title: 'two files of one id',
    make: ({ write }) => {
      write('scenarios/a.yaml', `${HEAD}model: ../ring.ts\n${CLIENTS}`);
      write('scenarios/a.yml', `${HEAD}model: ../ring.ts\n${CLIENTS}`);
    },
    says: [/a\.yml:1:1: error Q606/],
    exitCode: 2,
  },
  {
    title: 'one wrong file beside a good one',
    make: ({ write }) => {
      write('scenarios/a.yaml', `${HEAD}model: ../ring.ts\n${CLIENTS}`);
      write('scenarios/b.yaml', `${HEAD}model: ../ring.ts\nclinets:\n  alice:\n    - putt: a\n`);
    },
    says: [/b\.yaml:4:1: error Q201/, /mistakes? in 1 file; nothing was run/],
    exitCode: 2,
  },
  {
    title: 'a setting that does not exist',
    make: ({ write }) => {
      write('scenarios/a.yaml', `${HEAD}model: ../ring.ts\n${CLIENTS}`);
      write('scenarios/b.yaml', `${HEAD}model: ../ring.ts\n${CLIENTS}`);
    },
    argv: ['run', '--set', 'system.capcity=1'],
    says: [/^--set:1:1: error Q311: [^]*did you mean `system\.capacity`\?\n1 mistake in 1 file/],
    exitCode: 2,
  },
  {
    title: 'a root that is not above',
    make: ({ write }) => {
      write('scenarios/a.yaml', '');
      write('other/b.yaml', '');
    },
    argv: ['run', 'scenarios/a.yaml', '--root', 'other'],
    says: [/--root other is not above scenarios\/a\.yaml/],
    exitCode: 2,
  },
];

for (const { title, make, argv = ['run'], says, exitCode } of cases) {
  test(`${title} is exit ${exitCode}, without a stack and before anything is done`, async (t) => {
    const project = projectOf(t);
    make(project);
    const ran = await project.quiesce(...argv);
    t.is(ran.exitCode, exitCode, ran.stdout + ran.stderr);
    for (const pattern of says) t.regex(ran.stderr, pattern);
    t.false(/^\s+at .*:\d+:\d+/m.test(ran.stderr), ran.stderr);
    t.is(ran.stdout, '');
    t.throws(() => project.read('results/last-run.json'));
  });
}

// The superuser may read everything.
const unreadable = process.getuid?.() === 0 ? test.skip : test;

unreadable('a file that may not be read is a mistake', async (t) => {
  const project = projectOf(t, ['pass']);
  chmodSync(join(project.folder, 'scenarios/pass.yaml'), 0);
  const ran = await project.quiesce('run');
  t.is(ran.exitCode, 2);
  t.regex(ran.stderr, /Q116: .*not permitted/);
});

test('validate prints the same mistakes as data', async (t) => {
  const project = projectOf(t, ['pass']);
  t.deepEqual(await project.quiesce('validate'), {
    exitCode: 0,
    stdout: '1 file: 1 scenario, all valid\n',
    stderr: '',
  });
  project.write('scenarios/b.yaml', `${HEAD}model: ../ring.ts\nclients:\n  alice:\n    - putt: a\n`);
  const text = await project.quiesce('validate');
  t.is(text.exitCode, 2);
  t.regex(text.stdout, /^scenarios\/b\.yaml:6:7: error Q301: [^]*did you mean `put`\?\n2 files: 1 mistake\n$/);
  const json = await project.quiesce('validate', '--json');
  t.like(JSON.parse(json.stdout), { code: 'Q301', file: 'scenarios/b.yaml', line: 6, column: 7, suggestion: 'put' });
});

test('validate judges what a model of a user declares', async (t) => {
  const project = projectOf(t, ['pass']);
  project.write('ring.ts', project.read('ring.ts').replace(`scalar: 'value'`, `scalar: 'vlaue'`));
  const ran = await project.quiesce('validate');
  t.is(ran.exitCode, 2);
  t.regex(ran.stdout, /Q318: the scalar of `put` is `vlaue`/);
});
