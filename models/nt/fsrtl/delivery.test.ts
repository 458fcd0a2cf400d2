import test from 'ava';
import { call, type Routine } from '../../../harness/sim';
import { MARK } from './marks';
import { ELSEWHERE, outcomes } from '../_machine.test';
import type { Block } from '../ex/block';
import type { Irp } from '../io/irp';
import { cameOf, liveBuffers, watch, Watcher, type Asked, type Buffers } from './_watcher.test';

/** A block that the request was given and that nobody has freed yet. */
const STILL = 'the IRP has it still';

type Script = 'pended' | 'buffered' | 'between names';

/** Brings one change to a request in the way that the script says. */
function* deliver(watcher: Watcher, script: Script, asked: Asked): Routine<Irp> {
  if (script === 'pended') {
    const irp = yield* call(watcher.request(asked));
    yield watcher.change('hoo');
    return irp;
  }
  yield watcher.open(asked);
  if (script === 'buffered') {
    yield watcher.change('hoo');
    return yield* call(watcher.request(asked));
  }
  yield watcher.rename('old', 'a');
  const irp = yield* call(watcher.request(asked));
  yield watcher.rename('new', 'b');
  return irp;
}

/**
 * Where the records come to lie, and who frees the package's own buffer if there was one. It is given away only to a request
 * that is pended and has nothing that can be written to in any context; else it is copied from and freed at once.
 */
const deliveries: readonly (readonly [
  buffers: Buffers,
  script: Script,
  kept: boolean,
  lies: 'user' | 'mdl' | 'system' | 'pool',
  /** The block: who frees it, or that the IRP has it still; undefined: none is made. */
  block: string | undefined,
])[] = [
  ['user', 'buffered', false, 'user', 'FsRtlNotifyCompleteIrp'],
  ['user', 'buffered', true, 'user', 'FsRtlNotifyCompleteIrp'],
  ['user', 'pended', false, 'user', 'IopCompleteRequest'],
  ['user', 'pended', true, 'pool', STILL],
  ['user', 'between names', false, 'user', 'IopCompleteRequest'],
  ['user', 'between names', true, 'pool', STILL],
  ['mdl', 'buffered', true, 'mdl', 'FsRtlNotifyCompleteIrp'],
  ['mdl', 'pended', true, 'mdl', undefined],
  ['mdl', 'between names', true, 'mdl', 'FsRtlNotifyCompleteIrp'],
  ['system', 'buffered', true, 'system', 'FsRtlNotifyCompleteIrp'],
  ['system', 'pended', true, 'system', undefined],
  ['system', 'between names', true, 'system', 'FsRtlNotifyCompleteIrp'],
];

for (const [buffers, script, kept, lies, fate] of deliveries) {
  const who = `${buffers} buffer${kept ? ', driver keeps the IRP' : ''}`;
  test(`delivery: ${script}, ${who}: in ${lies} memory, block: ${fate ?? 'none'}`, (t) => {
    const blocks: Block[] = [];
    let irp: Irp | undefined;
    let [charged, live] = [-1, -1];
    watch(
      function* (watcher) {
        irp = yield* call(deliver(watcher, script, { buffers, kept }));
        charged = watcher.chargedBytes;
        live = liveBuffers(watcher);
        const { allocatedBuffer, bufferIrp, dataBytes } = watcher.entry;
        t.deepEqual({ allocatedBuffer, bufferIrp, dataBytes }, NOTHING, 'the structure has given its buffer up');
      },
      { listeners: { notifyBufferAllocated: (_entry, block) => blocks.push(block) } },
    );
    const { userBuffer, mdl, systemBuffer, deallocateBuffer, information } = irp!;
    const filled = [userBuffer, mdl, systemBuffer].filter((memory) => (memory?.records.length ?? 0) > 0);
    const told = filled.flatMap((memory) => memory!.records.map(({ action, name }) => `${action} ${name}`));
    t.deepEqual(
      filled.map((memory) => memory!.kind),
      [lies],
    );
    t.deepEqual(told, script === 'between names' ? ['RENAMED_OLD_NAME a', 'RENAMED_NEW_NAME b'] : ['ADDED hoo']);
    t.is(information, script === 'between names' ? 30 : 18);
    const given = fate === STILL;
    t.deepEqual(
      blocks.map(({ freedBy }) => freedBy || STILL),
      fate === undefined ? [] : [fate],
    );
    t.is(live, given ? 1 : 0);
    t.is(deallocateBuffer, given, 'the IRP says whether its system buffer is still to be freed');
    t.is(charged, 0, 'a buffer that is freed or given away is charged no more');
    if (given) t.deepEqual(ownersOf(blocks[0]), [irp!.label, 'driver']);
  });
}

const NOTHING = { allocatedBuffer: undefined, bufferIrp: undefined, dataBytes: 0 };

function ownersOf({ handOvers }: Block): readonly string[] {
  return handOvers.map(({ to }) => to.label);
}

/** What a request meets when it comes. */
const registrations: readonly (readonly [name: string, before: (watcher: Watcher) => Routine, came: string])[] = [
  ['a handle never watched before', function* () {}, 'pended'],
  ['nothing since', (watcher) => watcher.open(), 'pended'],
  [
    'changes since',
    function* (watcher) {
      yield watcher.open();
      yield watcher.change('a', 'b');
    },
    'SUCCESS 30 [ADDED a, ADDED b]',
  ],
  [
    'an overflow since',
    function* (watcher) {
      yield watcher.open({ bytes: 10 });
      yield watcher.change('a');
    },
    'NOTIFY_ENUM_DIR',
  ],
  [
    'an old name that waits for its new one',
    function* (watcher) {
      yield watcher.open();
      yield watcher.rename('old', 'a');
    },
    'pended',
  ],
  [
    'a rename since',
    function* (watcher) {
      yield watcher.open();
      yield watcher.rename('old', 'a');
      yield watcher.rename('new', 'b');
    },
    'SUCCESS 30 [RENAMED_OLD_NAME a, RENAMED_NEW_NAME b]',
  ],
  [
    'the directory marked for deletion',
    function* (watcher) {
      yield watcher.open();
      yield watcher.deletePending();
    },
    'DELETE_PENDING',
  ],
  [
    'changes, then the directory marked for deletion',
    function* (watcher) {
      yield watcher.open();
      yield watcher.change('a');
      yield watcher.deletePending();
    },
    'DELETE_PENDING',
  ],
  [
    'an older request pended',
    function* (watcher) {
      yield* call(watcher.request());
    },
    'pended',
  ],
];

for (const [name, before, came] of registrations) {
  test(`a request that meets ${name}: ${came}`, (t) => {
    let seen = '';
    watch(function* (watcher) {
      yield before(watcher);
      seen = cameOf(yield* call(watcher.request()));
    });
    t.is(seen, came);
  });
}

/** What ends requests, two of them pended in this order, and what becomes of both. */
const endings: readonly (readonly [
  name: string,
  end: (watcher: Watcher, first: Irp, second: Irp) => Routine,
  came: readonly [string, string],
])[] = [
  ['one change', (watcher) => watcher.change('a'), ['SUCCESS 14 [ADDED a]', 'pended']],
  ['two changes', (watcher) => watcher.change('a', 'b'), ['SUCCESS 14 [ADDED a]', 'SUCCESS 14 [ADDED b]']],
  ['an old name', (watcher) => watcher.rename('old', 'a'), ['pended', 'pended']],
  ['the cancel of the first', (watcher, first) => watcher.cancel(first), ['CANCELLED', 'pended']],
  ['the cancel of the second', (watcher, _first, second) => watcher.cancel(second), ['pended', 'CANCELLED']],
  ['cleanup', (watcher) => watcher.cleanUp(), ['NOTIFY_CLEANUP', 'NOTIFY_CLEANUP']],
  ['cleanup of the whole list', (watcher) => watcher.cleanUpAll(), ['NOTIFY_CLEANUP', 'NOTIFY_CLEANUP']],
  ['deletion', (watcher) => watcher.deletePending(), ['DELETE_PENDING', 'DELETE_PENDING']],
];

for (const [name, end, came] of endings) {
  test(`${name} leaves two requests ${came.join(' and ')}`, (t) => {
    const seen: string[] = [];
    watch(function* (watcher) {
      const first = yield* call(watcher.request());
      const second = yield* call(watcher.request());
      yield end(watcher, first, second);
      seen.push(cameOf(first), cameOf(second));
    });
    t.deepEqual(seen, came);
  });
}

for (const [name, end, came] of [
  ['cleanup', (watcher: Watcher) => watcher.cleanUp(), 'NOTIFY_CLEANUP'],
  ['deletion', (watcher: Watcher) => watcher.deletePending(), 'DELETE_PENDING'],
] as const) {
  test(`an old name in the buffer of a request goes with it at ${name}`, (t) => {
    watch(function* (watcher) {
      const irp = yield* call(watcher.request({ buffers: 'mdl' }));
      yield watcher.rename('old', 'a');
      const { entry } = watcher;
      yield end(watcher);
      t.is(cameOf(irp), came);
      const { allocatedBuffer, bufferIrp, dataBytes } = entry;
      t.deepEqual({ allocatedBuffer, bufferIrp, dataBytes }, NOTHING, 'nothing is written to it any more');
    });
  });
}

/**
 * An old name lies in the buffer of a request that is cancelled: where the record goes, and how the next request is told once the
 * new name has come.
 */
const migrations: readonly (readonly [
  name: string,
  next: Asked | undefined,
  quotaBytes: number | undefined,
  moved: string,
  came: string,
])[] = [
  ['to the next request', { buffers: 'mdl' }, undefined, 'mdl', 'SUCCESS 30 [RENAMED_OLD_NAME a, RENAMED_NEW_NAME b]'],
  ['past one that is too small', { buffers: 'mdl', bytes: 13 }, undefined, 'pool', 'NOTIFY_ENUM_DIR'],
  ['to a buffer of its own', undefined, undefined, 'pool', 'SUCCESS 30 [RENAMED_OLD_NAME a, RENAMED_NEW_NAME b]'],
  ['nowhere, for want of quota', undefined, 0, 'none', 'NOTIFY_ENUM_DIR'],
];

for (const [name, next, quotaBytes, moved, came] of migrations) {
  test(`the old name in a cancelled request's buffer moves ${name}`, (t) => {
    const seen: string[] = [];
    let charged = -1;
    const settings = quotaBytes === undefined ? {} : { 'quota.paged': quotaBytes };
    watch(
      function* (watcher) {
        const first = yield* call(watcher.request({ buffers: 'mdl' }));
        yield watcher.rename('old', 'a');
        const second = next && (yield* call(watcher.request(next)));
        yield watcher.cancel(first);
        seen.push(cameOf(first), watcher.entry.buffer?.kind ?? 'none');
        yield watcher.rename('new', 'b');
        seen.push(cameOf(second ?? (yield* call(watcher.request({ buffers: 'mdl' })))));
        charged = watcher.chargedBytes;
        t.is(liveBuffers(watcher), 0);
      },
      { settings },
    );
    t.deepEqual(seen, ['CANCELLED', moved, came]);
    t.is(charged, 0);
  });
}

test('a change, a cancel and a cleanup in any order: one of them ends the request, and nothing is left', (t) => {
  const won = new Set<string>();
  const seen = outcomes(2000, (world) => {
    const watcher = new Watcher(world);
    let irp: Irp | undefined;
    const asker = function* (): Routine {
      irp = yield* call(watcher.request());
    };
    const after = (act: () => Routine) =>
      (function* (): Routine {
        while (irp === undefined) yield ELSEWHERE;
        yield act();
      })();
    return {
      threads: {
        asker: asker(),
        reporter: after(() => watcher.change('a')),
        canceller: after(() => watcher.cancel(irp!)),
        closer: after(() => watcher.cleanUp()),
      },
      outcome: () => {
        for (const mark of [MARK['notify.cancel-won-the-race'], MARK['notify.structure-outlived-cleanup']])
          if (world.kernel.marks.includes(mark)) won.add(mark.text);
        const left = `${watcher.list.entries.length} listed, ${watcher.io.executive.pagedPool.bytes} bytes live`;
        return `${cameOf(irp!)}, ${left}, ${watcher.chargedBytes} charged`;
      },
    };
  });
  const left = '0 listed, 0 bytes live, 0 charged';
  t.deepEqual(seen, [`CANCELLED, ${left}`, `NOTIFY_CLEANUP, ${left}`, `SUCCESS 14 [ADDED a], ${left}`]);
  t.deepEqual([...won].sort(), ['notify.cancel-won-the-race', 'notify.structure-outlived-cleanup']);
});

/**
 * The second request got no MDL, for want of nonpaged pool, and the old name lies in the MDL of the first, which its cancel routine
 * owns when the new name comes.
 */
for (const [quotaBytes, came] of [
  [undefined, 'SUCCESS 30 [RENAMED_OLD_NAME a, RENAMED_NEW_NAME b]'],
  [0, 'NOTIFY_ENUM_DIR'],
] as const) {
  const how = quotaBytes === undefined ? 'by way of a buffer of its own' : 'as an overflow, for want of quota';
  test(`what lies in the buffer of a request under cancellation reaches one without a buffer ${how}`, (t) => {
    const seen: string[] = [];
    watch(
      function* (watcher) {
        const first = yield* call(watcher.request({ buffers: 'mdl' }));
        yield watcher.rename('old', 'a');
        const second = yield* call(watcher.request({ buffers: 'user' }));
        first.cancelRoutine = undefined; // IoCancelIrp has taken it, and the routine waits for the sync
        yield watcher.rename('new', 'b');
        seen.push(cameOf(first), cameOf(second));
        t.is(watcher.chargedBytes, 0);
        t.is(liveBuffers(watcher), 0);
      },
      { settings: quotaBytes === undefined ? {} : { 'quota.paged': quotaBytes } },
    );
    t.deepEqual(seen, ['pended', came]);
  });
}
