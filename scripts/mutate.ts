/**
 * Takes one act of giving back out of the NT model at a time (a free, a dereference, an exchange of a cancel routine, an unlink,
 * a return of quota, a release) and runs the scenarios: each mutant should be caught by one. Needs `npm run build`.
 *
 *   node -r ts-node/register scripts/mutate.ts [--list] [--only <text of its name>] [-- <arguments for quiesce run>]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..');
const MODEL = join(ROOT, 'models', 'nt');
/** What is taken out: statements that call one of these ... */
const GIVES_BACK =
  /^(free|fsRtlFreeFileLock|fatFreeFcb|seReleaseSubjectContext|takeBackBuffer|dereference|dereferenceNotifyChange|srvDereference|unlinkIrp|unlinkNotifyChange|returnQuota|discardBuffer|forgetBuffer|releaseDonatedBuffer|srvFreeTransaction|srvReturnContext|srvEndRequest|srvCloseFile|closeHandle|splice|delete|release|clear|return)$/;
/** ... and every exchange of a cancel routine, which then only reads. */
const EXCHANGE = 'ioSetCancelRoutine';

/** What only happens with a defect switched on is no part of the model. */
const DEFECT_ONLY = /^[\w.]*\.defect\(/;

interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: number;
  readonly until: number;
  readonly instead: string;
}

main();

function main(): void {
  const args = process.argv.slice(2);
  const rest = args.includes('--')
    ? args.slice(args.indexOf('--') + 1)
    : ['scenarios/faults', 'scenarios/notify', 'scenarios/native', 'scenarios/defects'];
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  const mutants = filesBelow(MODEL)
    .flatMap(mutantsOf)
    .filter(({ name }) => only === undefined || name.includes(only));
  if (args.includes('--list')) {
    for (const { name } of mutants) console.log(name);
    return;
  }
  const copy = mkdtempSync(join(tmpdir(), 'quiesce-mutants-'));
  for (const part of ['dist', 'scenarios', 'package.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const healthy = suite(copy, rest);
  if (healthy !== undefined) throw new Error(`the suite fails without any mutation: ${healthy}`);
  let killed = 0;
  for (const mutant of mutants) {
    const killer = run(copy, mutant, rest);
    if (killer !== undefined) killed++;
    console.log(`${killer === undefined ? 'SURVIVES' : 'killed  '}  ${mutant.name}  ${killer ?? ''}`);
  }
  rmSync(copy, { recursive: true });
  console.log(`${killed} of ${mutants.length} mutants killed`);
  process.exitCode = killed === mutants.length ? 0 : 1;
}

/** What kills the mutant: the first scenario that does not pass, and how; undefined when the suite stays green. */
function run(copy: string, mutant: Mutant, args: readonly string[]): string | undefined {
  const source = readFileSync(mutant.file, 'utf8');
  const mutated = source.slice(0, mutant.from) + mutant.instead + source.slice(mutant.until);
  const { outputText } = ts.transpileModule(mutated, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS, useDefineForClassFields: true },
  });
  const compiled = join(copy, 'dist', relative(ROOT, mutant.file).replace(/\.ts$/, '.js'));
  const original = readFileSync(compiled, 'utf8');
  writeFileSync(compiled, outputText);
  const killer = suite(copy, args);
  writeFileSync(compiled, original);
  return killer;
}

/** The first scenario of the copy's suite that does not pass, and how. */
function suite(copy: string, args: readonly string[]): string | undefined {
  const main = join(copy, 'dist', 'harness', 'cli', 'main.js');
  const result = spawnSync(
    'node',
    [main, 'run', ...args, '--max-failures', '1', '--json', '--output', join(copy, 'results')],
    {
      cwd: copy,
      encoding: 'utf8',
      timeout: 300_000,
    },
  );
  if (result.status === 0) return undefined;
  const failed = result.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { scenario?: string; verdict?: string; signature?: string })
    .find(({ verdict }) => verdict !== undefined && verdict !== 'pass');
  return `exit ${result.status ?? 'none'}: ${failed?.scenario ?? result.stderr.slice(-200)} ${failed?.verdict ?? ''} ${failed?.signature ?? ''}`;
}

function mutantsOf(file: string): readonly Mutant[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
  const mutants: Mutant[] = [];
  const add = (node: ts.Node, instead: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const text = node.getText().replace(/\s+/g, ' ').slice(0, 70);
    const name = `${relative(MODEL, file)}:${line + 1} ${text}`;
    mutants.push({ name, file, from: node.getStart(), until: node.getEnd(), instead });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === EXCHANGE) add(node, 'irp.cancelRoutine');
    if (ts.isIfStatement(node) && DEFECT_ONLY.test(node.expression.getText())) {
      if (node.elseStatement !== undefined) visit(node.elseStatement);
      return;
    }
    if (ts.isExpressionStatement(node) && GIVES_BACK.test(calleeOf(node.expression))) add(node, ';');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

/** The last name of what a statement calls: `free` of `yield pool.free(block)`, `release` of `yield mutex.release`. */
function calleeOf(expression: ts.Expression): string {
  if (ts.isYieldExpression(expression))
    return expression.expression === undefined ? '' : calleeOf(expression.expression);
  if (ts.isCallExpression(expression)) {
    const name = calleeOf(expression.expression);
    const [first] = expression.arguments;
    return name === 'call' && first !== undefined ? calleeOf(first) : name;
  }
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('invariants'))
    .map((name) => join(folder, name))
    .sort();
}
