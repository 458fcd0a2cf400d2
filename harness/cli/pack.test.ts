// The pack saves time and nothing else.
import { appendFileSync, cpSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'ava';
import { installed, ROOT } from './_installed.test';
import { projectOf } from './_project.test';
import type * as Pack from './pack';

const commands: readonly (readonly string[])[] = [
  ['--help'],
  ['run', 'scenarios/notify/cancel.yaml', '--runs', '3', '--json'],
  ['run', 'scenarios/notify/cancel.yaml', '--set', 'system.version=nt-3.51', '--runs', '3', '-v'],
  ['run', 'scenarios/kb/no-such.yaml'],
  ['list', 'faults', '--json'],
  ['explain', 'I-03'],
];

test('without the pack, or what V8 made of it, everything is the same', (t) => {
  const { folder, run } = installed(t);
  const project = projectOf(t, ['leak', 'race', 'pass']);
  const all = (): readonly { readonly files: number; readonly said: string }[] => [
    ...commands.map((argv) => run(folder, ...argv)),
    run(project.folder, 'run'),
  ];
  const packed = all();
  // The last one has a model in TypeScript, which has the compiler's loader with it.
  t.deepEqual(
    packed.map(({ files }) => files < 50),
    packed.map(() => true),
  );
  t.true(packed.at(-1)?.said.includes('3 scenarios: 1 pass, 2 violation'), packed.at(-1)?.said);
  const said = packed.map((one) => one.said);
  writeFileSync(join(folder, 'dist/pack.v8'), 'something else');
  t.deepEqual(
    all().map((one) => one.said),
    said,
  );
  rmSync(join(folder, 'dist/pack.v8'));
  t.deepEqual(
    all().map((one) => one.said),
    said,
  );
  rmSync(join(folder, 'dist/pack.js'));
  const bare = all();
  t.deepEqual(
    bare.map((one) => one.said),
    said,
  );
  t.true(bare[1].files > 200, String(bare[1].files));
});

test('the pack is used where an installation has written all files anew', (t) => {
  const { folder, run } = installed(t);
  const file = 'dist/harness/cli/quiesce.js';
  utimesSync(join(folder, file), 1, 1);
  t.true(run(folder, 'list', 'strategies').files < 15);
});

test('a file that has changed since is loaded itself', (t) => {
  const { folder, run } = installed(t);
  appendFileSync(join(folder, 'dist/harness/explore/fifo.js'), `process.stdout.write('edited');\n`);
  t.true(run(folder, 'list', 'strategies').said.includes('edited'));
});

test('a package of another version is loaded itself', (t) => {
  const { folder, run } = installed(t);
  rmSync(join(folder, 'node_modules'));
  for (const name of ['yaml', 'commander', 'seedrandom', 'fastest-levenshtein']) {
    cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
  }
  writeFileSync(
    join(folder, 'node_modules/seedrandom/package.json'),
    JSON.stringify({ name: 'seedrandom', version: '0.0.1', main: 'index.js' }),
  );
  appendFileSync(join(folder, 'node_modules/seedrandom/index.js'), `process.stdout.write('another');\n`);
  t.regex(run(folder, 'run', 'scenarios/notify/cancel.yaml', '--runs', '1').said, /another[^]*pass/);
});

test('a line of the pack is known as the line of the file that it stands for', (t) => {
  const { folder } = installed(t);
  const { PACK, placeInPack } = createRequire(__filename)(join(folder, 'dist/harness/cli/pack.js')) as typeof Pack;
  const packed = readFileSync(PACK, 'latin1').split('\n');
  const path = join(folder, 'dist/models/nt/fsrtl/notify-cancel.js');
  const own = readFileSync(path, 'latin1').split('\n');
  const first = packed.findIndex((text) => text.startsWith('"models/nt/fsrtl/notify-cancel.js": '));
  for (const line of [2, own.length - 1]) {
    t.is(packed[first + line - 1], own[line - 1]);
    t.deepEqual(placeInPack(PACK, first + line), { path, line });
  }
  t.is(placeInPack(path, 2), undefined);
});
