import { fc, testProp } from '@fast-check/ava';
import test from 'ava';
import { readShortForm, shortForm, type ShortTrace } from './short-form';

const choice = fc.integer({ min: 2, max: 5000 }).chain((count) => fc.record({ count: fc.constant(count), value: fc.nat(count - 1) }));
const hash = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 16, maxLength: 16 }).map((digits) => digits.join(''));
const traces = fc.record({ timed: fc.boolean(), hash, choices: fc.array(choice) });

testProp('what is read from a short form is the run, but for plain choices at its end', [traces], (t, trace) => {
  const length = trace.choices.findLastIndex(({ value }) => value > 0) + 1;
  t.deepEqual(readShortForm(shortForm(trace)), { ...trace, choices: trace.choices.slice(0, length) });
});

testProp('a short form that was cut or garbled is refused or is another run, and never throws', [traces, fc.nat(), fc.nat(63)], (t, trace, at, by) => {
  const text = shortForm(trace);
  t.is(typeof readShortForm(text.slice(0, at % 4)), 'string');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const place = 4 + (at % (text.length - 4));
  const read = readShortForm(text.slice(0, place) + letters[by] + text.slice(place + 1));
  t.true(typeof read === 'string' || read.choices.every(({ value, count }) => value < count));
});

test('a hundred choices take few letters', (t) => {
  const choices = Array.from({ length: 100 }, (_, i) => ({ value: i % 7 === 0 ? i % 3 : 0, count: 2 + (i % 3) }));
  const trace: ShortTrace = { timed: false, hash: '0123456789abcdef', choices };
  t.true(shortForm(trace).length < 120, shortForm(trace));
});
