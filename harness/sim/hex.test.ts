import test from 'ava';
import fc from 'fast-check';
import { hexOf } from './hex';

test('a word has 8 hexadecimal digits', (t) => {
  for (const word of [0, 1, -1, 0x7fffffff, -0x80000000, 0xdeadbeef]) {
    t.is(hexOf(word), (word >>> 0).toString(16).padStart(8, '0'));
  }
  fc.assert(fc.property(fc.integer(), (word) => t.is(hexOf(word), (word >>> 0).toString(16).padStart(8, '0'))));
});
