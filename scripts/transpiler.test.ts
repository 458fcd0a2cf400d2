import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Transpiler } from 'ts-node';
import { create as createService } from 'ts-node';

const ROOT = join(__dirname, '..');

interface TranspilerModule {
  readonly create: (options: object) => Transpiler;
}

const { create } = createRequire(__filename)('./transpiler.js') as TranspilerModule;

interface Case {
  readonly folder: string;
  readonly transpile: (text: string, options?: object) => string;
}

function caseOf(t: ExecutionContext): Case {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-transpiled-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true });
  });
  const transpile = (text: string, options: object = {}): string => {
    const config = { options: { target: 10, module: 199, moduleResolution: 99, sourceMap: true, ...options } };
    const transpiler = create({ service: { config }, nodeModuleEmitKind: 'nodecjs', folder });
    return transpiler.transpile(text, { fileName: join(ROOT, 'harness/a.ts') }).outputText;
  };
  return { folder, transpile };
}

test('what was made of a text is taken for that text and those options alone', (t) => {
  const { folder, transpile } = caseOf(t);
  const made = transpile('export const a: number = 1;');
  const [name] = readdirSync(folder);
  const path = join(folder, name);
  writeFileSync(path, readFileSync(path, 'utf8').replace('exports.a = 1;', 'exports.a = 2;'));
  t.is(transpile('export const a: number = 1;'), made.replace('exports.a = 1;', 'exports.a = 2;'));
  t.true(transpile('export const a: number = 3;').includes('exports.a = 3;'));
  t.is(transpile('export const a: number = 1;'), made);
  t.false(transpile('export const a: number = 1;', { removeComments: true, target: 1 }).includes('const a'));
  t.deepEqual(readdirSync(folder), [name]);
});

test('what was kept only in part is made again', (t) => {
  const { folder, transpile } = caseOf(t);
  const made = transpile('export const a: number = 1;');
  const [name] = readdirSync(folder);
  writeFileSync(join(folder, name), '{"key":');
  t.is(transpile('export const a: number = 1;'), made);
});

test('a mistake is told each time', (t) => {
  const { folder } = caseOf(t);
  const service = createService({
    cwd: ROOT,
    transpileOnly: true,
    transpiler: [join(__dirname, 'transpiler.js'), { folder }],
  });
  for (let i = 0; i < 2; i++) {
    const error: unknown = t.throws(() => service.compile('export const = 1;', join(ROOT, 'harness/a.ts')), {
      any: true,
    });
    t.regex(String((error as { diagnosticText?: unknown }).diagnosticText), /TS1134/);
  }
});

test('it is what ts-node makes by itself', (t) => {
  const { folder } = caseOf(t);
  const [own, kept] = [undefined, [join(__dirname, 'transpiler.js'), { folder }] as const].map((transpiler) =>
    createService({ cwd: ROOT, transpileOnly: true, ...(transpiler && { transpiler: [...transpiler] }) }),
  );
  for (const name of [
    'harness/sim/kernel.ts',
    'harness/cli/quiesce.ts',
    'bench/measure.ts',
    'scripts/mutate/switch.ts',
  ]) {
    const path = join(ROOT, name);
    const text = readFileSync(path, 'utf8');
    for (let i = 0; i < 2; i++) t.is(kept.compile(text, path), own.compile(text, path));
  }
});
