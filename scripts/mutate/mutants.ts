/** What can be done to the source of the NT model to make it wrong: which mutants there are, and how they are built in. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

export const ROOT = join(__dirname, '..', '..');
const MODEL = join(ROOT, 'models', 'nt');
/** General mutants are made of these folders; what is given back is taken out of all. */
const GENERAL = /^(fsrtl|io|srv)\//;

export type MutantKind = 'removals' | 'general';

export interface Mutant {
  readonly kind: MutantKind;
  /** Path below models/nt. */
  readonly file: string;
  /** Its place among all that the file has. */
  readonly index: number;
  readonly line: number;
  /** What is done to which text. */
  readonly what: string;
}

/** Statements that give something back call one of these ... */
const GIVES_BACK =
  /^(free|fsRtlFreeFileLock|fatFreeFcb|seReleaseSubjectContext|takeBackBuffer|dereference|dereferenceNotifyChange|srvDereference|unlinkIrp|unlinkNotifyChange|returnQuota|discardBuffer|forgetBuffer|releaseDonatedBuffer|srvFreeTransaction|srvReturnContext|srvEndRequest|srvCloseFile|closeHandle|splice|delete|release|clear|return)$/;
/** ... or exchange a cancel routine, and then only read it. */
const EXCHANGE = 'ioSetCancelRoutine';
/** What only checks and words depend on. */
const NO_BEHAVIOUR = /^(assert|unreachable|mark|touch)$/;
/** Sizes of blocks that nobody knows, and names for reports. */
const DESCRIPTIVE = /^(bytes|tag|site|owner|label|doc|name)$/;

const SWAPPED: Readonly<Partial<Record<ts.SyntaxKind, ts.BinaryOperator>>> = {
  [ts.SyntaxKind.AmpersandAmpersandToken]: ts.SyntaxKind.BarBarToken,
  [ts.SyntaxKind.BarBarToken]: ts.SyntaxKind.AmpersandAmpersandToken,
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: ts.SyntaxKind.ExclamationEqualsEqualsToken,
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: ts.SyntaxKind.EqualsEqualsEqualsToken,
  [ts.SyntaxKind.LessThanToken]: ts.SyntaxKind.LessThanEqualsToken,
  [ts.SyntaxKind.LessThanEqualsToken]: ts.SyntaxKind.LessThanToken,
  [ts.SyntaxKind.GreaterThanToken]: ts.SyntaxKind.GreaterThanEqualsToken,
  [ts.SyntaxKind.GreaterThanEqualsToken]: ts.SyntaxKind.GreaterThanToken,
  [ts.SyntaxKind.PlusToken]: ts.SyntaxKind.MinusToken,
  [ts.SyntaxKind.MinusToken]: ts.SyntaxKind.PlusToken,
};

/** Each status becomes one of the same severity where there is one: that is the harder to notice. */
const OTHER_STATUS: Readonly<Record<string, string>> = {
  STATUS_SUCCESS: 'STATUS_NOTIFY_ENUM_DIR',
  STATUS_NOTIFY_ENUM_DIR: 'STATUS_NOTIFY_CLEANUP',
  STATUS_NOTIFY_CLEANUP: 'STATUS_NOTIFY_ENUM_DIR',
  STATUS_INVALID_PARAMETER: 'STATUS_ACCESS_DENIED',
};

/** One way to change one node. */
interface Change {
  readonly kind: MutantKind;
  readonly what: string;
  /** Builds the node that behaves as it is unless the mutant with this number is switched on. */
  readonly build: (on: ts.Expression, healthy: ts.Node) => ts.Node;
}

/** All mutants of the model, in the order of the files. */
export function allMutants(kinds: readonly MutantKind[]): readonly Mutant[] {
  return readdirSync(MODEL, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('invariants'))
    .sort()
    .flatMap(mutantsOf)
    .filter(({ kind, file }) => kinds.includes(kind) && (kind === 'removals' || GENERAL.test(file)));
}

/** So many of them, the same for the same seed, whatever else there is. */
export function sample(mutants: readonly Mutant[], count: number, seed: string): readonly Mutant[] {
  const key = (one: Mutant): string => createHash('sha256').update(`${seed} ${one.file} ${one.index}`).digest('hex');
  const chosen = new Set(
    mutants
      .map((mutant) => ({ mutant, key: key(mutant) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .slice(0, count)
      .map(({ mutant }) => mutant),
  );
  return mutants.filter((mutant) => chosen.has(mutant));
}

function mutantsOf(file: string): readonly Mutant[] {
  const path = join(MODEL, file);
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true);
  const mutants: Mutant[] = [];
  const found = (node: ts.Node, { kind, what }: Change): undefined => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    mutants.push({ kind, file, index: mutants.length, line: line + 1, what });
  };
  ts.transform(source, [changing(found)]);
  return mutants;
}

/**
 * A file of the model as JavaScript, with mutants built in: `numbers` says by which number the mutant with that index is switched on.
 * `mutantAt` is asked for it wherever the code comes past it.
 */
export function withMutants(path: string, numbers: ReadonlyMap<number, number>): string {
  let index = 0;
  const chosen = (): number | undefined => numbers.get(index++);
  const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
    fileName: path,
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS, useDefineForClassFields: false },
    transformers: { before: [changing(chosen)] },
  });
  return outputText;
}

/** Below models/nt; undefined for what is no part of it. */
export function fileOfModel(path: string): string | undefined {
  return path.startsWith(MODEL) ? relative(MODEL, path) : undefined;
}

/** Comes past every change that could be made, in the order of the text, and builds in those that `number` gives one. */
function changing(number: (node: ts.Node, change: Change) => number | undefined): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const visit = (node: ts.Node): ts.Node => {
      if (isOutOfScope(node)) return node;
      const numbered = (isRunLater(node) ? changesOf(node) : []).map((change) => ({
        change,
        number: number(node, change),
      }));
      let result = ts.visitEachChild(node, visit, context);
      for (const { change, number } of numbered) {
        if (number !== undefined) result = change.build(switchedOn(number), result);
      }
      return result;
    };
    return (source) => ts.visitEachChild(source, visit, context);
  };
}

function switchedOn(number: number): ts.Expression {
  const { factory } = ts;
  return factory.createCallExpression(factory.createIdentifier('mutantAt'), undefined, [
    factory.createNumericLiteral(number),
  ]);
}

/** Not in the tables and texts of a module, which are there before anything runs. */
function isRunLater(node: ts.Node): boolean {
  return ts.findAncestor(node, (one) => ts.isFunctionLike(one) || ts.isPropertyDeclaration(one)) !== undefined;
}

function isOutOfScope(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return true;
  if (ts.isTemplateLiteral(node) || ts.isCallExpression(node)) return isSilent(node);
  if (ts.isPropertyAssignment(node) || ts.isFunctionLike(node)) return DESCRIPTIVE.test(node.name?.getText() ?? '');
  if (ts.isIfStatement(node)) return marksOnly(node.thenStatement) && node.elseStatement === undefined;
  const { parent } = node;
  // What only happens with a defect switched on is no part of the model.
  if (ts.isIfStatement(parent)) return parent.thenStatement === node && needsDefect(parent.expression);
  if (ts.isConditionalExpression(parent)) {
    const { condition, whenTrue, whenFalse } = parent;
    return (whenTrue === node && needsDefect(condition)) || (whenFalse === node && needsHealth(condition));
  }
  return ts.isBinaryExpression(node) && needsDefect(node);
}

function isSilent(node: ts.CallExpression | ts.TemplateLiteral): boolean {
  return !ts.isCallExpression(node) || NO_BEHAVIOUR.test(calleeOf(node)) || calleeOf(node) === 'defect';
}

function marksOnly(node: ts.Statement): boolean {
  if (ts.isBlock(node)) return node.statements.every(marksOnly);
  return ts.isExpressionStatement(node) && calleeOf(node.expression) === 'mark';
}

function needsDefect(condition: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(condition)) return needsDefect(condition.expression);
  if (ts.isCallExpression(condition)) return calleeOf(condition) === 'defect';
  const isAnd =
    ts.isBinaryExpression(condition) && condition.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd && (needsDefect(condition.left) || needsDefect(condition.right));
}

function needsHealth(condition: ts.Expression): boolean {
  return (
    ts.isPrefixUnaryExpression(condition) &&
    condition.operator === ts.SyntaxKind.ExclamationToken &&
    needsDefect(condition.operand)
  );
}

function changesOf(node: ts.Node): readonly Change[] {
  if (ts.isBlock(node)) return isBodyOfRoutine(node) ? [early(node)] : [];
  if (ts.isStatement(node)) return changesOfStatement(node);
  if (ts.isExpression(node)) return changesOfExpression(node);
  return [];
}

function changesOfStatement(node: ts.Statement): readonly Change[] {
  if (!ts.isExpressionStatement(node)) return [];
  const { expression } = node;
  const name = calleeOf(expression);
  if (NO_BEHAVIOUR.test(name) || expression.getText().startsWith('super(')) return [];
  return [
    {
      kind: GIVES_BACK.test(name) ? 'removals' : 'general',
      what: `without: ${textOf(node)}`,
      build: (on, healthy) => unless(on, healthy as ts.Statement),
    },
  ];
}

/** In braces: an `else` behind it belongs to whatever it stands in. */
function unless(on: ts.Expression, statement: ts.Statement): ts.Statement {
  const { factory } = ts;
  return factory.createBlock([factory.createIfStatement(factory.createLogicalNot(on), statement)]);
}

/** A routine whose first step is its last. */
function early(node: ts.Block): Change {
  return {
    kind: 'general',
    what: `returns at once: ${textOf(node.parent).replace(/[{].*/, '')}`,
    build: (on, healthy) => {
      const leave = ts.factory.createIfStatement(on, ts.factory.createReturnStatement());
      return ts.factory.createBlock([leave, ...(healthy as ts.Block).statements], true);
    },
  };
}

function isBodyOfRoutine({ parent, statements }: ts.Block): boolean {
  return ts.isFunctionLike(parent) && !ts.isConstructorDeclaration(parent) && statements.length > 0;
}

function changesOfExpression(node: ts.Expression): readonly Change[] {
  const { factory } = ts;
  const general = (what: string, mutated: ts.Expression): Change => ({
    kind: 'general',
    what,
    build: (on, healthy) => choice(on, mutated, healthy as ts.Expression),
  });
  const changes: Change[] = [];
  if (isCondition(node) && !/\.defect\(/.test(node.getText()) && !isComparison(node))
    changes.push(
      general(`negated: ${textOf(node)}`, factory.createLogicalNot(factory.createParenthesizedExpression(node))),
    );
  if (ts.isBinaryExpression(node)) {
    const swapped = SWAPPED[node.operatorToken.kind];
    if (swapped !== undefined && !/\.defect\(/.test(node.getText())) {
      const to = ts.tokenToString(swapped);
      changes.push(
        general(`${to} in: ${textOf(node)}`, factory.createBinaryExpression(node.left, swapped, node.right)),
      );
    }
  } else if (node.kind === ts.SyntaxKind.TrueKeyword)
    changes.push(general(`false in: ${around(node)}`, factory.createFalse()));
  else if (node.kind === ts.SyntaxKind.FalseKeyword)
    changes.push(general(`true in: ${around(node)}`, factory.createTrue()));
  else if (ts.isNumericLiteral(node) && !isName(node)) {
    const more = Number(node.text) + 1;
    changes.push(general(`${more} in: ${around(node)}`, factory.createNumericLiteral(more)));
  } else if (ts.isStringLiteral(node) && node.text.startsWith('STATUS_') && !isName(node)) {
    const other = OTHER_STATUS[node.text] ?? 'STATUS_INVALID_PARAMETER';
    changes.push(general(`${other} in: ${around(node)}`, factory.createStringLiteral(other)));
  } else if (ts.isCallExpression(node) && node.expression.getText() === EXCHANGE) {
    const read = factory.createPropertyAccessExpression(node.arguments[0], 'cancelRoutine');
    changes.push({ ...general(`only read: ${textOf(node)}`, read), kind: 'removals' });
  }
  return changes;
}

function choice(on: ts.Expression, mutated: ts.Expression, healthy: ts.Expression): ts.Expression {
  return ts.factory.createParenthesizedExpression(
    ts.factory.createConditionalExpression(on, undefined, mutated, undefined, healthy),
  );
}

function isCondition(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    (ts.isIfStatement(parent) && parent.expression === node) ||
    (ts.isConditionalExpression(parent) && parent.condition === node)
  );
}

/** Negating it is what its other operator does. */
function isComparison(node: ts.Expression): boolean {
  return ts.isBinaryExpression(node) && /^[!=]==$/.test(node.operatorToken.getText());
}

function isName(node: ts.Expression): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

/** The statement or condition that it stands in. */
function around(node: ts.Node): string {
  const outer = ts.findAncestor(
    node,
    (one) => ts.isStatement(one) || ts.isPropertyDeclaration(one) || ts.isParameter(one),
  );
  const text = outer === undefined ? node.getText() : outer.getText();
  const [before, after] = [node.getStart() - (outer?.getStart() ?? 0), node.getEnd() - (outer?.getStart() ?? 0)];
  return short(
    `${text.slice(Math.max(0, before - 40), before)}${text.slice(before, after)}${text.slice(after, after + 30)}`,
  );
}

function textOf(node: ts.Node): string {
  return short(node.getText());
}

function short(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 80).trim();
}

/** The last name of what is called: `free` of `yield pool.free(block)`, `release` of `yield mutex.release`. */
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
