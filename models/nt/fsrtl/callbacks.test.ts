import test from 'ava';
import { AssertionError, call, type Routine } from '../../../harness/sim';
import type { Block } from '../ex/block';
import { TAG } from '../ex/tags';
import { MARK } from './marks';
import { cameOf, watch, type Asked, type Watcher } from './_watcher.test';
import type { FilterCallback, TraverseCallback } from './notify-change';
import { fsRtlNotifyFilterReportChange } from './notify-full-report-change';
import { FILTERS } from './filters';

/** Subject contexts that nobody has freed. */
function liveContexts({ io }: Watcher): number {
  const usage = io.executive.pagedPool.account.find(TAG.subjectContext);
  return usage === undefined ? 0 : usage.allocations - usage.frees;
}

test('the traverse callback is asked about what lies deeper, with what it was registered and reported with', (t) => {
  const asked: unknown[] = [];
  const told: string[] = [];
  const traverse: TraverseCallback = (notifyContext, targetContext, subject) => {
    asked.push([notifyContext, targetContext, subject?.subject]);
    return targetContext !== CLOSED;
  };
  watch(function* (watcher) {
    const request = { tree: true, traverse, subject: 'alice' };
    for (const [target, targetContext] of [
      ['\\docs\\a', CLOSED],
      ['\\docs\\closed\\a', CLOSED],
      ['\\docs\\open\\a', OPEN],
    ] as const) {
      const irp = yield* call(watcher.request(request));
      yield watcher.tell({ target, filterMatch: FILTERS['file-name'], action: 'ADDED', targetContext });
      told.push(cameOf(irp));
    }
    t.deepEqual(asked, [
      [watcher.handle, CLOSED, 'alice'],
      [watcher.handle, OPEN, 'alice'],
    ]);
    t.true(watcher.io.world.kernel.marks.includes(MARK['notify.vetoed-by-traverse']));
  });
  t.deepEqual(told, ['SUCCESS 14 [ADDED a]', 'pended', 'pended'], 'a change that is kept from it completes nothing');
});

const CLOSED = { label: 'closed' };
const OPEN = { label: 'open' };

/** What a filter callback is asked, by whether there is one and whether the file system has something to ask about. */
const filtered: readonly (readonly [registered: boolean, context: object | undefined, came: string])[] = [
  [true, OPEN, 'SUCCESS 14 [ADDED a]'],
  [true, CLOSED, 'pended'],
  [true, undefined, 'SUCCESS 14 [ADDED a]'],
  [false, CLOSED, 'SUCCESS 14 [ADDED a]'],
];

for (const [registered, context, came] of filtered) {
  const who = `${registered ? 'a' : 'no'} filter callback, ${context === undefined ? 'no' : `an ${(context as typeof OPEN).label}`} context`;
  test(`${who}: ${came}`, (t) => {
    let seen = '';
    const agree: FilterCallback = (_notifyContext, filterContext) => filterContext !== CLOSED;
    watch(function* (watcher) {
      const irp = yield* call(watcher.request(registered ? { filtered: agree } : {}));
      const change = { target: '\\docs\\a', filterMatch: FILTERS['file-name'], action: 'ADDED' } as const;
      const { io, sync, list } = watcher;
      if (context === undefined) yield watcher.tell(change);
      else yield fsRtlNotifyFilterReportChange(io, sync, list, change, context);
      seen = cameOf(irp);
    });
    t.is(seen, came);
  });
}

test('the filter forms came with Windows XP: nothing may call them in an older version', (t) => {
  const settings = { version: 'nt-3.51-sp5' };
  const register = (): void => {
    watch((watcher) => watcher.open({ filtered: () => true }), { settings });
  };
  const report = (): void => {
    watch(
      function* ({ io, sync, list }) {
        const change = { target: '\\docs\\a', filterMatch: 1, action: 'ADDED' } as const;
        yield fsRtlNotifyFilterReportChange(io, sync, list, change, OPEN);
      },
      { settings },
    );
  };
  const message = (routine: string): string => `${routine} came with Windows XP`;
  t.throws(register, { instanceOf: AssertionError, message: message('FsRtlNotifyFilterChangeDirectory') });
  t.throws(report, { instanceOf: AssertionError, message: message('FsRtlNotifyFilterReportChange') });
});

/**
 * Whoever passes a subject's context gives it away: a structure that the call makes keeps it, else it is freed before the call
 * returns.
 */
const contexts: readonly (readonly [name: string, play: (watcher: Watcher) => Routine, live: number])[] = [
  [
    'of the first request is kept',
    function* (watcher) {
      yield watcher.request(SUBJECT);
    },
    1,
  ],
  [
    'of a later one is freed',
    function* (watcher) {
      yield watcher.request(SUBJECT);
      yield watcher.request(SUBJECT);
    },
    1,
  ],
  [
    'of a later one that is answered at once is freed',
    function* (watcher) {
      yield watcher.open(SUBJECT);
      yield watcher.change('a');
      yield watcher.request(SUBJECT);
    },
    1,
  ],
  [
    'of a later one is freed, though the first had none',
    function* (watcher) {
      yield watcher.open();
      yield watcher.request(SUBJECT);
    },
    0,
  ],
  [
    'of a request that comes after cleanup is freed',
    function* (watcher) {
      watcher.fileObject.cleanupComplete = true;
      yield watcher.request(SUBJECT);
    },
    0,
  ],
  [
    'is freed with its structure',
    function* (watcher) {
      yield watcher.request(SUBJECT);
      yield watcher.cleanUp();
    },
    0,
  ],
];

const SUBJECT: Asked = { subject: 'alice' };

for (const [name, script, live] of contexts) {
  test(`the subject context ${name}`, (t) => {
    let left = -1;
    const freed: Block[] = [];
    watch(
      function* (watcher) {
        yield script(watcher);
        left = liveContexts(watcher);
      },
      { listeners: { poolFreed: (block) => void freed.push(block) } },
    );
    t.is(left, live);
    t.is(new Set(freed).size, freed.length, 'nothing is freed twice');
  });
}

test('the name of a directory is looked at where the file system keeps it, and never copied', (t) => {
  const touched: string[] = [];
  watch(
    function* (watcher) {
      const request = { bytes: 12, tag: TAG.fatName, site: 'test', owner: watcher.handle };
      watcher.name.nameBlock = yield* watcher.io.executive.pagedPool.allocateOrRaise(request);
      yield watcher.request();
      yield watcher.change('a');
    },
    { listeners: { poolTouched: (block, by) => void touched.push(`${block.tag} ${by}`) } },
  );
  t.true(touched.includes('Fatn FsRtlNotifyFullReportChange'), touched.join());
});
