// What the model declares is what its files use: every defect has its site, every event is reported, every mark is reached somewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import ts from 'typescript';
import { model } from '.';

/** What the files of the model do, by the words that they do it with. */
interface Uses {
  /** `world.defect('...')`. */
  readonly defects: Set<string>;
  /** `events.poolFreed(...)`. */
  readonly events: Set<string>;
  /** Methods of NtEvents. */
  readonly eventTypes: Set<string>;
  /** What stands in `kernel.mark(...)`: texts, and names of constants. */
  readonly marks: Set<string>;
  /** Constants that are `Name.of('...')`, or tables of such: their names by text. */
  readonly names: Map<string, string>;
  /** Calls of which the word could not be read. */
  readonly unreadable: string[];
}

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
);
const uses = usesIn(new Map(files.map((path) => [path, readFileSync(join(__dirname, path), 'utf8')])));

test('every defect that is asked for is declared, and the other way round', (t) => {
  t.deepEqual(uses.unreadable, []);
  t.deepEqual([...uses.defects].sort(), model.defects.map(({ id }) => id).sort());
});

test('every event that is reported is declared, and the other way round', (t) => {
  t.deepEqual([...uses.eventTypes].sort(), [...model.events].sort());
  t.deepEqual([...uses.events].sort(), [...model.events].sort());
});

test('every mark that is reached is declared, and the other way round', (t) => {
  const reached = (id: string): boolean => uses.marks.has(id) || uses.marks.has(uses.names.get(id) ?? '');
  t.deepEqual(
    model.marks.filter(({ id }) => !reached(id)).map(({ id }) => id),
    [],
  );
  const known = new Set(model.marks.flatMap(({ id }) => [id, uses.names.get(id)]));
  t.deepEqual(
    [...uses.marks].filter((word) => !known.has(word)),
    [],
  );
});

test('uses are found, and what can not be read is told', (t) => {
  const text = `
    const A = Name.of('a.mark');
    interface NtEvents { happened(): void }
    if (world.defect('x.y') || io.world.defect(id)) kernel.mark(A);
    kernel.mark(MARK[kind === 'some' ? 'b.mark' : 'c.mark']);
    this.world.events.happened();`;
  const found = usesIn(new Map([['f.ts', text]]));
  t.deepEqual([...found.defects], ['x.y']);
  t.deepEqual([...found.events], ['happened']);
  t.deepEqual([...found.eventTypes], ['happened']);
  t.deepEqual([...found.marks], ['A', 'b.mark', 'c.mark']);
  t.deepEqual([...found.names], [['a.mark', 'A']]);
  t.deepEqual(found.unreadable, ['f.ts: io.world.defect(id)']);
});

function usesIn(sources: ReadonlyMap<string, string>): Uses {
  const found: Uses = {
    ...{ defects: new Set(), events: new Set(), eventTypes: new Set(), marks: new Set(), names: new Map() },
    unreadable: [],
  };
  for (const [path, text] of sources) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) call(node, node.expression);
      if (ts.isInterfaceDeclaration(node) && node.name.text === 'NtEvents') {
        for (const member of node.members) if (member.name !== undefined) found.eventTypes.add(member.name.getText());
      }
      if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
        const made = node.initializer.getText().matchAll(/\b(?:Name\.of|mark)\('([^']+)'\)/g);
        for (const [, text] of made) found.names.set(text, node.name.getText());
      }
      ts.forEachChild(node, visit);
    };
    const call = (node: ts.CallExpression, { expression, name }: ts.PropertyAccessExpression): void => {
      const [argument] = node.arguments;
      if (name.text === 'defect') {
        if (argument !== undefined && ts.isStringLiteral(argument)) found.defects.add(argument.text);
        else found.unreadable.push(`${path}: ${node.getText()}`);
      }
      if (/(^|\.)events$/.test(expression.getText())) found.events.add(name.text);
      if (name.text === 'mark') for (const word of wordsOf(argument)) found.marks.add(word);
    };
    visit(file);
  }
  return found;
}

/** The texts in an expression, those that it only compares with apart, or else its name. */
function wordsOf(node: ts.Node | undefined): readonly string[] {
  if (node === undefined) return [];
  const texts: string[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isStringLiteral(inner)) texts.push(inner.text);
    if (!ts.isBinaryExpression(inner)) ts.forEachChild(inner, visit);
  };
  visit(node);
  if (texts.length > 0) return texts;
  return [(ts.isElementAccessExpression(node) ? node.expression : node).getText()];
}
