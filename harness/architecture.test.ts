// Holds two rules over every source file on disk: who may import whom, and that the pure folders are pure.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import test from 'ava';
import ts from 'typescript';

/** Path from the root of the repository, with forward slashes -> text. */
type Sources = ReadonlyMap<string, string>;

interface Import {
  readonly specifier: string;
  readonly kind: 'value' | 'type' | 'dynamic';
  readonly line: number;
}

/** A folder of the harness always may import itself. `packages` undefined: any package, and Node. */
interface Area {
  readonly values: readonly string[];
  readonly types: readonly string[];
  readonly packages?: readonly string[];
}

const areas: ReadonlyMap<string, Area> = new Map<string, Area>([
  ['sim', { values: [], types: [], packages: ['seedrandom'] }],
  ['explore', { values: ['sim'], types: [], packages: [] }],
  ['scenario', { values: ['sim'], types: [], packages: ['ajv', 'fastest-levenshtein', 'yaml'] }],
  ['report', { values: ['sim'], types: ['explore', 'scenario'], packages: [] }],
  ['cli', { values: ['', 'sim', 'explore', 'scenario', 'report'], types: [] }],
  // Files that stand in harness/ itself.
  ['', { values: ['sim', 'explore', 'scenario', 'report'], types: [], packages: [] }],
]);

/** A component of models/nt may import those before it. */
const ntOrder = ['ke', 'ex', 'ob', 'io', 'ps', 'fsrtl', 'fsd', 'srv', 'smb', 'native'];
const ntFolders = new Map([...ntOrder, 'invariants'].map((name, rank) => [name, rank]));
const ntMain = ['models/nt/index.ts', 'models/nt/model.ts'];

const pureFolders = ['harness/sim/', 'harness/explore/', 'harness/scenario/', 'harness/report/', 'models/'];
const impureNames = new Set([
  ...['Date', 'Promise', 'async', 'await', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['process', 'performance', 'crypto', 'require', 'globalThis', 'WeakRef', 'FinalizationRegistry'],
]);

// ---- Rule 1: directions -------------------------------------------------------------------------------------------

function forbiddenImports(sources: Sources): string[] {
  const faults: string[] = [];
  for (const [path, text] of sources) {
    for (const found of importsOf(path, text)) {
      const reason = refusal(path, found, sources);
      if (reason !== undefined) faults.push(`${path}:${found.line} imports '${found.specifier}': ${reason}`);
    }
  }
  return faults;
}

function refusal(from: string, found: Import, sources: Sources): string | undefined {
  const to = found.specifier.startsWith('.') ? resolve(from, found.specifier, sources) : undefined;
  return from.startsWith('models/') ? modelRefusal(from, to, found, sources) : harnessRefusal(from, to, found);
}

function harnessRefusal(from: string, to: string | undefined, found: Import): string | undefined {
  const name = folderIn('harness', from, areas);
  const area = areas.get(name);
  if (area === undefined) return `harness/${name} has no row in the table of areas`;
  if (to === undefined) return packageRefusal(found.specifier, area.packages);
  if (to.startsWith('models/')) {
    return name === 'cli' && found.kind === 'dynamic' ? undefined : 'the harness knows no model';
  }
  if (!to.startsWith('harness/')) return area.packages === undefined ? undefined : 'this is outside harness';
  const target = folderIn('harness', to, areas);
  if (target === name || area.values.includes(target)) return undefined;
  if (!area.types.includes(target)) return `harness/${name} may not import harness/${target}`;
  return found.kind === 'type' ? undefined : `harness/${name} may import only types from harness/${target}`;
}

function modelRefusal(from: string, to: string | undefined, found: Import, sources: Sources): string | undefined {
  if (to === undefined) return packageRefusal(found.specifier, []);
  if (to.startsWith('harness/sim/') || to === 'harness/sim') return undefined;
  const model = from.split('/')[1];
  if (to.split('/')[1] !== model || !to.startsWith('models/')) return 'a model may import only harness/sim and itself';
  return model === 'nt' ? ntRefusal(from, to, found, sources) : undefined;
}

function ntRefusal(from: string, to: string, found: Import, sources: Sources): string | undefined {
  const source = folderIn('models/nt', from, ntFolders);
  const target = folderIn('models/nt', to, ntFolders);
  if (source === target || source === 'invariants') return undefined;
  if (target === 'invariants') return ntMain.includes(from) ? undefined : 'only the model itself reads invariants';
  if (source === '') return undefined;
  if (target === '') {
    if (found.kind === 'type' || isLeaf(to, sources)) return undefined;
    return 'this is no leaf module, so a component may import only its types';
  }
  const unlisted = [source, target].find((name) => !ntFolders.has(name));
  if (unlisted !== undefined) return `models/nt/${unlisted} has no place in the order of components`;
  return ntOrder.indexOf(target) < ntOrder.indexOf(source) ? undefined : `${source} stands below ${target}`;
}

/** True when value imports lead from this top-level file of models/nt to no folder of models/nt. */
function isLeaf(path: string, sources: Sources): boolean {
  const reached = new Set([path]);
  for (const module of reached) {
    if (folderIn('models/nt', module, ntFolders) !== '') return false;
    for (const { specifier, kind } of importsOf(module, sources.get(module) ?? '')) {
      if (kind === 'type' || !specifier.startsWith('.')) continue;
      const next = resolve(module, specifier, sources);
      if (next.startsWith('models/nt/')) reached.add(next);
    }
  }
  return true;
}

function packageRefusal(specifier: string, allowed: readonly string[] | undefined): string | undefined {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (allowed === undefined || allowed.includes(name)) return undefined;
  return `the packages allowed here are: ${allowed.join(', ') || 'none'}`;
}

/** The folder under `base` that holds the path; '' for a file that stands in `base` itself. */
function folderIn(base: string, path: string, known: ReadonlyMap<string, unknown>): string {
  const [first, ...rest] = path.slice(base.length + 1).split('/');
  return rest.length > 0 || known.has(first) ? first : '';
}

function resolve(from: string, specifier: string, sources: Sources): string {
  const path = posix.join(posix.dirname(from), specifier).replace(/\.js$|\/$/, '');
  return [path, `${path}.ts`, `${path}/index.ts`].find((candidate) => sources.has(candidate)) ?? path;
}

function importsOf(path: string, text: string): Import[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => file.getLineAndCharacterOfPosition(position).line + 1;
  const found: Import[] = file.typeReferenceDirectives.map(({ fileName, pos }) => {
    return { specifier: fileName, kind: 'type', line: lineOf(pos) };
  });
  const add = (literal: ts.Node | undefined, kind: Import['kind']): void => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return;
    found.push({ specifier: literal.text, kind, line: lineOf(literal.pos) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importsTypes(node) ? 'type' : 'value');
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, exportsTypes(node) ? 'type' : 'value');
    if (ts.isExternalModuleReference(node)) add(node.expression, node.parent.isTypeOnly ? 'type' : 'value');
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type');
    if (ts.isCallExpression(node) && /^(import|require)$/.test(node.expression.getText())) {
      add(node.arguments[0], 'dynamic');
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function importsTypes({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return clause.name === undefined && named !== undefined && ts.isNamedImports(named) && allTypes(named.elements);
}

function exportsTypes({ isTypeOnly, exportClause: clause }: ts.ExportDeclaration): boolean {
  return isTypeOnly || (clause !== undefined && ts.isNamedExports(clause) && allTypes(clause.elements));
}

function allTypes(elements: readonly ts.ImportOrExportSpecifier[]): boolean {
  return elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

// ---- Rule 2: purity -----------------------------------------------------------------------------------------------

/** Looks at identifiers and keywords only: a property, a string or a comment may say `await`. */
function impurities(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { name: string; line: number }[] = [];
  // A local of that name, such as the `process` of an IRP, is not the global; the compiler without Node's types agrees.
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = impureName(node);
    if (ts.isIdentifier(node) && declares(node)) declared.add(node.text);
    else if (name !== undefined)
      found.push({ name, line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.filter(({ name }) => !declared.has(name)).map(({ name, line }) => `${path}:${line} uses ${name}`);
}

function impureName(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async';
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return 'await';
  if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') return 'Math.random';
  if (ts.isElementAccessExpression(node) && node.expression.getText() === 'Math') return 'Math[...]';
  return ts.isIdentifier(node) && impureNames.has(node.text) && !namesMember(node) ? node.text : undefined;
}

function namesMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName === node;
  if (ts.isExportSpecifier(parent)) return true;
  const hasMember = ts.isPropertyAccessExpression(parent) || ts.isNamedTupleMember(parent);
  return (hasMember || isMemberDeclaration(parent)) && parent.name === node;
}

function declares(node: ts.Identifier): boolean {
  const { parent } = node;
  if (isMemberDeclaration(parent) || ts.isPropertyAccessExpression(parent) || ts.isNamedTupleMember(parent))
    return false;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)) return false;
  return 'name' in parent && parent.name === node;
}

function isMemberDeclaration(node: ts.Node): node is ts.ClassElement | ts.TypeElement | ts.PropertyAssignment {
  return ts.isClassElement(node) || ts.isTypeElement(node) || ts.isPropertyAssignment(node);
}

// ---- The files on disk --------------------------------------------------------------------------------------------

function sourcesOnDisk(): Sources {
  const root = join(__dirname, '..');
  const paths = ['harness', 'models']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
        .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('node_modules/')),
    );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

test('every import keeps its direction', (t) => {
  t.deepEqual(forbiddenImports(sourcesOnDisk()), []);
});

test('the pure folders know no clock, no promise and no Node', (t) => {
  const pure = [...sourcesOnDisk()].filter(([path]) => pureFolders.some((folder) => path.startsWith(folder)));
  t.deepEqual(
    pure.flatMap(([path, text]) => impurities(path, text)),
    [],
  );
});

// ---- The rules themselves -----------------------------------------------------------------------------------------

const ntFiles = {
  'models/nt/status.ts': `import { ticks } from '../../harness/sim/ticks'; export const ok = ticks;`,
  'models/nt/names.ts': `export * from './status';`,
  'models/nt/world.ts': `import { Pool } from './ex/pool'; import type { Irp } from './io/irp';`,
  'models/nt/events.ts': `import type { Irp } from './io/irp'; import { type Pool } from './ex/pool';`,
  'models/nt/settings.ts': `import { world } from './world';`,
  'models/nt/defects.ts': `import * as ke from './ke';`,
};

const directions: readonly (readonly [path: string, text: string, reason: string | undefined])[] = [
  ['harness/sim/a.ts', `import x from 'seedrandom'; import { b } from './b'; import { c } from '../sim';`, undefined],
  ['harness/sim/a.ts', `import type { X } from '../explore/x';`, 'may not import harness/explore'],
  ['harness/sim/a.ts', `import { parse } from 'yaml';`, 'packages allowed here are: seedrandom'],
  ['harness/sim/a.ts', `import type { Stats } from 'node:fs';`, 'packages allowed'],
  ['harness/sim/a.ts', `const fs = require('fs');`, 'packages allowed'],
  ['harness/sim/a.ts', `import fs = require('fs');`, 'packages allowed'],
  ['harness/sim/a.ts', `/// <reference types="node" />`, 'packages allowed'],
  ['harness/sim/a.ts', `import data from '../../package.json';`, 'outside harness'],
  ['harness/explore/a.ts', `import { b } from '../sim/b'; export * from './shrink';`, undefined],
  ['harness/explore/a.ts', `export { b } from '../scenario/b';`, 'may not import harness/scenario'],
  ['harness/explore/a.ts', `type M = import('../cli/main').M;`, 'may not import harness/cli'],
  ['harness/scenario/a.ts', `import Ajv from 'ajv/dist/2020'; import { b } from '../sim/b';`, undefined],
  ['harness/scenario/a.ts', `import type { B } from '../explore/b';`, 'may not import harness/explore'],
  ['harness/report/a.ts', `import type { B } from '../explore/b'; import { type C } from '../scenario';`, undefined],
  ['harness/report/a.ts', `import { B, type C } from '../explore/b';`, 'only types from harness/explore'],
  ['harness/report/a.ts', `import { run } from '../cli/run';`, 'may not import harness/cli'],
  ['harness/cli/a.ts', `import 'node:fs'; import '../report/b'; import '../../package.json';`, undefined],
  ['harness/cli/a.ts', `const nt = await import('../../models/nt');`, undefined],
  ['harness/cli/a.ts', `import type { Nt } from '../../models/nt';`, 'knows no model'],
  ['harness/explore/a.ts', `const nt = require('../../models/nt');`, 'knows no model'],
  ['harness/other/a.ts', `import { b } from '../sim/b';`, 'no row in the table'],
  ['models/other/a.ts', `import { b } from '../../harness/sim'; import './b/c';`, undefined],
  ['models/other/a.ts', `import type { B } from '../../harness/scenario/b';`, 'only harness/sim'],
  ['models/other/a.ts', `import { b } from '../nt/status';`, 'only harness/sim'],
  ['models/other/a.ts', `import seedrandom from 'seedrandom';`, 'allowed here are: none'],
  ['models/nt/ex/pool.ts', `import { lock } from '../ke/lock'; import '../../../harness/sim';`, undefined],
  ['models/nt/ke/lock.ts', `import { pool } from '../ex/pool';`, 'ke stands below ex'],
  ['models/nt/ke/lock.ts', `import type { Client } from '../smb';`, 'ke stands below smb'],
  ['models/nt/smb/client.ts', `import { pool } from '../ex/pool'; import { srv } from '../srv';`, undefined],
  ['models/nt/fsd/read.ts', `import { pool } from '../other/pool';`, 'no place in the order'],
  ['models/nt/fsd/read.ts', `import { ok } from '../status'; import { name } from '../names';`, undefined],
  ['models/nt/fsd/read.ts', `import { on } from '../events'; import type { World } from '../world';`, undefined],
  ['models/nt/fsd/read.ts', `import { world } from '../world';`, 'no leaf module'],
  ['models/nt/fsd/read.ts', `import { settings } from '../settings';`, 'no leaf module'],
  ['models/nt/fsd/read.ts', `import { defects } from '../defects';`, 'no leaf module'],
  ['models/nt/fsd/read.ts', `import type { Freed } from '../invariants/freed';`, 'reads invariants'],
  ['models/nt/catalogue.ts', `import { freed } from './invariants/freed';`, 'reads invariants'],
  ['models/nt/index.ts', `import { freed } from './invariants/freed'; import './smb/client';`, undefined],
  ['models/nt/invariants/freed.ts', `import { world } from '../world'; import { srv } from '../srv/srv';`, undefined],
];

for (const [path, text, reason] of directions) {
  test(`directions: ${path} with ${text} is ${reason === undefined ? 'accepted' : 'refused'}`, (t) => {
    const faults = forbiddenImports(new Map(Object.entries({ ...ntFiles, [path]: text })));
    t.is(faults.length, reason === undefined ? 0 : 1, faults.join('\n'));
    if (reason !== undefined) t.true(faults[0].includes(reason), faults[0]);
  });
}

const purity: readonly (readonly [text: string, names: readonly string[]])[] = [
  [`const at = Date.now();`, ['Date']],
  [`const x = Math.random() + Math.floor(1);`, ['Math.random']],
  [`const x = Math['random']();`, ['Math[...]']],
  [`let later: Promise<void>;`, ['Promise']],
  [`async function f() { await g(); }`, ['async', 'await']],
  [`const f = async () => { for await (const x of y) use(x); };`, ['async', 'await']],
  [`class A { async m() {} }`, ['async']],
  [
    `setTimeout(f, 1); setInterval(f, 1); setImmediate(f); queueMicrotask(f);`,
    ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ],
  [`const x = { process };`, ['process']],
  [`if (process.argv.length > performance.now()) crypto.randomUUID();`, ['process', 'performance', 'crypto']],
  [`const fs = require('fs');`, ['require']],
  [`globalThis.Date.now();`, ['globalThis']],
  [`interface Irp { process: string } process.exit();`, ['process']],
  [`new WeakRef(x); new FinalizationRegistry(f);`, ['WeakRef', 'FinalizationRegistry']],
  [`// Date, await\nconst step = { await: 'Promise', Date: 1 }; step.await; step.Date;`, []],
  [`interface Step { await?: string; process: number } type T = [Date: number];`, []],
  [`function* close(process: Process) { yield process.lock; const { await: step } = options; }`, []],
  [`import { process } from '../ke/process'; export { process }; use({ process });`, []],
];

for (const [text, names] of purity) {
  test(`purity: ${text} uses ${names.join(', ') || 'nothing'}`, (t) => {
    t.deepEqual(
      impurities('harness/sim/a.ts', text),
      names.map((name) => `harness/sim/a.ts:1 uses ${name}`),
    );
  });
}
