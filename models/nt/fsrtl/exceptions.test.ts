// What raises in the package, and what is left of it: no memory, no quota, and an answer.
import test from 'ava';
import { call, type Fault, type FaultPoint, type Routine } from '../../../harness/sim';
import { POOL_ALLOCATE } from '../ex/pool';
import { QUOTA_CHARGE } from '../ex/quota';
import { TAG } from '../ex/tags';
import { NtException } from '../status';
import { MARK } from './marks';
import { REQUEST_MEMORY } from './points';
import { cameOf, liveBuffers, watch, type Asked, type Watcher } from './_watcher.test';

/** The n-th match at a point fails. */
function failing(point: FaultPoint, status: string, where: Fault['where'] = {}): Fault {
  const select = { kind: 'nth', n: 1 } as const;
  return { name: 'it fails', point, where, select, times: 1, action: { kind: 'fail', status } };
}

const NO_QUOTA = failing(QUOTA_CHARGE, 'STATUS_QUOTA_EXCEEDED');
const NO_POOL = failing(POOL_ALLOCATE, 'STATUS_INSUFFICIENT_RESOURCES', { tag: TAG.fsRtl });
const NO_MEMORY = failing(REQUEST_MEMORY, 'STATUS_ACCESS_VIOLATION');

/**
 * What fails while one change is told, and what the request is told then. The one after it is told of the next change as ever.
 * `buffered`: the change comes before the request.
 */
const failures: readonly (readonly [name: string, fault: Fault, buffered: boolean, asked: Asked, came: string])[] = [
  ['quota for the buffer', NO_QUOTA, false, {}, 'NOTIFY_ENUM_DIR'],
  ['pool for the buffer', NO_POOL, false, {}, 'NOTIFY_ENUM_DIR'],
  ['quota for the buffer, with nothing pended', NO_QUOTA, true, {}, 'NOTIFY_ENUM_DIR'],
  ['pool for the buffer, with nothing pended', NO_POOL, true, {}, 'NOTIFY_ENUM_DIR'],
  ['the write to the MDL', NO_MEMORY, false, { buffers: 'mdl' }, 'NOTIFY_ENUM_DIR'],
  ['the write to the system buffer', NO_MEMORY, false, { buffers: 'system' }, 'NOTIFY_ENUM_DIR'],
  ['the copy to the user buffer', NO_MEMORY, true, {}, 'NOTIFY_ENUM_DIR'],
  ['the copy to the MDL', NO_MEMORY, true, { buffers: 'mdl' }, 'NOTIFY_ENUM_DIR'],
  ['the copy to the system buffer', NO_MEMORY, true, { buffers: 'system' }, 'NOTIFY_ENUM_DIR'],
  ['nothing, as a user buffer is not touched behind the user’s back', NO_MEMORY, false, {}, 'SUCCESS 14 [ADDED a]'],
];

for (const [name, fault, buffered, asked, came] of failures) {
  test(`when ${name} fails: ${came}`, (t) => {
    const seen: string[] = [];
    watch(
      function* (watcher) {
        yield watcher.open(asked);
        if (buffered) yield watcher.change('a');
        const irp = yield* call(watcher.request(asked));
        if (!buffered) yield watcher.change('a');
        seen.push(cameOf(irp));
        const next = yield* call(watcher.request(asked));
        yield watcher.change('b');
        seen.push(cameOf(next));
        t.is(watcher.chargedBytes, 0);
        t.is(liveBuffers(watcher), 0);
        t.is(
          watcher.io.world.kernel.marks.includes(MARK['notify.request-memory-gone']),
          came !== OK && fault === NO_MEMORY,
        );
      },
      { faults: [fault] },
    );
    t.deepEqual(seen, [came, 'SUCCESS 14 [ADDED b]']);
  });
}

const OK = 'SUCCESS 14 [ADDED a]';

test('an old name that can not be written to the next request’s memory is lost, and that is told', (t) => {
  let came = '';
  watch(
    function* (watcher) {
      const first = yield* call(watcher.request({ buffers: 'mdl' }));
      yield watcher.rename('old', 'a');
      const second = yield* call(watcher.request({ buffers: 'mdl' }));
      yield watcher.cancel(first);
      yield watcher.rename('new', 'b');
      came = cameOf(second);
      t.is(liveBuffers(watcher), 0);
    },
    { faults: [{ ...NO_MEMORY, select: { kind: 'nth', n: 2 } }] },
  );
  t.is(came, 'NOTIFY_ENUM_DIR');
});

test('a registration that raises leaves the IRP to its caller, and nothing else', (t) => {
  watch(
    function* (watcher) {
      const error = yield* call(raised(watcher));
      t.true(error instanceof NtException && error.status === 'STATUS_INSUFFICIENT_RESOURCES');
      t.is(watcher.list.entries.length, 0);
      t.is(watcher.io.executive.pagedPool.bytes, 0, 'the context of its subject has been freed');
      t.is(watcher.sync.count, 0, 'the notify sync has been released');
      yield watcher.open();
    },
    { faults: [failing(POOL_ALLOCATE, 'STATUS_INSUFFICIENT_RESOURCES', { tag: TAG.notifyChange })] },
  );
});

/** What a request raises. */
function* raised(watcher: Watcher): Routine<unknown> {
  try {
    yield watcher.request({ subject: 'alice' });
    return undefined;
  } catch (error) {
    return error;
  }
}
