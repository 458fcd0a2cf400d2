import test from 'ava';
import { call } from '../../../harness/sim';
import type { NotifyRecord } from '../io/irp';
import { FILTERS } from './filters';
import { cameOf, NAME, watch, type Asked } from './_watcher.test';
import type { Change } from './notify-full-report-change';

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

/** FILE_ACTION_* (MS-FSCC 2.7.1). */
const ACTIONS = ['ADDED', 'REMOVED', 'MODIFIED', 'RENAMED_OLD_NAME', 'RENAMED_NEW_NAME'];

/** The records as they lie in memory: three numbers of four bytes, then the name, each record where the one before says. */
function bytesOf(records: readonly NotifyRecord[], bytes: number): string {
  const memory = Buffer.alloc(bytes, 0xcc);
  let at = 0;
  for (const { nextEntryOffset, action, name } of records) {
    memory.writeUInt32LE(nextEntryOffset, at);
    memory.writeUInt32LE(1 + ACTIONS.indexOf(action), at + 4);
    memory.writeUInt32LE(2 * name.length, at + 8);
    memory.write(name, at + 12, 'utf16le');
    at += nextEntryOffset;
  }
  return memory.toString('hex');
}

/** 'cc' is memory that nothing is written to: the padding between records. */
test('records lie in memory byte by byte as MS-FSCC says', (t) => {
  let seen = '';
  watch(function* (watcher) {
    yield watcher.open();
    yield watcher.rename('old', 'a');
    yield watcher.rename('new', 'hoo');
    yield watcher.report('\\docs\\ü', 'REMOVED');
    const irp = yield* call(watcher.request());
    seen = bytesOf(irp.userBuffer?.records ?? [], Number(irp.information));
  });
  const old = '10000000' + '04000000' + '02000000' + '6100' + 'cccc';
  const renamed = '14000000' + '05000000' + '06000000' + '68006f006f00' + 'cccc';
  const removed = '00000000' + '02000000' + '02000000' + 'fc00';
  t.is(seen, old + renamed + removed);
});

/** A target that is told of by another path than that which watched directories go by, or a stream of it. */
const details: readonly (readonly [change: Partial<Change>, tree: boolean, name: string | undefined])[] = [
  [{ target: '\\DOCS~1\\a' }, true, undefined],
  [{ target: '\\DOCS~1\\a', normalizedParent: '\\docs' }, false, 'a'],
  [{ target: '\\docs\\SUB~1\\a', normalizedParent: '\\docs\\sub' }, true, 'sub\\a'],
  [{ target: '\\docs\\SUB~1\\a', normalizedParent: '\\docs\\sub' }, false, undefined],
  [{ target: '\\docs\\a', normalizedParent: '\\other' }, true, undefined],
  [{ target: '\\docs\\a', streamName: 'info' }, false, 'a:info'],
  [{ target: '\\docs\\sub\\a', streamName: 'info' }, true, 'sub\\a:info'],
];

for (const [change, tree, name] of details) {
  test(`${JSON.stringify(change)} is told ${tree ? 'below' : 'in'} \\docs as ${name ?? 'nothing'}`, (t) => {
    let came = '';
    watch(function* (watcher) {
      const irp = yield* call(watcher.request({ tree }));
      yield watcher.tell({ target: '', filterMatch: NAME, action: 'ADDED', ...change });
      came = cameOf(irp);
    });
    t.is(came, name === undefined ? 'pended' : `SUCCESS ${12 + 2 * name.length} [ADDED ${name}]`);
  });
}

test('a file system that has users’ buffers ignored tells them that something has changed, and not what', (t) => {
  const seen: string[] = [];
  watch(function* (watcher) {
    const irp = yield* call(watcher.request({ ignoreBuffer: true }));
    yield watcher.change('a');
    seen.push(cameOf(irp), cameOf(yield* call(watcher.request({ ignoreBuffer: false }))));
    t.is(watcher.entry.watch.bufferBytes, 0);
  });
  t.deepEqual(seen, ['NOTIFY_ENUM_DIR', 'pended']);
});

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
 * What may be buffered: the size of the active buffer, else the least of the oldest pended request and of the first request.
 * `first` has been cancelled; `pended` is there when the changes come, or is undefined; `asks` comes after them.
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
  ['a pended request larger than the first (S2-06)', { bytes: 1 }, { bytes: 4096 }, ['hoo'], {}, 'NOTIFY_ENUM_DIR'],
  ['a pended request larger than the first, which is enough', { bytes: 18 }, {}, ['hoo'], {}, 'SUCCESS 18 [ADDED hoo]'],
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

for (const [rule, came] of [
  ['least', 'NOTIFY_ENUM_DIR'],
  ['active', 'SUCCESS 18 [ADDED hoo]'],
] as const) {
  test(`capacity is that of the ${rule} buffer: a large request pended after a small first one: ${came}`, (t) => {
    let seen = '';
    watch(
      function* (watcher) {
        yield watcher.open({ bytes: 17 });
        const irp = yield* call(watcher.request());
        yield watcher.change('hoo');
        seen = cameOf(irp);
      },
      { settings: { 'fsrtl.capacity': rule } },
    );
    t.is(seen, came);
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
