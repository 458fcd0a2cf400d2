import test from 'ava';
import { hashText, Name } from './name';

test('a name is interned, and its hash is taken from its text alone', (t) => {
  t.is(Name.of('ex.pool.allocate'), Name.of('ex.pool.allocate'));
  t.not(Name.of('ex.pool.allocate'), Name.of('ex.pool.free'));
  t.is(Name.of('ex.pool.allocate').hash, hashText('ex.pool.allocate') | 0);
  t.is(String(Name.of('ex.pool.free')), 'ex.pool.free');
});

/** FNV-1a's own test vectors. */
const vectors: readonly (readonly [string, number])[] = [
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
];

for (const [text, hash] of vectors) {
  test(`the hash of ${JSON.stringify(text)} is ${hash.toString(16)}`, (t) => {
    t.is(hashText(text), hash);
  });
}
