import { cpSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { simulate } from '../../sim';
import { projectOf } from '../_project.test';
import { builtInModels, Models } from './models';

const KERNEL = join(__dirname, '../../sim');

const loads: readonly (readonly [what: string, path: string, text: (ring: string) => string])[] = [
  ['from quiesce', 'a.ts', (ring) => ring],
  ['from the kernel by path', 'a.ts', (ring) => ring.replace(`'quiesce'`, JSON.stringify(KERNEL))],
  ['below a package of type module', 'esm/a.ts', (ring) => ring],
  ['with a tsconfig of its own', 'odd/a.ts', (ring) => ring],
];

for (const [what, path, text] of loads) {
  test(`a model ${what} has the kernel that is running`, (t) => {
    const project = projectOf(t);
    project.write('esm/package.json', '{ "type": "module" }');
    project.write(
      'odd/tsconfig.json',
      '{ "compilerOptions": { "module": "ES2022", "noEmit": true }, "extends": "./gone.json" }',
    );
    project.write(path, text(project.read('ring.ts')));
    const loaded = new Models().load(`./${path}`, project.folder);
    t.is(loaded.kind, 'model', 'message' in loaded ? loaded.message : '');
  });
}

test('a model in JavaScript has the kernel that is running', (t) => {
  const project = projectOf(t);
  project.write(
    'a.js',
    `const { simulate } = require('quiesce'); exports.model = { ...require('./ring.ts').model, doc: String(simulate) };`,
  );
  const models = new Models();
  t.is(models.load('./ring.ts', project.folder).kind, 'model');
  const loaded = models.load('./a.js', project.folder);
  t.is(loaded.kind === 'model' ? loaded.model.doc : loaded.message, String(simulate));
});

test('a model that brings another kernel is refused', (t) => {
  const project = projectOf(t);
  cpSync(KERNEL, join(project.folder, 'copy/harness/sim'), { recursive: true });
  project.write('copy/node_modules/seedrandom/index.js', '');
  project.write('a.ts', project.read('ring.ts').replace(`'quiesce'`, `'./copy/harness/sim'`));
  const loaded = new Models().load('./a.ts', project.folder);
  t.is(loaded.kind, 'broken');
  t.regex(
    'message' in loaded ? loaded.message : '',
    /a kernel of its own, .*copy\/harness\/sim; import from 'quiesce' instead/,
  );
});

test('a model is loaded once, and its hash is that of its files', (t) => {
  const project = projectOf(t);
  project.write('part.ts', 'export const part = 1;');
  project.write('a.ts', `import './part';\n${project.read('ring.ts')}`);
  const models = new Models();
  const first = models.load('./a.ts', project.folder);
  t.is(models.load('./a.ts', project.folder), first);
  if (first.kind !== 'model') return t.fail(first.message);
  const before = first.hash();
  project.write('part.ts', 'export const part = 2;');
  const second = new Models().load('./a.ts', project.folder);
  t.is(first.hash(), before);
  t.not(second.kind === 'model' ? second.hash() : before, before);
  t.regex(before, /^[0-9a-f]{16}$/);
});

for (const name of builtInModels()) {
  test(`the model ${name} of the package can be loaded`, (t) => {
    const loaded = new Models().load(name, __dirname);
    t.is(loaded.kind, 'model', 'message' in loaded ? loaded.message : '');
  });
}
