import test from 'ava';
import { AssertionError, call, type Routine } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { Executive } from '../ex/executive';
import { TAG } from '../ex/tags';
import { DISPATCH_LEVEL, keGetCurrentThread } from '../ke/thread';
import type { NtStatus } from '../status';
import { ELSEWHERE, outcomes, play } from '../_machine.test';
import type { NtWorld } from '../world';
import type { DeviceObject } from './device';
import { FileObject } from './file-object';
import { Io } from './io';
import { IoStatusBlock } from './io-status-block';
import { IoThread } from './io-thread';
import { ioCallDriver, ioMarkIrpPending } from './io-call-driver';
import { ioCancelIrp, ioSetCancelRoutine } from './io-cancel-irp';
import { ioCompleteRequest } from './io-complete-request';
import { ioSynchronousRequest } from './io-synchronous-request';
import { Irp, NotifyMemory, StackLocation, type StackRequest } from './irp';
import { iopCompleteRequest } from './stage-two';

/** A driver that does this with every IRP. */
function device(label: string, dispatch: DeviceObject['dispatch']['CREATE']): DeviceObject {
  const all = { CREATE: dispatch, CLEANUP: dispatch, CLOSE: dispatch, DIRECTORY_CONTROL: dispatch };
  return { label, dispatch: { ...all, QUERY_INFORMATION: dispatch, SET_INFORMATION: dispatch, WRITE: dispatch } };
}

function location({ world }: Io, irp: Irp, parts: Partial<StackRequest>): StackLocation {
  const none = { device: undefined, fileObject: undefined, parameters: undefined, completionRoutine: undefined };
  return new StackLocation(world.kernel, irp, { major: 'CREATE', ...none, ...parts });
}

function machine(world: NtWorld): Io {
  return new Io(world, new Executive(world));
}

/** Plays one thread on a machine of its own. */
function alone(routine: (io: Io) => Routine, listeners: Partial<NtEvents> = {}): void {
  play((world) => ({ thread: routine(machine(world)) }), { listeners });
}

type Level = 'none' | 'goes on' | 'goes on, marking' | 'keeps it';

/**
 * The completion routines that the upper driver and the creator of an IRP have set, the lower driver's answer, and what
 * comes of completing it: the routines that run, each with the PendingReturned that it sees, and where the IRP is then.
 */
const completions: readonly (readonly [
  upper: Level,
  creator: Level,
  lower: 'completes' | 'pends',
  log: readonly string[],
  state: Irp['state'],
])[] = [
  ['none', 'none', 'completes', [], 'freed'],
  ['goes on', 'none', 'completes', ['upper'], 'freed'],
  ['none', 'goes on', 'completes', ['creator'], 'freed'],
  ['goes on', 'goes on', 'completes', ['upper', 'creator'], 'freed'],
  ['keeps it', 'goes on', 'completes', ['upper'], 'completed'],
  ['goes on', 'keeps it', 'completes', ['upper', 'creator'], 'completed'],
  ['goes on, marking', 'keeps it', 'pends', ['upper pending', 'creator pending'], 'completed'],
  ['goes on', 'keeps it', 'pends', ['upper pending', 'creator'], 'completed'],
  ['keeps it', 'keeps it', 'pends', ['upper pending'], 'completed'],
];

for (const [upper, creator, lower, log, state] of completions) {
  test(`upper ${upper}, creator ${creator}, lower ${lower}: ${log.join(', ') || 'no routine'}, ${state}`, (t) => {
    const seen: string[] = [];
    const levels: number[] = [];
    let irp: Irp | undefined;
    let answer: NtStatus | undefined;
    alone(function* (io) {
      const made = (irp = new Irp(io.world, 'IRP'));
      const routine = (name: string, level: Level) =>
        level === 'none'
          ? undefined
          : {
              label: name,
              keepsIrp: level === 'keeps it',
              *run(): Routine<NtStatus> {
                seen.push(made.pendingReturned ? `${name} pending` : name);
                levels.push(keGetCurrentThread(io.world.kernel).irql);
                if (level === 'goes on, marking' && made.pendingReturned) ioMarkIrpPending(io, made);
                yield ELSEWHERE;
                return level === 'keeps it' ? 'STATUS_MORE_PROCESSING_REQUIRED' : 'STATUS_SUCCESS';
              },
            };
      const low = device('lower', function* () {
        if (lower === 'completes') {
          yield* ioCompleteRequest(io, made);
          return 'STATUS_SUCCESS';
        }
        ioMarkIrpPending(io, made);
        return 'STATUS_PENDING';
      });
      const high = device('upper', () => ioCallDriver(io, made));
      made.stack = [
        location(io, made, { device: low, completionRoutine: routine('upper', upper) }),
        location(io, made, { device: high, completionRoutine: routine('creator', creator) }),
      ];
      made.current = 2;
      answer = yield* call(ioCallDriver(io, made));
      if (lower === 'pends') yield* ioCompleteRequest(io, made);
      levels.push(keGetCurrentThread(io.world.kernel).irql);
    });
    t.deepEqual(seen, log);
    t.is(irp!.state, state);
    t.is(answer, lower === 'pends' ? 'STATUS_PENDING' : 'STATUS_SUCCESS');
    t.is(irp!.markedPending, lower === 'pends');
    const expected = log.map((): number => DISPATCH_LEVEL);
    t.deepEqual(levels, [...expected, 0], 'routines run at DISPATCH_LEVEL, and nobody stays there');
  });
}

test('an IRP has a stack location for every driver, and none above its stack', (t) => {
  const send = (of: number, times: number) => () => {
    alone(function* (io) {
      const irp = new Irp(io.world, 'IRP');
      const end = device('end', function* () {
        return 'STATUS_PENDING';
      });
      irp.stack = Array.from({ length: of }, () => location(io, irp, { device: end }));
      irp.current = of;
      for (let i = 0; i < times; i++) yield* call(ioCallDriver(io, irp));
    });
  };
  t.notThrows(send(2, 2));
  t.throws(send(2, 3), { instanceOf: AssertionError, message: 'IRP has a stack location for every driver' });
  const above = (): void => {
    alone(function* (io) {
      ioMarkIrpPending(io, new Irp(io.world, 'IRP'));
    });
  };
  t.throws(above, { message: 'IRP is above its stack' });
});

/** Who has the last word over a system buffer that is marked to be freed, and what becomes of it. */
const buffers: readonly (readonly [
  name: string,
  keeps: boolean,
  marked: boolean,
  freedBy: string,
  copied: boolean,
  owners: readonly string[],
])[] = [
  ['stage two copies and frees a buffer marked to be', false, true, 'IopCompleteRequest', true, []],
  ['stage two leaves a buffer alone that is not marked', false, false, '', false, []],
  ['who keeps the IRP gets the buffer with it', true, true, '', false, ['driver']],
  ['who keeps the IRP gets nothing that is not marked', true, false, '', false, []],
];

for (const [name, keeps, marked, freedBy, copied, owners] of buffers) {
  test(name, (t) => {
    const record = { nextEntryOffset: 0, action: 'ADDED', name: 'hoo', bytes: 18 };
    let userBuffer: NotifyMemory | undefined;
    const handedTo: string[] = [];
    let irp: Irp | undefined;
    let state = '';
    let freed = '';
    alone(
      function* (io) {
        irp = new Irp(io.world, 'IRP');
        const request = { bytes: 100, tag: TAG.fsRtl, site: 'test', owner: irp };
        const block = yield* io.executive.pagedPool.allocateOrRaise(request);
        irp.systemBuffer = new NotifyMemory(io.world.kernel, 'pool', 100, irp, block);
        irp.systemBuffer.records.push(record);
        irp.deallocateBuffer = marked;
        userBuffer = irp.userBuffer = new NotifyMemory(io.world.kernel, 'user', 100, irp);
        const completionRoutine = {
          label: 'driver',
          keepsIrp: keeps,
          *run(): Routine<NtStatus> {
            return keeps ? 'STATUS_MORE_PROCESSING_REQUIRED' : 'STATUS_SUCCESS';
          },
        };
        irp.stack = [location(io, irp, { completionRoutine })];
        yield* ioCompleteRequest(io, irp);
        state = block.state;
        freed = block.freedBy;
      },
      { poolHandedOver: ({ owner }) => handedTo.push(owner.label) },
    );
    t.is(freed, freedBy);
    t.is(state, freedBy === '' ? 'live' : 'freed');
    t.deepEqual(userBuffer!.records, copied ? [record] : []);
    t.is(irp!.systemBuffer === undefined, freedBy !== '', 'a freed buffer is not referred to');
    t.deepEqual(handedTo, owners);
  });
}

/**
 * A request of a program's, completed in this way by the thread that made it: what its status block says then, whether its event is
 * signalled, and how many requests its thread has left.
 */
const ends: readonly (readonly [pended: boolean, status: NtStatus, block: string, signalled: boolean])[] = [
  [true, 'STATUS_SUCCESS', 'STATUS_SUCCESS 18', true],
  [true, 'STATUS_CANCELLED', 'STATUS_CANCELLED 0', true],
  [true, 'STATUS_NOTIFY_CLEANUP', 'STATUS_NOTIFY_CLEANUP 0', true],
  [false, 'STATUS_SUCCESS', 'STATUS_SUCCESS 18', true],
  [false, 'STATUS_INVALID_PARAMETER', 'STATUS_WAIT_1 1', false],
];

for (const [pended, status, block, signalled] of ends) {
  test(`a program's request ${pended ? 'that was pended' : 'that was not'}, completed with ${status}`, (t) => {
    const seen: unknown[] = [];
    play((world) => {
      const io = machine(world);
      const thread = new IoThread(world, 'thread');
      const requestor = function* (): Routine {
        const irp = new Irp(world, 'IRP');
        irp.thread = thread;
        irp.userIosb = new IoStatusBlock(world, 'status block');
        const driver = device('driver', function* () {
          if (pended) ioMarkIrpPending(io, irp);
          irp.ioStatus = status;
          irp.information = status === 'STATUS_SUCCESS' ? 18 : 0;
          yield* ioCompleteRequest(io, irp);
          return pended ? 'STATUS_PENDING' : status;
        });
        const file = new FileObject(io, driver, '\\a', 'alice');
        yield file.reference;
        irp.stack = [location(io, irp, { device: driver, fileObject: file })];
        irp.current = 1;
        yield thread.queueIrp(irp);
        yield* call(ioCallDriver(io, irp));
        seen.push(thread.apcs.length);
        if (pended) {
          yield thread.apcDue;
          yield* iopCompleteRequest(io, thread.takeApc());
        }
        seen.push(`${irp.userIosb.status} ${irp.userIosb.information}`, file.signalled, irp.state);
        seen.push(thread.irps.length, file.pointerCount);
      };
      return { requestor: requestor() };
    });
    t.deepEqual(seen, [pended ? 1 : 0, block, signalled, 'freed', 0, 1]);
  });
}

test('APCs are held off while one runs, and none runs while they are', (t) => {
  const seen = outcomes(100, (world) => {
    const io = machine(world);
    const thread = new IoThread(world, 'thread');
    const log: string[] = [];
    const irps = ['one', 'two'].map((name) => {
      const irp = new Irp(world, name);
      irp.thread = thread;
      irp.markedPending = true;
      irp.ioStatus = 'STATUS_SUCCESS';
      return irp;
    });
    const apcs = function* (): Routine {
      for (const irp of irps) {
        yield thread.queueIrp(irp);
        yield thread.insertApc(irp);
      }
      for (let i = 0; i < 2; i++) {
        yield thread.apcDue;
        const irp = thread.takeApc();
        log.push(irp.name);
        yield ELSEWHERE;
        yield* iopCompleteRequest(io, irp);
        log.push(`${irp.name} ended`);
      }
    };
    const holder = function* (): Routine {
      yield thread.holdOffApcs();
      log.push('held off');
      yield ELSEWHERE;
      log.push('let in');
      yield thread.letApcsIn();
    };
    return { threads: { apcs: apcs(), holder: holder() }, outcome: () => log.join(', ') };
  });
  const held = 'held off, let in';
  t.deepEqual(
    seen,
    [
      `one, one ended, ${held}, two, two ended`,
      `one, one ended, two, two ended, ${held}`,
      `${held}, one, one ended, two, two ended`,
    ].sort(),
  );
});

test('a synchronous request answers its status and frees its IRP', (t) => {
  alone(function* (io) {
    const driver = device('driver', function* (irp) {
      irp.ioStatus = 'STATUS_ACCESS_DENIED';
      yield* ioCompleteRequest(io, irp);
      return 'STATUS_ACCESS_DENIED';
    });
    const file = new FileObject(io, driver, '\\a', 'alice');
    t.is(yield* call(ioSynchronousRequest(io, file, { major: 'CREATE' })), 'STATUS_ACCESS_DENIED');
    t.is(io.executive.nonpagedPool.bytes, 0);
  });
});

test('no driver pends a synchronous request', (t) => {
  const pend = (): void => {
    alone(function* (io) {
      const driver = device('driver', function* (irp) {
        ioMarkIrpPending(io, irp);
        return 'STATUS_PENDING';
      });
      const file = new FileObject(io, driver, '\\a', 'alice');
      yield* call(ioSynchronousRequest(io, file, { major: 'CREATE' }));
    });
  };
  t.throws(pend, { instanceOf: AssertionError, message: "driver does a synchronous request in its caller's thread" });
});

test('IoCancelIrp calls the cancel routine with the cancel spin lock held, and takes it', (t) => {
  const seen: unknown[] = [];
  alone(function* (io) {
    const irp = new Irp(io.world, 'IRP');
    yield io.cancelSpinLock.acquire;
    ioSetCancelRoutine(irp, function* (_io, cancelled) {
      const thread = keGetCurrentThread(io.world.kernel);
      seen.push(cancelled === irp, cancelled.cancel, cancelled.cancelRoutine, thread.irql, thread.spinLocks);
      io.cancelSpinLock.release();
      yield ELSEWHERE;
    });
    io.cancelSpinLock.release();
    seen.push(yield* call(ioCancelIrp(io, irp)));
    seen.push(yield* call(ioCancelIrp(io, irp)), irp.cancel);
    const { irql, spinLocks } = keGetCurrentThread(io.world.kernel);
    seen.push(irql, spinLocks);
  });
  t.deepEqual(seen, [true, true, undefined, DISPATCH_LEVEL, 1, true, false, true, 0, 0]);
});

test('IoSetCancelRoutine exchanges: one of a cancel and a completion gets the routine, whoever comes first', (t) => {
  const seen = outcomes(200, (world) => {
    const io = machine(world);
    const irp = new Irp(world, 'IRP');
    const log: string[] = [];
    irp.cancelRoutine = function* () {
      log.push('cancelled');
      io.cancelSpinLock.release();
      yield ELSEWHERE;
    };
    const canceller = function* (): Routine {
      if (!(yield* call(ioCancelIrp(io, irp)))) log.push('nothing to cancel');
    };
    const completer = function* (): Routine {
      yield io.cancelSpinLock.acquire;
      const mine = ioSetCancelRoutine(irp, undefined) !== undefined;
      io.cancelSpinLock.release();
      log.push(mine ? 'claimed' : 'left alone');
    };
    return { threads: { canceller: canceller(), completer: completer() }, outcome: () => log.join(', ') };
  });
  t.deepEqual(seen, ['cancelled, left alone', 'claimed, nothing to cancel']);
});

test('a file object is cleaned up with its last handle and closed with its last reference, once each', (t) => {
  const seen = outcomes(100, (world) => {
    const io = machine(world);
    const log: string[] = [];
    const driver = device('driver', function* (irp) {
      log.push(irp.location.major);
      irp.ioStatus = 'STATUS_SUCCESS';
      yield* ioCompleteRequest(io, irp);
      return 'STATUS_SUCCESS';
    });
    const file = new FileObject(io, driver, '\\a', 'alice');
    file.fsContext = {};
    file.pointerCount++; // that of a pended request
    const closer = function* (): Routine {
      const handle = yield* call(io.systemHandles.insert(file));
      yield io.systemHandles.close(handle);
    };
    const request = function* (): Routine {
      while (!log.includes('CLEANUP')) yield ELSEWHERE;
      log.push('request');
      yield file.dereference();
    };
    return { threads: { closer: closer(), request: request() }, outcome: () => log.join(' ') };
  });
  t.deepEqual(seen, ['CLEANUP request CLOSE']);
});
