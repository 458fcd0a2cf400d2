// What keeps a text from being read, and what does not.
import test from 'ava';
import { fc, testProp } from '@fast-check/ava';
import { parse } from '.';
import { brief } from './_toy.test';
import type { Node } from './node';

// The same cases every time: a check that flickers is ignored.
fc.configureGlobal({ seed: 1 });

/** A node as the value that it says. */
function plain(node: Node): unknown {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
    case 'list':
      return node.items.map(plain);
    case 'scalar':
      return node.value;
  }
}

const laughs = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
for (let i = 1; i < 30; i++) {
  const [name, other] = [i, i - 1].map((n) => String.fromCharCode(97 + (n % 26)) + (n < 26 ? '' : n));
  laughs.push(`${name}: &${name} [${Array(10).fill(`*${other}`).join(', ')}]`);
}

const refused: readonly (readonly [title: string, text: string, ...expected: string[]])[] = [
  ['an empty file', '', 'Q110@1:1'],
  ['comments only', '# nothing\n\n# more nothing\n', 'Q110@1:1'],
  ['a document mark only', '---\n', 'Q110@1:1'],
  ['a byte order mark only', '\ufeff', 'Q110@1:1'],
  ['null', 'null', 'Q111@1:1'],
  ['a scalar', 'hello', 'Q111@1:1'],
  ['a list', '\n- a\n- b\n', 'Q111@2:1'],
  ['a NUL', 'a: 1\nb: \u0000\n', 'Q101@2:4'],
  ['an escape sequence', 'a: \u001b[31m', 'Q101@1:4'],
  ['bytes that are no UTF-8', 'a: x\ufffd', 'Q101@1:5'],
  ['UTF-16', '\ufffd\ufffda\u0000:\u0000', 'Q101@1:1'],
  ['10 MB', 'x'.repeat(10_000_000), 'Q102@1:1'],
  ['1 MiB of brackets', '{}'.repeat(524_288), 'Q102@1:100001'],
  ['1 MiB of open brackets', '['.repeat(1_048_576), 'Q112@1:67'],
  ['a list in a list in a list', '- '.repeat(500_000), 'Q112@1:132'],
  [
    'maps indented ever further',
    Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    'Q112@66:67',
  ],
  [
    'depth by aliases',
    Array.from({ length: 70 }, (_, i) => `a${i}: &a${i} [${i ? `*a${i - 1}` : ''}]`).join('\n'),
    'Q112@65:12',
  ],
  ['a billion laughs', laughs.join('\n'), 'Q107@4:36'],
  ['an alias in its own anchor', 'a: &a [1, { b: *a }]', 'Q107@1:16'],
  ['an alias of nothing', 'a: *b', 'Q108@1:4'],
  ['an alias before its anchor', 'a: *b\nb: &b 1', 'Q108@1:4'],
  ['two documents', 'a: 1\n---\nb: 2\n', 'Q109@2:1'],
  ['two documents with an end mark', 'a: 1\n...\nb: 2\n', 'Q109@3:1'],
  ['a key twice', 'a: 1\nb: 2\n"a": 3\n', 'Q105@3:1'],
  ['a key twice in braces', 'x: { a: 1, a: 2 }', 'Q105@1:12'],
  ['a custom tag', 'a: !foo 1', 'Q106@1:9'],
  ['a core tag', 'a: !!str 1\nb: !!binary aGk=', 'Q106@1:10', 'Q106@2:13'],
  ['a directive', '%YAML 1.1\n---\na: yes', 'Q106@1:1'],
  ['a tag directive', '# x\n%TAG ! tag:x,2000:\n---\na: 1', 'Q106@2:1'],
  ['a merge key', 'a: &a { b: 1 }\nc:\n  <<: *a', 'Q114@3:3'],
  ['a list as key', '? [a]\n: 1', 'Q113@1:3'],
  ['no key', ': 1\nb: 2', 'Q113@1:1'],
  ['an alias as key', 'a: &a 1\n*a : 2', 'Q113@2:1'],
  ['a tab as indentation', 'a:\n\tb: 1\n', 'Q104@2:1'],
  ['a tab below spaces', 'a:\n  b:\n\t- c\n', 'Q104@3:1'],
  ['an open single quote', "a: 'x\nb: 3\n", 'Q103@1:4'],
  ['an open double quote', 'a: "x\n\n\nb: 3\n', 'Q103@1:4'],
  ['an open bracket', 'a:\n  - [1, 2\n  - 3\n', 'Q103@2:5'],
  ['an open brace', 'a: { x: 1, y: 2\nb: 3\nc: 4\n', 'Q103@1:4'],
  ['one bracket too many', 'a: [1]]\nb: 2\nc: 3\n', 'Q103@1:7'],
  ['a colon in a value', 'a: b: c\nd: 1\n', 'Q103@1:4'],
  ['two slips far apart', 'a: b: c\nd: 1\ne: 2\nf: g: h\n', 'Q103@1:4', 'Q103@4:4'],
  ['wrong indentation', 'a:\n  b: 1\n   c: 2\n', 'Q103@2:6'],
  ['a reserved sign', 'a: @x', 'Q103@1:4'],
  ['an unknown escape', 'a: "\\q"', 'Q103@1:5'],
  ['text behind a quote', "a: 'b' c", 'Q103@1:8'],
  ['a number in brackets within braces', 'a: { request: n1[3], b: 1 }\nc: 1\nd: 2\n', 'Q103@1:17 "n1[3]"'],
];

for (const [title, text, ...expected] of refused) {
  test(`refused: ${title}`, (t) => {
    t.timeout(5_000);
    t.deepEqual(parse('t.yaml', text).diagnostics.map(brief), expected);
  });
}

const accepted: readonly (readonly [title: string, text: string, expected: unknown])[] = [
  ['a map', 'a: 1\nb: [x, true, ~]', { a: 1, b: ['x', true, null] }],
  ['a byte order mark', '\ufeffa: 1', { a: 1 }],
  ['lines that end in CR LF', 'a: 1\r\nb:\r\n  - x\r\n', { a: 1, b: ['x'] }],
  ['words of YAML 1.1', 'on: yes\noff: 010', { on: 'yes', off: 10 }],
  ['paths', 'a: \\docs\\a.txt\nb: { c: \\docs, d: C:\\x }', { a: '\\docs\\a.txt', b: { c: '\\docs', d: 'C:\\x' } }],
  ['ranges and ratios', 'a: 1 ms..5 ms\nb: 1/10', { a: '1 ms..5 ms', b: '1/10' }],
  ['aliases', 'a: &a [x]\nb: [*a, *a]', { a: ['x'], b: [['x'], ['x']] }],
  ['the latest anchor', 'a: &a 1\nb: &a 2\nc: *a', { a: 1, b: 2, c: 2 }],
  ['keys that objects have already', '__proto__: 1\nconstructor: 2', JSON.parse('{"__proto__":1,"constructor":2}')],
  ['keys that look like numbers', '1: a\ntrue: b', { 1: 'a', true: 'b' }],
  ['a document mark', '---\na: 1\n...\n', { a: 1 }],
  ['a long text', `a: ${'x'.repeat(1_000_000)}`, { a: 'x'.repeat(1_000_000) }],
  ['folded text', 'a: >\n  one\n  two\n', { a: 'one two\n' }],
  ['letters of all kinds', 'a: "äβ漢😀"', { a: 'äβ漢😀' }],
];

for (const [title, text, expected] of accepted) {
  test(`accepted: ${title}`, (t) => {
    const { value, diagnostics } = parse('t.yaml', text);
    t.deepEqual(diagnostics, []);
    t.deepEqual(value && plain(value.root), expected);
  });
}

test('every node knows its place', (t) => {
  const { value } = parse('t.yaml', '\ufeff# x\r\na: { b: [1, "two"] }\r\nc:\r\n  - d\r\n');
  const places: string[] = [];
  const visit = (node: Node): void => {
    const { line, column, length } = node.span;
    places.push(`${node.kind} ${line}:${column}+${length}`);
    if (node.kind === 'map') for (const entry of node.entries) visit(entry.value);
    if (node.kind === 'list') node.items.forEach(visit);
  };
  if (value !== undefined) visit(value.root);
  t.deepEqual(places, [
    'map 2:1+20',
    'map 2:4+17',
    'list 2:9+10',
    'scalar 2:10+1',
    'scalar 2:13+5',
    'list 4:3+3',
    'scalar 4:5+1',
  ]);
});

const piece = fc.constantFrom(
  ...[
    'a',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '"',
    "'",
    '&a ',
    '*a',
    '!t ',
    '|\n',
    '>',
    '#',
    '? ',
    '%',
    '\t',
    '---\n',
    '<<',
  ],
);

testProp('no text makes the parser throw', [fc.string({ unit: 'binary' })], (t, text) => {
  const { value, diagnostics } = parse('t.yaml', text);
  t.true(value !== undefined || diagnostics.length > 0);
});

testProp(
  'no pieces of YAML make the parser throw, and every mistake has a place in the text',
  [fc.array(piece, { maxLength: 40 })],
  (t, pieces) => {
    const text = pieces.join('');
    const lines = text.split(/\r?\n/);
    const { value, diagnostics } = parse('t.yaml', text);
    t.true(value !== undefined || diagnostics.length > 0);
    for (const { line, column, length, sourceLine } of diagnostics) {
      t.true(line >= 1 && column >= 1 && length >= 1);
      t.is(sourceLine, lines[line - 1] ?? '');
      t.true(column <= sourceLine.length + 1);
    }
  },
  { numRuns: 1_000 },
);
