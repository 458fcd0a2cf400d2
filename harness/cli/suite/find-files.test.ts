import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { findFiles } from './find-files';
import { commonRoot, idOf, rootOf } from './identity';

const FILES = [
  'scenarios/a.yaml',
  'scenarios/kb/b.yml',
  'scenarios/kb/deep/c.YAML',
  'scenarios/kb/notes.md',
  'scenarios/.hidden/d.yaml',
  'scenarios/node_modules/e.yaml',
  'suite/one/x.yaml',
  'suite/two/x.yaml',
  'suite/two/y[1].yaml',
  'single.yaml',
];

function folderOf(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true });
  });
  for (const name of FILES) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  symlinkSync('..', join(folder, 'scenarios/loop'));
  return folder;
}

/** Arguments -> ids, or what is unmatched with a question mark behind it. */
const cases: readonly (readonly [globs: readonly string[], ids: readonly string[]])[] = [
  [['scenarios'], ['a', 'kb/b', 'kb/deep/c']],
  [['./scenarios/'], ['a', 'kb/b', 'kb/deep/c']],
  [['scenarios/kb'], ['kb/b', 'kb/deep/c']],
  [
    ['scenarios/a.yaml', 'scenarios'],
    ['a', 'kb/b', 'kb/deep/c'],
  ],
  [['scenarios/kb/*.yml'], ['kb/b']],
  [['scenarios/**/*.{yml,YAML}'], ['kb/b', 'kb/deep/c']],
  [['**/[ab].y*ml'], ['a', 'kb/b']],
  [['scenarios/[!a]*.yaml'], ['scenarios/[!a]*.yaml?']],
  [['scenarios/{a,a-*}.yaml'], ['a']],
  [['suite/*/[x-y]*.yaml'], ['one/x', 'two/x', 'two/y[1]']],
  [['scenarios/[z-a].yaml'], ['scenarios/[z-a].yaml?']],
  [['scenarios/{{a}.yaml'], ['scenarios/{{a}.yaml?']],
  [['suite'], ['one/x', 'two/x', 'two/y[1]']],
  [['suite/two/y[1].yaml'], ['y[1]']],
  [
    ['suite/one', 'suite/two'],
    ['one/x', 'two/x', 'two/y[1]'],
  ],
  [['suite/one/x.yaml'], ['x']],
  [
    ['single.yaml', 'suite/one'],
    ['single', 'suite/one/x'],
  ],
  [
    ['gone', 'single.yaml'],
    ['single', 'gone?'],
  ],
  [['scenarios/kb/notes.md'], ['kb/notes']],
];

for (const [globs, ids] of cases) {
  test(`${globs.join(' ')} is ${ids.join(' ')}`, (t) => {
    const found = findFiles(globs, folderOf(t));
    const root = commonRoot(found);
    const named = found.files.map((file) => idOf(file, rootOf(file, root, false)));
    t.deepEqual([...named, ...found.unmatched.map((glob) => `${glob}?`)], ids);
  });
}

test('names are as the user would type them', (t) => {
  const folder = folderOf(t);
  const names = (glob: string, cwd: string) => findFiles([glob], cwd).files.map(({ name }) => name);
  t.deepEqual(names('./suite/one', folder), ['suite/one/x.yaml']);
  t.deepEqual(names('../one/x.yaml', join(folder, 'suite/two')), ['../one/x.yaml']);
  t.deepEqual(names(join(folder, 'suite/one'), '/'), [join(folder, 'suite/one/x.yaml')]);
});

test('whole folders are told from parts of them', (t) => {
  const folder = folderOf(t);
  t.true(findFiles(['scenarios', 'suite'], folder).wholeFolders);
  t.false(findFiles(['scenarios', 'single.yaml'], folder).wholeFolders);
  t.false(findFiles(['scenarios/*.yaml'], folder).wholeFolders);
});
