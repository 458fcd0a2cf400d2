// What public sources leave open: every answer that a setting can give.
import test from 'ava';
import { call, type Routine } from '../../../harness/sim';
import { isValidFilter } from '../io/notify-filter';
import { FILTERS } from './filters';
import { cameOf, watch, type Watcher } from './_watcher.test';

/** A few changes and requests, and what has come of each request at the end. */
type Script = (watcher: Watcher, told: (came: string) => void) => Routine;

const zeroLength: Script = function* (watcher, told) {
  yield watcher.open({ bytes: 0 });
  yield watcher.change('a');
  told(cameOf(yield* call(watcher.request())));
};

const zeroLengthRename: Script = function* (watcher, told) {
  yield watcher.open({ bytes: 0 });
  const first = yield* call(watcher.request());
  const second = yield* call(watcher.request());
  yield watcher.rename('old', 'a');
  yield watcher.rename('new', 'b');
  told(cameOf(first));
  told(cameOf(second));
};

const afterOverflow: Script = function* (watcher, told) {
  yield watcher.open({ bytes: 20 });
  yield watcher.change('too', 'much', 'a');
  for (let i = 0; i < 2; i++) told(cameOf(yield* call(watcher.request())));
};

/** The old name is lost, so that the new one is no use. */
const pairAfterOverflow: Script = function* (watcher, told) {
  yield watcher.open({ bytes: 20 });
  yield watcher.rename('old', 'too long');
  yield watcher.rename('new', 'b');
  for (let i = 0; i < 2; i++) told(cameOf(yield* call(watcher.request())));
};

const tooSmall: Script = function* (watcher, told) {
  yield watcher.open();
  yield watcher.change('hoo');
  told(cameOf(yield* call(watcher.request({ bytes: 17 }))));
  told(cameOf(yield* call(watcher.request())));
};

/** What is buffered between the names is too much for the first of two requests that come there. */
const tooSmallForFirst: Script = function* (watcher, told) {
  yield watcher.open();
  yield watcher.rename('old', 'a');
  const first = yield* call(watcher.request({ bytes: 20 }));
  const second = yield* call(watcher.request());
  yield watcher.rename('new', 'b');
  told(cameOf(first));
  told(cameOf(second));
};

const ownDirectory: Script = function* (watcher, told) {
  const irp = yield* call(watcher.request());
  yield watcher.report('\\docs', 'MODIFIED');
  told(cameOf(irp));
};

const otherFilter: Script = function* (watcher, told) {
  const irp = yield* call(watcher.request({ filter: FILTERS.size }));
  yield watcher.change('a');
  told(cameOf(irp));
};

const BOTH_NAMES = 'SUCCESS 30 [RENAMED_OLD_NAME a, RENAMED_NEW_NAME b]';

const answers: readonly (readonly [
  name: string,
  settings: Readonly<Record<string, string>>,
  script: Script,
  came: readonly string[],
])[] = [
  ['changes on a handle without a buffer', {}, zeroLength, ['pended']],
  ['changes on a handle without a buffer', { 'fsrtl.zero-length': 'remembered' }, zeroLength, ['NOTIFY_ENUM_DIR']],
  ['a rename on a handle without a buffer', {}, zeroLengthRename, ['NOTIFY_ENUM_DIR', 'pended']],
  [
    'a rename on a handle without a buffer',
    { 'fsrtl.zero-length': 'remembered' },
    zeroLengthRename,
    ['NOTIFY_ENUM_DIR', 'pended'],
  ],
  ['a change after an overflow', {}, afterOverflow, ['NOTIFY_ENUM_DIR', 'pended']],
  [
    'a change after an overflow',
    { 'fsrtl.after-overflow': 'buffered' },
    afterOverflow,
    ['NOTIFY_ENUM_DIR', 'pended'], // being told to enumerate clears it
  ],
  [
    'a change after an overflow',
    { 'fsrtl.after-overflow': 'buffered', 'fsrtl.enum-dir': 'keeps' },
    afterOverflow,
    ['NOTIFY_ENUM_DIR', 'SUCCESS 14 [ADDED a]'],
  ],
  [
    'a new name whose old name is lost',
    { 'fsrtl.after-overflow': 'buffered', 'fsrtl.enum-dir': 'keeps' },
    pairAfterOverflow,
    ['NOTIFY_ENUM_DIR', 'pended'],
  ],
  ['a request too small', {}, tooSmall, ['NOTIFY_ENUM_DIR', 'pended']],
  ['a request too small', { 'fsrtl.enum-dir': 'keeps' }, tooSmall, ['NOTIFY_ENUM_DIR', 'SUCCESS 18 [ADDED hoo]']],
  ['a pended request too small', {}, tooSmallForFirst, ['NOTIFY_ENUM_DIR', 'pended']],
  ['a pended request too small', { 'fsrtl.enum-dir': 'keeps' }, tooSmallForFirst, ['NOTIFY_ENUM_DIR', BOTH_NAMES]],
  ['the directory itself', {}, ownDirectory, ['pended']],
  ['the directory itself', { 'fsrtl.own-directory': 'told' }, ownDirectory, ['SUCCESS 12 [MODIFIED ]']],
  ['a change that the filter leaves out', {}, otherFilter, ['pended']],
  ['a change that the filter leaves out', { 'fsrtl.filter': 'ignored' }, otherFilter, ['SUCCESS 14 [ADDED a]']],
];

for (const [name, settings, script, came] of answers) {
  const how = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  test(`${name}${how.length > 0 ? `, with ${how.join(' and ')}` : ''}: ${came.join(', ')}`, (t) => {
    const seen: string[] = [];
    watch(
      function* (watcher) {
        yield script(watcher, (what) => seen.push(what));
      },
      { settings },
    );
    t.deepEqual(seen, came);
  });
}

for (const [bits, valid] of [
  [0, false],
  [1, true],
  [0xfff, true],
  [0x1000, false],
  [-1, false],
] as const) {
  test(`NtNotifyChangeDirectoryFile ${valid ? 'takes' : 'refuses'} filter ${bits}`, (t) => {
    t.is(isValidFilter(bits), valid);
  });
}
