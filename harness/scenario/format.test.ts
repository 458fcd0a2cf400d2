import test from 'ava';
import { type Diagnostic, explain, formatDiagnostic, nearest } from '.';
import { completed, load } from './_toy.test';
import { oneOf, quote } from './quote';

function formatted(fixture: string): string {
  const [first] = load(completed(fixture)).diagnostics;
  return formatDiagnostic(first);
}

test('a mistake with its line, carets and suggestion', (t) => {
  t.is(
    formatted('clients:\n  alice:\n    - opne: \\docs'),
    `t.yaml:3:7: error Q301: expected a step, found \`opne\`; there are \`wait\`, \`await\`, \`repeat\`, \`parallel\`, \`random\`, \`expect\`, \`connect\`, \`disconnect\` and 6 more
        - opne: \\docs
          ^^^^
  did you mean \`open\`?`,
  );
});

test('a mistake without a suggestion', (t) => {
  t.is(
    formatted('limits: { steps: many }'),
    `t.yaml:1:18: error Q203: expected a whole number, found \`many\`
    limits: { steps: many }
                     ^^^^`,
  );
});

const base: Diagnostic = {
  code: 'Q101',
  severity: 'error',
  file: 'a.yaml',
  line: 2,
  column: 3,
  length: 2,
  message: 'expected this, found that',
  sourceLine: 'a: bc',
};

const shown: readonly (readonly [title: string, change: Partial<Diagnostic>, ...lines: string[]])[] = [
  ['a tab stays a tab', { sourceLine: '\ta: b', column: 5 }, '    \ta: b', '    \t   ^'],
  ['carets end with the line', { sourceLine: 'abc', length: 99 }, '    abc', '      ^'],
  ['a place behind the line', { sourceLine: 'abc', column: 4 }, '    abc', '       ^'],
  ['a line that is blank is not shown', { sourceLine: '  ' }],
  ['a long line is cut on the right', { sourceLine: 'x'.repeat(200) }, `    ${'x'.repeat(120)}…`, '      ^^'],
  [
    'a long line is cut around the place',
    { sourceLine: `${'x'.repeat(500)}yy${'z'.repeat(500)}`, column: 501 },
    `    …${'x'.repeat(39)}yy${'z'.repeat(79)}…`,
    `     ${' '.repeat(39)}^^`,
  ],
];

test('the source line', (t) => {
  t.deepEqual(
    shown.map(([title, change]) => [
      title,
      change,
      ...formatDiagnostic({ ...base, ...change })
        .split('\n')
        .slice(1),
    ]),
    shown as unknown as (typeof shown)[number][],
  );
});

test('colors only when asked for', (t) => {
  const red = formatDiagnostic({ ...base, suggestion: 'x' }, { color: true });
  t.true(red.includes('\u001b[1;31merror Q101:\u001b[0m'));
  t.is(red.replace(/\p{Cc}\[[\d;]*m/gu, ''), formatDiagnostic({ ...base, suggestion: 'x' }));
});

const words = ['open', 'close', 'notify.buffer-freed', 'ex.pool.allocate', 'nt-3.51', 'smb1', 'smb2'];
const near: readonly (readonly [word: string, expected: string | undefined])[] = [
  ['opne', 'open'],
  ['OPEN', 'open'],
  ['clos', 'close'],
  ['buffer-freed', 'notify.buffer-freed'],
  ['ex.pool.alocate', 'ex.pool.allocate'],
  ['3.51', 'nt-3.51'],
  ['smb3', 'smb1'],
  ['rename', undefined],
  ['x', undefined],
  ['', undefined],
  ['open'.repeat(1_000_000), undefined],
];

test('the nearest word', (t) => {
  t.deepEqual(
    near.map(([word]) => [word, nearest(word, words)]),
    near as [string, string | undefined][],
  );
});

test('somebody’s text in a message is short and on one line', (t) => {
  t.is(quote('a\nb\u001b'), '`a\\x0ab\\x1b`');
  t.is(quote('x'.repeat(100)), `\`${'x'.repeat(60)}…\``);
  t.is(oneOf([]), 'nothing');
  t.is(oneOf(['a', 'b', 'c']), '`a`, `b` or `c`');
});

test('codes are explained', (t) => {
  t.is(explain('q301')?.title, 'An unknown step');
  t.is(explain('Q999'), undefined);
});
