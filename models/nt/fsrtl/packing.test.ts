import test from 'ava';
import { call } from '../../../harness/sim';
import type { NotifyRecord } from '../io/irp';
import { FILTERS } from './filters';
import { cameOf, NAME, watch, type Asked } from './_watcher.test';

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `test${i}.txt`);

/** Names of changes, where each record says that the next one is, and the bytes of it all: MS-FSCC 2.7.1. */
const packings: readonly (readonly [names: readonly string[], offsets: readonly number[], bytes: number])[] = [
  [['hoo'], [0], 0x12],
  [['a'], [0], 14],
  [['ab'], [0], 16],
  [['ab', 'cd'], [16, 0], 32],
  [['a', 'b'], [16, 0], 30],
  [['a', 'ab', 'abc', 'abcd'], [16, 16, 20, 0], 72],
  [['hoo', 'hoo', 'hoo'], [20, 20, 0], 58],
  [numbered(10), [...Array.from({ length: 9 }, () => 32), 0], 9 * 32 + 30],
  [numbered(31), [...Array.from({ length: 30 }, () => 32), 0], 992],
];

for (const [names, offsets, bytes] of packings) {
  test(`changes of ${names.length < 5 ? names.join(', ') : `${names.length} names`} are ${bytes} bytes`, (t) => {
    let came = '';
    let records: readonly NotifyRecord[] = [];
    watch(function* (watcher) {
      yield watcher.open({ bytes: 1000 });
      yield watcher.change(...names);
      const irp = yield* call(watcher.request({ bytes: 1000 }));
      came = cameOf(irp);
      records = irp.userBuffer?.records ?? [];
    });
    t.is(came, `SUCCESS ${bytes} [${names.map((name) => `ADDED ${name}`).join(', ')}]`);
    t.deepEqual(
      records.map(({ nextEntryOffset }) => nextEntryOffset),
      offsets,
    );
    t.true(offsets.every((offset) => offset % 4 === 0));
    const last = records.at(-1)!;
    const before = offsets.reduce((sum, offset) => sum + offset, 0);
    t.is(before + last.bytes, bytes, 'the last record is followed by no padding');
  });
}

/** The 32nd of these does not fit into 1000 bytes: "the entire contents of the buffer are discarded". */
test('31 records fit into 1000 bytes, and the 32nd discards them', (t) => {
  const seen: unknown[] = [];
  watch(function* (watcher) {
    yield watcher.open({ bytes: 1000 });
    yield watcher.change(...numbered(31));
    seen.push(watcher.entry.dataBytes, watcher.chargedBytes);
    yield watcher.change('test31.txt');
    seen.push(watcher.entry.dataBytes, watcher.chargedBytes, watcher.entry.buffer);
    yield watcher.change('a');
    seen.push(watcher.entry.dataBytes);
    for (let i = 0; i < 2; i++) seen.push(cameOf(yield* call(watcher.request({ bytes: 1000 }))));
    yield watcher.change('b');
    seen.push(watcher.entry.notifyImmediately);
  });
  t.deepEqual(seen.slice(0, 2), [992, 1000]);
  t.deepEqual(seen.slice(2, 5), [0, 0, undefined], 'buffer and quota are gone');
  t.is(seen[5], 0, 'until the overflow is delivered nothing is buffered');
  t.deepEqual(seen.slice(6), ['NOTIFY_ENUM_DIR', 'pended', false], 'delivered, it is over');
});

/**
 * What may be buffered: the size of the active buffer, else of the oldest pended request, else of the first request. `first`
 * has been cancelled; `pended` is there when the changes come, or is undefined; `asks` comes after them.
 */
const capacities: readonly (readonly [
  name: string,
  first: Asked,
  pended: Asked | undefined,
  changes: readonly string[],
  asks: Asked,
  came: string,
])[] = [
  ['one byte too few', { bytes: 17 }, undefined, ['hoo'], {}, 'NOTIFY_ENUM_DIR'],
  ['exactly enough', { bytes: 18 }, undefined, ['hoo'], {}, 'SUCCESS 18 [ADDED hoo]'],
  ['0x10 can not hold hoo', { bytes: 0x10 }, undefined, ['hoo'], {}, 'NOTIFY_ENUM_DIR'],
  ['padding counts before a second record', { bytes: 33 }, undefined, ['a', 'hoo'], {}, 'NOTIFY_ENUM_DIR'],
  ['and not after it', { bytes: 34 }, undefined, ['a', 'hoo'], {}, 'SUCCESS 34 [ADDED a, ADDED hoo]'],
  ['a pended request too small', { bytes: 1000 }, { bytes: 17 }, ['hoo'], {}, 'NOTIFY_ENUM_DIR'],
  ['a pended request large enough', { bytes: 1000 }, { bytes: 18 }, ['hoo'], {}, 'SUCCESS 18 [ADDED hoo]'],
  [
    'a pended request with an MDL',
    { bytes: 1000 },
    { bytes: 18, buffers: 'mdl' },
    ['hoo'],
    {},
    'SUCCESS 18 [ADDED hoo]',
  ],
  [
    'a later request too small for what is there',
    { bytes: 1000 },
    undefined,
    ['hoo'],
    { bytes: 17 },
    'NOTIFY_ENUM_DIR',
  ],
  ['a later request just large enough', { bytes: 1000 }, undefined, ['hoo'], { bytes: 18 }, 'SUCCESS 18 [ADDED hoo]'],
  ['no buffer at all, pended', { bytes: 0 }, { bytes: 0 }, ['hoo'], {}, 'NOTIFY_ENUM_DIR'],
  ['no buffer at first: changes between requests are lost', { bytes: 0 }, undefined, ['hoo'], {}, 'pended'],
  ['no buffer later', { bytes: 1000 }, { bytes: 0 }, ['hoo'], {}, 'NOTIFY_ENUM_DIR'],
];

for (const [name, first, pended, changes, asks, came] of capacities) {
  test(`capacity: ${name}: ${came}`, (t) => {
    let seen = '';
    let live = -1;
    watch(function* (watcher) {
      yield watcher.open(first);
      const waiting = pended && (yield* call(watcher.request(pended)));
      yield watcher.change(...changes);
      seen = cameOf(waiting ?? (yield* call(watcher.request(asks))));
      live = watcher.chargedBytes;
    });
    t.is(seen, came);
    t.is(live, 0, 'no quota is left charged');
  });
}

/** The target's path below the watched directory, or undefined where the change is none of its own. */
const targets: readonly (readonly [directory: string, tree: boolean, target: string, name: string | undefined])[] = [
  ['\\docs', false, '\\docs\\a.txt', 'a.txt'],
  ['\\docs', false, '\\docs\\sub\\a.txt', undefined],
  ['\\docs', true, '\\docs\\sub\\a.txt', 'sub\\a.txt'],
  ['\\docs', true, '\\docs\\sub\\deep\\a.txt', 'sub\\deep\\a.txt'],
  ['\\docs', true, '\\docs', undefined],
  ['\\docs', true, '\\a.txt', undefined],
  ['\\docs', true, '\\docsets\\a.txt', undefined],
  ['\\docs', true, '\\Docs\\a.txt', undefined],
  ['\\docs\\sub', true, '\\docs\\a.txt', undefined],
  ['\\docs\\sub', false, '\\docs\\sub\\a.txt', 'a.txt'],
  ['\\', false, '\\a.txt', 'a.txt'],
  ['\\', false, '\\docs\\a.txt', undefined],
  ['\\', true, '\\docs\\a.txt', 'docs\\a.txt'],
];

for (const [directory, tree, target, name] of targets) {
  test(`${directory}${tree ? ' and below' : ''} is told of ${target}: ${name ?? 'no'}`, (t) => {
    let came = '';
    const run = { directory };
    watch(function* (watcher) {
      const irp = yield* call(watcher.request({ tree }));
      yield watcher.report(target);
      came = cameOf(irp);
    }, run);
    t.is(came, name === undefined ? 'pended' : `SUCCESS ${12 + 2 * name.length} [ADDED ${name}]`);
  });
}

/** A change counts when it has one of the bits of the first request's filter. */
const filters: readonly (readonly [filter: number, match: number, told: boolean])[] = [
  [NAME, FILTERS['file-name'], true],
  [NAME, FILTERS['dir-name'], true],
  [NAME, FILTERS.size, false],
  [NAME, FILTERS.size | FILTERS['file-name'], true],
  [0, FILTERS['file-name'], false],
  [FILTERS.attributes, FILTERS.attributes, true],
];

for (const [filter, match, told] of filters) {
  test(`filter ${filter} ${told ? 'sees' : 'does not see'} a change of ${match}`, (t) => {
    let came = '';
    watch(function* (watcher) {
      const irp = yield* call(watcher.request({ filter }));
      yield watcher.report('\\docs\\a', 'MODIFIED', match);
      came = cameOf(irp);
    });
    t.is(came, told ? 'SUCCESS 14 [MODIFIED a]' : 'pended');
  });
}

test('what the first request asks for sticks: filter, depth and length of later ones change nothing', (t) => {
  const seen: string[] = [];
  watch(function* (watcher) {
    yield watcher.open({ bytes: 64, filter: FILTERS.attributes, tree: true });
    const later = { bytes: 4096, filter: NAME, tree: false };
    const irp = yield* call(watcher.request(later));
    yield watcher.report('\\docs\\a', 'ADDED', NAME);
    yield watcher.report('\\docs\\sub\\a', 'MODIFIED', FILTERS.attributes);
    seen.push(cameOf(irp));
    const { watchTree, completionFilter, bufferBytes } = watcher.entry.watch;
    seen.push(`${watchTree} ${completionFilter} ${bufferBytes}`);
    for (let i = 0; i < 5; i++) yield watcher.report('\\docs\\name', 'MODIFIED', FILTERS.attributes);
    seen.push(cameOf(yield* call(watcher.request(later))));
  });
  t.deepEqual(seen, [
    'SUCCESS 22 [MODIFIED sub\\a]',
    `true ${FILTERS.attributes} 64`,
    'NOTIFY_ENUM_DIR', // five records of 20 bytes do not fit into the 64 of the first
  ]);
});
