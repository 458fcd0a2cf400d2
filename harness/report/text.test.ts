import test from 'ava';
import { formatBytes, formatCount, formatMilliseconds, formatNumber } from './human';
import { printable } from './printable';
import { replayCommand } from './replay-command';
import { shellQuote } from './shell-quote';
import { cut, wrap } from './wrap';

const texts: readonly (readonly [found: string, expected: string])[] = [
  [formatCount(0), '0'],
  [formatCount(1_234_567), '1,234,567'],
  [formatCount(1234.5), '1,234.5'],
  [formatCount(-1000), '-1,000'],
  [formatNumber(1, 'run'), '1 run'],
  [formatNumber(0, 'run'), '0 runs'],
  [formatNumber(2, 'context switch'), '2 context switches'],
  [formatBytes(0), '0 B'],
  [formatBytes(1536), '1.5 KiB'],
  [formatBytes(4 * 2 ** 20), '4 MiB'],
  [formatMilliseconds(7.4), '7 ms'],
  [formatMilliseconds(310), '0.31 s'],
  [formatMilliseconds(59_600), '1 min 0 s'],
  [formatMilliseconds(125_000), '2 min 5 s'],
  [shellQuote('a/b-c.yaml'), 'a/b-c.yaml'],
  [shellQuote(''), `''`],
  [shellQuote(`it's $HOME`), `'it'\\''s $HOME'`],
  [printable('a\u001b[2J\u202eb\u0007\n'), 'a\\x1b[2J\\u202eb\\x07\\x0a'],
  [cut('abcdef', 4), 'abc…'],
  [cut('abcd', 4), 'abcd'],
];

for (const [i, [found, expected]] of texts.entries()) {
  test(`${i}: ${expected}`, (t) => {
    t.is(found, expected);
  });
}

test('a wrapped text keeps its words', (t) => {
  const lines = wrap('one two three four', { indent: 2, hanging: 2, width: 12 });
  t.deepEqual(lines, ['  one two', '    three', '    four']);
  t.deepEqual(wrap('averyveryverylongword x', { indent: 0, width: 8 }), ['averyveryverylongword', 'x']);
});

test('the replay line holds what makes the instance', (t) => {
  const line = {
    file: "it's.yaml",
    seed: '1',
    strategies: ['pct'],
    set: ['system.dialect=smb2', 'system.features=[a, b]'],
    root: '.',
  };
  t.is(
    replayCommand({ ...line, which: { kind: 'run', run: 7 }, checked: true }),
    `npx quiesce run 'it'\\''s.yaml' --root . --seed 1 --strategy pct --run 7 --set system.dialect=smb2 --set 'system.features=[a, b]' --checked`,
  );
  t.true(replayCommand({ ...line, which: { kind: 'first', runs: 8 } }).includes('--strategy pct --runs 8'));
});
