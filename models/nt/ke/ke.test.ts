import test from 'ava';
import { AssertionError, type Kernel, type Operation, type Routine } from '../../../harness/sim';
import { ELSEWHERE, outcomes, play } from '../_machine.test';
import type { NtWorld } from '../world';
import { FastMutex } from './fast-mutex';
import { KQueue } from './queue';
import { Resource } from './resource';
import { SpinLock } from './spin-lock';
import { APC_LEVEL, DISPATCH_LEVEL, keGetCurrentThread, keLowerIrql, keRaiseIrql, PASSIVE_LEVEL } from './thread';

/** How a thread comes into a section and out of it again. */
interface Section {
  readonly enter: Operation | Routine;
  readonly leave: Operation;
}

const mutex = (world: NtWorld): readonly Section[] => {
  const { acquire, release } = new FastMutex(world, 'mutex');
  return [
    { enter: acquire, leave: release },
    { enter: acquire, leave: release },
    { enter: acquire, leave: release },
  ];
};

/** `W` for a thread that acquires exclusively, `R` for one that acquires shared. */
const resource = (threads: string) => (world: NtWorld) => {
  const { acquireExclusive, acquireShared, release } = new Resource(world, 'resource');
  return [...threads].map((thread) => ({ enter: thread === 'W' ? acquireExclusive : acquireShared, leave: release }));
};

/** Which threads were ever inside together, by their places in the list; every set of them once. */
const exclusions: readonly (readonly [
  name: string,
  make: (world: NtWorld) => readonly Section[],
  together: readonly string[],
])[] = [
  ['a fast mutex', mutex, ['0', '1', '2']],
  ['a resource held exclusively', resource('WWW'), ['0', '1', '2']],
  ['a resource held shared', resource('RRR'), ['0', '0 1', '0 1 2', '0 2', '1', '1 2', '2']],
  ['a resource held either way', resource('WRR'), ['0', '1', '1 2', '2']],
];

for (const [name, make, together] of exclusions) {
  test(`${name} lets in together: ${together.join(', ')}`, (t) => {
    const seen = new Set<string>();
    const ended = outcomes(300, (world) => {
      const inside = new Set<number>();
      let left = 0;
      const threads = make(world).map(({ enter, leave }, i) => {
        const routine = function* (): Routine {
          yield enter;
          inside.add(i);
          seen.add([...inside].sort().join(' '));
          yield ELSEWHERE;
          inside.delete(i);
          yield leave;
          left++;
        };
        return [`thread ${i}`, routine()] as const;
      });
      return { threads: Object.fromEntries(threads), outcome: () => `${left} have left` };
    });
    t.deepEqual([...seen].sort(), together);
    t.deepEqual(ended, ['3 have left'], 'nobody waits for ever');
  });
}

test('a fast mutex is held at APC_LEVEL, is not recursive and is released by its owner', (t) => {
  const levels: number[] = [];
  const once = (world: NtWorld) => new FastMutex(world, 'mutex');
  play((world) => {
    const { acquire, release } = once(world);
    const irql = (): number => keGetCurrentThread(world.kernel).irql;
    const thread = function* (): Routine {
      levels.push(irql());
      yield acquire;
      levels.push(irql());
      yield release;
      levels.push(irql());
    };
    return { thread: thread() };
  });
  t.deepEqual(levels, [PASSIVE_LEVEL, APC_LEVEL, PASSIVE_LEVEL]);
  const stuck = play((world) => {
    const { acquire } = once(world);
    const thread = function* (): Routine {
      yield acquire;
      yield acquire;
    };
    return { thread: thread() };
  });
  t.deepEqual(cycleOf(stuck), ['thread'], 'it waits for itself');
  const stranger = (): unknown => play((world) => ({ stranger: one(once(world).release) }));
  t.throws(stranger, { instanceOf: AssertionError, message: 'mutex is released by its owner' });
});

test('two locks taken in opposite orders are a deadlock, which names both threads', (t) => {
  const stuck = play((world) => {
    const [a, b] = [new FastMutex(world, 'a'), new Resource(world, 'b')];
    const forward = function* (): Routine {
      yield a.acquire;
      yield world.kernel.sleep(1);
      yield b.acquireShared;
    };
    const backward = function* (): Routine {
      yield b.acquireExclusive;
      yield world.kernel.sleep(1);
      yield a.acquire;
    };
    return { forward: forward(), backward: backward() };
  });
  t.deepEqual(cycleOf(stuck), ['forward', 'backward']);
});

/** The IRQL that a spin lock is acquired at is the one that its release goes back to. */
const levels: readonly (readonly [from: number, seen: readonly number[]])[] = [
  [PASSIVE_LEVEL, [PASSIVE_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL]],
  [APC_LEVEL, [APC_LEVEL, DISPATCH_LEVEL, APC_LEVEL]],
  [DISPATCH_LEVEL, [DISPATCH_LEVEL, DISPATCH_LEVEL, DISPATCH_LEVEL]],
];

for (const [from, expected] of levels) {
  test(`a spin lock acquired at IRQL ${from} is held at DISPATCH_LEVEL and counted`, (t) => {
    const seen: number[] = [];
    const held: number[] = [];
    play((world) => {
      const lock = new SpinLock(world, 'lock');
      const thread = function* (): Routine {
        const self = keGetCurrentThread(world.kernel);
        const note = (): void => {
          seen.push(self.irql);
          held.push(self.spinLocks);
        };
        keRaiseIrql(self, from);
        note();
        yield lock.acquire;
        note();
        lock.release();
        note();
      };
      return { thread: thread() };
    });
    t.deepEqual(seen, expected);
    t.deepEqual(held, [0, 1, 0]);
  });
}

/** What a thread does with a spin lock that another thread then wants; undefined: nothing is wrong with it. */
const holds: readonly (readonly [name: string, holder: (lock: SpinLock) => Routine, message: string | undefined])[] = [
  [
    'released in the same step',
    function* (lock) {
      yield lock.acquire;
      lock.release();
      yield ELSEWHERE;
    },
    undefined,
  ],
  [
    'held across a scheduling point',
    function* (lock) {
      yield lock.acquire;
      yield lock.world.kernel.sleep(1);
      lock.release();
    },
    'lock is held by holder across a scheduling point',
  ],
  [
    'acquired twice',
    function* (lock) {
      yield lock.acquire;
      yield lock.acquire;
    },
    'lock is held by holder across a scheduling point',
  ],
  [
    'released by a stranger',
    function* (lock) {
      lock.release();
      yield ELSEWHERE;
    },
    'lock is released by its owner',
  ],
];

for (const [name, holder, message] of holds) {
  test(`a spin lock ${name} ${message === undefined ? 'is fine' : 'is a bug of the model'}`, (t) => {
    const run = (): unknown =>
      play((world) => {
        const lock = new SpinLock(world, 'lock');
        const other = function* (): Routine {
          yield lock.acquire;
          lock.release();
        };
        return { holder: holder(lock), other: other() };
      });
    if (message === undefined) t.notThrows(run);
    else t.throws(run, { instanceOf: AssertionError, message });
  });
}

test('IRQL is raised upward and lowered downward', (t) => {
  const wrong = (change: typeof keRaiseIrql | typeof keLowerIrql, to: number) => (): unknown =>
    play((world) => {
      const thread = function* (): Routine {
        const self = keGetCurrentThread(world.kernel);
        keRaiseIrql(self, APC_LEVEL);
        change(self, to);
      };
      return { thread: thread() };
    });
  t.throws(wrong(keRaiseIrql, PASSIVE_LEVEL), { message: 'KeRaiseIrql raises: from 1 to 0 in thread' });
  t.throws(wrong(keLowerIrql, DISPATCH_LEVEL), { message: 'KeLowerIrql lowers: from 1 to 2 in thread' });
  t.notThrows(wrong(keRaiseIrql, APC_LEVEL));
});

test('a thread keeps its KTHREAD, and code outside of any thread has none', (t) => {
  const threads: object[] = [];
  play((world) => {
    t.throws(() => keGetCurrentThread(world.kernel), { instanceOf: AssertionError });
    const thread = function* (): Routine {
      threads.push(keGetCurrentThread(world.kernel));
      yield ELSEWHERE;
      threads.push(keGetCurrentThread(world.kernel));
    };
    return { one: thread(), two: thread() };
  });
  t.is(threads.length, 4);
  t.is(new Set(threads).size, 2);
});

test('a queue gives each item to one thread, first in first out', (t) => {
  const seen = outcomes(200, (world) => {
    const queue = new KQueue<number>(world, 'queue');
    const taken: number[] = [];
    const worker = function* (): Routine {
      for (let i = 0; i < 2; i++) {
        yield queue.remove;
        taken.push(queue.removed());
        yield ELSEWHERE;
      }
    };
    const producer = function* (): Routine {
      for (let i = 1; i <= 3; i++) yield queue.insert(i);
      yield queue.insertRoutine(4);
    };
    return { threads: { one: worker(), producer: producer(), two: worker() }, outcome: () => taken.join(' ') };
  });
  t.deepEqual(seen, ['1 2 3 4']);
  const twice = (): unknown =>
    play((world) => {
      const queue = new KQueue<number>(world, 'queue');
      const thread = function* (): Routine {
        yield queue.insert(1);
        yield queue.remove;
        queue.removed();
        queue.removed();
      };
      return { thread: thread() };
    });
  t.throws(twice, { message: 'queue: removed() follows yield remove in the same step' });
});

function cycleOf(kernel: Kernel): readonly string[] | undefined {
  return kernel.deadlock()?.map((task) => task.name);
}

function* one(operation: Operation): Routine {
  yield operation;
}
