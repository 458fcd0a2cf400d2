import test from 'ava';
import { Lock } from '../explore/fixtures/parts';
import { Scripted } from './_scripted.test';
import { commutes, reads, writes, type Access } from './access';
import { Checker } from './checker';
import { CLOCK, Kernel } from './kernel';
import { Name } from './name';
import { Operation } from './operation';
import type { Routine } from './routine';
import { GuardedObject, SharedObject } from './shared';
import { simulate } from './simulate';
import { UnannouncedTouch } from './unannounced-touch';

const STEP = Name.of('step');
const WAIT = Name.of('wait');

class Directory extends SharedObject {
  readonly label = 'directory';
  entries = 0;
  other = 0;
  readonly page: Page;
  readonly names: string[] = ['a'];
  readonly sizes = new Map<string, number>();
  readonly open = new Set<string>();

  constructor(kernel: Kernel) {
    super(kernel);
    this.page = new Page(kernel);
  }

  /** Touches it from the inside. */
  grow(): number {
    return ++this.entries;
  }
}

/** A part of the directory, which its lock guards. */
class Page extends GuardedObject {
  readonly label = 'page of directory';
  bytes = 0;
}

interface Stage {
  readonly kernel: Kernel;
  readonly directory: Directory;
  readonly lock: Lock;
  readonly queue: Lock;
}

type Body = (stage: Stage) => Routine;

function step(...access: Access[]): Operation {
  return new Operation(STEP, access);
}

/** A task of one step that announces nothing and does this. */
function unannounced(act: (directory: Directory) => unknown): Body {
  return function* ({ directory }) {
    yield step();
    act(directory);
  };
}

function announced(announce: (object: number) => Access, act: (directory: Directory) => unknown): Body {
  return function* ({ directory }) {
    yield step(announce(directory.object));
    act(directory);
  };
}

function locked(act: (directory: Directory) => unknown): Body {
  return function* ({ directory, lock }) {
    yield lock.acquire;
    act(directory);
    yield step();
    act(directory);
    yield lock.release;
  };
}

/** Waits for an entry, announcing this. */
function waits(access: (directory: Directory, lock: Lock) => readonly Access[]): Body {
  return function* ({ directory, lock }) {
    yield new Operation(WAIT, access(directory, lock), () => directory.entries > 0);
  };
}

/** Waits for an entry, but not for long. */
function bounded(access: (directory: Directory) => readonly Access[]): Body {
  return function* ({ directory }) {
    yield step();
    yield new Operation(WAIT, access(directory), () => directory.entries > 0, undefined, undefined, 5);
  };
}

function* idle(): Routine {
  yield step();
}

/** Touches it in the step of whoever starts it. */
function* early(directory: Directory): Routine {
  write(directory);
  yield step();
}

const read = (directory: Directory): unknown => directory.entries;
const fill = ({ page }: Directory): unknown => page.bytes++;
const count = (directory: Directory): void => {
  directory.tally('entries', 1);
};
const write = (directory: Directory): unknown => (directory.entries = 1);

/** Tasks that run in this order, and what the checker says of them. */
const table: Readonly<Record<string, readonly [bodies: readonly Body[], message: RegExp | undefined]>> = {
  'two unannounced reads': [[unannounced(read), unannounced(read)], undefined],
  'an unannounced write after a read': [
    [unannounced(read), unannounced(write)],
    /^step 2 \(task t1, operation step\) writes entries of directory; step 1 \(task t0, operation step\) read it, and nothing orders them; neither announced it$/,
  ],
  'an unannounced read after a write': [
    [unannounced(write), unannounced(read)],
    /task t1, .* reads entries .* wrote it/,
  ],
  'two unannounced writes': [[unannounced(write), unannounced(write)], /writes entries/],
  'unannounced touches of two properties': [
    [unannounced(write), unannounced((directory) => (directory.other = 1))],
    undefined,
  ],
  'a touch inside a method': [[unannounced((d) => d.grow()), unannounced((d) => d.grow())], /entries of directory/],
  'touches of one task alone': [
    [
      function* ({ directory }) {
        yield step();
        write(directory);
        yield step();
        read(directory);
      },
    ],
    undefined,
  ],
  'an announced write after an announced read': [[announced(reads, read), announced(writes, write)], undefined],
  'a write announced as a read': [
    [announced(reads, write), announced(reads, write)],
    /writes entries .*; both announced only to read it$/,
  ],
  'a write announced by one of the two only': [
    [announced(writes, write), unannounced(write)],
    /writes entries .*; only step 1 announced it$/,
  ],
  'a write before the first step of a task': [
    [
      unannounced(write),
      function* ({ kernel, directory }) {
        yield step();
        kernel.spawn('child', early(directory));
      },
    ],
    /^step 2 \(task child, which it was started in\) writes entries of directory; step 1 /,
  ],
  'a write before the first step of a task, which whoever starts it has announced': [
    [
      function* ({ kernel, directory }) {
        yield step(writes(directory.object));
        kernel.spawn('child', early(directory));
      },
      announced(writes, write),
    ],
    undefined,
  ],
  'touches under a lock': [[locked(write), locked(write), locked(read)], undefined],
  'touches under a lock that one task does not take': [
    [locked(write), unannounced(write)],
    /task t1, .* writes entries/,
  ],
  'counts that commute': [[announced(commutes, count), announced(commutes, count)], undefined],
  'counts that nobody announces': [[unannounced(count), unannounced(count)], undefined],
  'a read of counts that commute': [
    [announced(commutes, count), announced(commutes, count), announced(reads, read)],
    undefined,
  ],
  'an unannounced read of counts that commute': [
    [announced(commutes, count), unannounced(read)],
    /reads entries of directory; step 1 .* added to it, and nothing orders them; only step 1 announced it$/,
  ],
  'a count after an unannounced read': [
    [unannounced(read), announced(commutes, count)],
    /adds to entries of directory; step 1 .* read it/,
  ],
  'a look at the count in a step that announced to count': [
    [
      announced(commutes, (d) => {
        count(d);
        return d.entries === 1;
      }),
    ],
    /^step 1 \(task t0, operation step\) reads entries of directory, having announced only to add to it/,
  ],
  'a look at the count in a step that announced to write': [
    [announced(commutes, count), announced(writes, (d) => d.grow() === 2), announced(commutes, count)],
    undefined,
  ],
  'a look at something else in a step that announced to count': [
    [announced(commutes, (d) => (count(d), d.other)), announced(commutes, (d) => (count(d), d.other))],
    undefined,
  ],
  'counts, announced to commute, that are looked at': [
    [announced(commutes, (d) => d.grow()), announced(commutes, (d) => d.grow())],
    /reads entries of directory; step 1 .*; both announced only to add to it$/,
  ],
  'ownership handed over through a queue': [
    [
      function* ({ directory, queue }) {
        yield step();
        write(directory);
        yield step(writes(queue.object));
      },
      function* ({ directory, queue }) {
        yield step(writes(queue.object));
        write(directory);
      },
    ],
    undefined,
  ],
  'ownership handed over before the last touch': [
    [
      function* ({ directory, queue }) {
        yield step(writes(queue.object));
        yield step();
        write(directory);
      },
      function* ({ directory, queue }) {
        yield step(writes(queue.object));
        write(directory);
      },
    ],
    /task t1, .* writes entries/,
  ],
  'what a task did before it started another': [
    [
      function* ({ kernel, directory }) {
        yield step();
        write(directory);
        kernel.spawn('child', unannounced(write)({ directory } as Stage));
      },
    ],
    undefined,
  ],
  'what a task did after it started another': [
    [
      function* ({ kernel, directory }) {
        yield step();
        kernel.spawn('child', unannounced(write)({ directory } as Stage));
        yield step();
        write(directory);
      },
    ],
    /task child, .* writes entries/,
  ],
  'an announced write after starting another task': [
    [
      function* ({ kernel, directory }) {
        yield step(writes(directory.object));
        kernel.spawn('child', idle());
        write(directory);
      },
      announced(reads, read),
    ],
    undefined,
  ],
  'a condition that looks at what it announces': [
    [waits((d) => [reads(d.object)]), announced(writes, write)],
    undefined,
  ],
  'a condition that looks at what it does not announce': [
    [waits(() => []), announced(writes, write)],
    /^the condition of operation wait \(task t0\) reads entries of directory; step 1 \(task t1, operation step\) wrote it, and nothing that wait announces orders them$/,
  ],
  'a condition that looks at what a lock guards, and announces the lock': [
    [waits((_, lock) => [writes(lock.object)]), locked(write)],
    /^the condition of operation wait \(task t0\) reads entries of directory; step 2 /,
  ],
  'a condition that counts, and looks at the count': [
    [waits((d) => [commutes(d.object)]), announced(commutes, count)],
    /^the condition .* reads entries of directory; step 1 .* added to it/,
  ],
  'a condition on counts': [[waits((d) => [reads(d.object)]), announced(commutes, count)], undefined],
  'a condition on what its own task has done': [
    [
      function* (stage) {
        yield step();
        write(stage.directory);
        yield* waits(() => [])(stage);
      },
    ],
    undefined,
  ],
  'a condition on what was done before, by somebody else': [
    [announced(writes, write), waits(() => [])],
    /^the condition of operation wait \(task t1\) /,
  ],
  'a condition that changes something': [
    [
      function* ({ directory }) {
        yield new Operation(WAIT, [writes(directory.object)], () => ++directory.entries > 0);
      },
      unannounced(() => undefined),
    ],
    /^the condition of operation wait \(task t0\) writes entries of directory: announcing changes nothing$/,
  ],
  'who is waited for, which is not announced': [
    [
      function* ({ directory, queue }) {
        yield step(writes(queue.object));
        const access = [reads(queue.object)];
        yield new Operation(
          WAIT,
          access,
          () => false,
          undefined,
          () => void directory.entries,
        );
      },
      announced(writes, write),
    ],
    /^the condition of operation wait \(task t0\) reads entries of directory/,
  ],
  'touches of what a lock guards': [[locked(fill), locked(fill)], undefined],
  'touches of what nothing guards': [
    [locked(fill), unannounced(fill)],
    /reads bytes of page of directory; .*; it is never announced, so a lock or a hand-over must guard it$/,
  ],
  'touches of what the directory guards': [[announced(writes, fill), announced(writes, fill)], undefined],
  'a push on an array': [
    [unannounced((d) => d.names.push('b')), unannounced((d) => d.names.length)],
    /reads names\[\] of directory/,
  ],
  'an element of an array': [
    [unannounced((d) => d.names[0]), unannounced((d) => (d.names[0] = 'b'))],
    /writes names\[\] of directory/,
  ],
  'a splice of an array': [
    [unannounced((d) => d.names.includes('a')), unannounced((d) => d.names.splice(0, 1))],
    /writes names\[\]/,
  ],
  'a setting of a map': [
    [unannounced((d) => d.sizes.get('a')), unannounced((d) => d.sizes.set('a', 1))],
    /writes sizes\[\]/,
  ],
  'an iteration over a map': [
    [unannounced((d) => d.sizes.set('a', 1)), unannounced((d) => [...d.sizes])],
    /reads sizes\[\]/,
  ],
  'the size of a set': [[unannounced((d) => d.open.add('a')), unannounced((d) => d.open.size)], /reads open\[\]/],
  'a clearing of a set': [[unannounced((d) => d.open.has('a')), unannounced((d) => d.open.clear())], /writes open\[\]/],
  'two looks into containers': [
    [
      unannounced((d) => [d.names[0], d.sizes.get('a'), d.open.has('a')]),
      unannounced((d) => [d.names.length, [...d.sizes], [...d.open]]),
    ],
    undefined,
  ],
  'an array put in the place of another': [
    [unannounced((d) => d.names.length), unannounced((d) => Object.assign(d, { names: [] }))],
    /writes names of directory/,
  ],
};

function run(
  bodies: readonly Body[],
  options: { readonly timed?: boolean; look?(directory: Directory): void } = {},
): Kernel {
  const kernel = new Kernel();
  kernel.checker = new Checker(kernel);
  const cast = (kernel: Kernel): void => {
    const directory = new Directory(kernel);
    const stage = { kernel, directory, lock: new Lock(kernel, 'lock'), queue: new Lock(kernel, 'queue') };
    directory.entries = 0; // setting up is no step
    bodies.forEach((body, i) => kernel.spawn(`t${i}`, body(stage)));
    kernel.run();
    options.look?.(directory);
  };
  simulate(kernel, { id: 'checked', stepsMax: 100, run: cast }, new Scripted({ timed: options.timed }), {
    root: '1',
    run: 0,
  });
  return kernel;
}

for (const [title, [bodies, message]] of Object.entries(table)) {
  test(`${title}: ${message === undefined ? 'silence' : 'refused'}`, (t) => {
    if (message === undefined) t.notThrows(() => run(bodies));
    else t.throws(() => run(bodies), { instanceOf: UnannouncedTouch, message });
  });
}

/** Where timers fire by choice. */
const timers: typeof table = {
  'a bounded wait that announces the clock': [[bounded((d) => [reads(d.object), writes(CLOCK)])], undefined],
  'a bounded wait that does not': [
    [unannounced(read), bounded((d) => [reads(d.object)])],
    /^step 2 \(task t1, operation step\) announces operation wait, which sets a timer of 5 ticks, and not that it writes the clock/,
  ],
  'a bounded wait that says it reads the clock': [
    [bounded((d) => [reads(d.object), reads(CLOCK)])],
    /announces operation wait, .* and not that it writes the clock/,
  ],
  'a sleep of its own making': [
    [
      function* () {
        yield step();
        yield new Operation(WAIT, [], undefined, undefined, undefined, 5);
      },
    ],
    /announces operation wait, .* and not that it writes the clock/,
  ],
  "a sleep of the kernel's": [
    [
      function* ({ kernel }) {
        yield step();
        yield kernel.sleep(5);
      },
    ],
    undefined,
  ],
};

for (const [title, [bodies, message]] of Object.entries(timers)) {
  test(`${title}: ${message === undefined ? 'silence' : 'refused'} where timers fire by choice`, (t) => {
    t.notThrows(() => run(bodies));
    const untimed = (): unknown => run(bodies, { timed: false });
    if (message === undefined) t.notThrows(untimed);
    else t.throws(untimed, { instanceOf: UnannouncedTouch, message });
  });
}

test('what invariants and reports look at is not held against the tasks', (t) => {
  const looks: Body = function* ({ kernel, directory }) {
    yield step();
    kernel.checker?.suspend(() => read(directory));
  };
  t.notThrows(() => run([unannounced(write), looks], { look: read }));
});

test('what a step touches after it has broken an invariant is no finding of its own', (t) => {
  const breaks = function* ({ kernel, directory }: Stage): Routine {
    yield step();
    kernel.violate({ invariant: 'i', class: 'safety', message: 'm', place: 'p', shape: 's' });
    read(directory);
  };
  const kernel = run([unannounced(write), breaks]);
  t.deepEqual(
    kernel.violations.map(({ invariant }) => invariant),
    ['i'],
  );
});

test('an exception while the checker looks away does not blind it', (t) => {
  const looks: Body = function* ({ kernel, directory }) {
    yield step();
    t.throws(() => {
      kernel.checker?.suspend(() => {
        throw new RangeError('a bug of an invariant');
      });
    });
    read(directory);
  };
  t.throws(() => run([unannounced(write), looks]), { instanceOf: UnannouncedTouch });
});

test('a run in the checked mode is the run it would be without', (t) => {
  const bodies = [locked(write), locked(read), announced(commutes, (d) => void d.tally('other', 1))];
  const kernel = new Kernel();
  const cast = (kernel: Kernel): void => {
    const stage = {
      kernel,
      directory: new Directory(kernel),
      lock: new Lock(kernel, 'lock'),
      queue: new Lock(kernel, 'queue'),
    };
    bodies.forEach((body, i) => kernel.spawn(`t${i}`, body(stage)));
    kernel.run();
  };
  simulate(kernel, { id: 'checked', stepsMax: 100, run: cast }, new Scripted(), { root: '1', run: 0 });
  t.is(run(bodies).hash, kernel.hash);
});
