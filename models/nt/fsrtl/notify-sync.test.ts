import test from 'ava';
import { AssertionError, call, type Fault, type Routine } from '../../../harness/sim';
import { Executive } from '../ex/executive';
import { POOL_ALLOCATE } from '../ex/pool';
import { Io } from '../io/io';
import { NtException } from '../status';
import type { NtWorld } from '../world';
import { ELSEWHERE, outcomes, play } from '../_machine.test';
import { NotifyList } from './notify-change';
import { fsRtlNotifyCleanupAll } from './notify-cleanup';
import { fsRtlNotifyInitializeSync, fsRtlNotifyUninitializeSync, NotifySync } from './notify-sync';

test('a thread may acquire the sync again and again; others have it when it has been released as often', (t) => {
  const seen = outcomes(200, (world) => {
    const sync = new NotifySync(new Io(world, new Executive(world)), 'sync');
    const log: string[] = [];
    const thread = function* (name: string): Routine {
      yield sync.acquire();
      log.push(name);
      yield sync.acquire();
      yield ELSEWHERE;
      yield sync.release();
      yield ELSEWHERE;
      log.push(name);
      yield sync.release();
    };
    return {
      threads: { a: thread('a'), b: thread('b') },
      outcome: () => `${log.join(' ')}, count ${sync.count}`,
    };
  });
  t.deepEqual(seen, ['a a b b, count 0', 'b b a a, count 0']);
});

test('the sync lies in nonpaged pool until it is uninitialized, which may be said twice', (t) => {
  const bytes: number[] = [];
  let freed = 0;
  const cast = (world: NtWorld): Readonly<Record<string, Routine>> => {
    const io = new Io(world, new Executive(world));
    const { nonpagedPool, pagedPool } = io.executive;
    return {
      thread: (function* (): Routine {
        const sync = yield* call(fsRtlNotifyInitializeSync(io, 'volume'));
        bytes.push(nonpagedPool.bytes, pagedPool.bytes);
        yield fsRtlNotifyUninitializeSync(io, sync);
        yield fsRtlNotifyUninitializeSync(io, sync);
        bytes.push(nonpagedPool.bytes);
      })(),
    };
  };
  play(cast, { listeners: { poolFreed: () => void freed++ } });
  t.deepEqual(bytes, [44, 0, 0]);
  t.is(freed, 1, 'and frees it once');
});

test('without memory for the sync its initialization raises', (t) => {
  const initialize = function* (world: NtWorld): Routine {
    yield* call(fsRtlNotifyInitializeSync(new Io(world, new Executive(world)), 'volume'));
  };
  const noPool: Fault = {
    name: 'no pool',
    point: POOL_ALLOCATE,
    where: { tag: 'FSNS' },
    select: { kind: 'nth', n: 1 },
    times: 1,
    action: { kind: 'fail', status: 'STATUS_INSUFFICIENT_RESOURCES' },
  };
  const mount = (): unknown => play((world) => ({ thread: initialize(world) }), { faults: [noPool] });
  t.throws(mount, { instanceOf: NtException, message: 'STATUS_INSUFFICIENT_RESOURCES' });
});

test('FsRtlNotifyCleanupAll came with Windows Vista: nothing may call it in an older version', (t) => {
  const dismount = (): void => {
    play(
      (world) => {
        const io = new Io(world, new Executive(world));
        return {
          thread: fsRtlNotifyCleanupAll(io, new NotifySync(io, 'sync'), new NotifyList(world, 'list')),
        };
      },
      { settings: { version: 'nt-3.51' } },
    );
  };
  t.throws(dismount, { instanceOf: AssertionError, message: 'FsRtlNotifyCleanupAll came with Windows Vista' });
});
