import test from 'ava';
import { LOCAL, Lock, Variable } from '../explore/fixtures/parts';
import { play, Scripted, type Script } from './_scripted.test';
import { reads, writes } from './access';
import { AssertionError } from './assert';
import { CLOCK, Kernel } from './kernel';
import { Name } from './name';
import { Operation } from './operation';
import type { Routine } from './routine';
import type { Task } from './task';

const POINT = Name.of('test.point');
const WAIT = Name.of('wait');
const DAY = 864_000_000_000;

type Cast = (kernel: Kernel, log: string[]) => void;

/** Starts tasks that log their name and a number at each of so many steps. */
const counting =
  (steps: Readonly<Record<string, number>>): Cast =>
  (kernel, log) => {
    for (const [name, count] of Object.entries(steps)) {
      const body = function* (): Routine {
        for (let i = 1; i <= count; i++) {
          yield LOCAL;
          log.push(`${name}${i}`);
        }
      };
      kernel.spawn(name, body());
    }
  };

/** Starts tasks that sleep so long, time after time, and log when they wake. */
const sleeping =
  (ticks: Readonly<Record<string, readonly number[]>>): Cast =>
  (kernel, log) => {
    for (const [name, times] of Object.entries(ticks)) {
      const body = function* (): Routine {
        for (const time of times) {
          yield kernel.sleep(time);
          log.push(`${name}@${kernel.now}`);
        }
      };
      kernel.spawn(name, body());
    }
  };

/** Starts tasks that take the same lock, log it, and hold it for so long. */
const contending =
  (holdTicks: Readonly<Record<string, number>>): Cast =>
  (kernel, log) => {
    const lock = new Lock(kernel, 'lock');
    for (const [name, ticks] of Object.entries(holdTicks)) {
      const body = function* (): Routine {
        yield lock.acquire;
        log.push(name);
        yield kernel.sleep(ticks);
        yield lock.release;
      };
      kernel.spawn(name, body());
    }
  };

/** One task waits for a flag for so long at most and logs how that ended; another sets the flag after so long. */
const bounded =
  (waitTicks: number, setAfterTicks: number): Cast =>
  (kernel, log) => {
    const flag = new Variable(kernel, 'flag');
    const access = [reads(flag.object), writes(CLOCK)];
    const wait = new Operation(WAIT, access, () => flag.value === 1, undefined, undefined, waitTicks);
    const waits = function* (): Routine {
      yield wait;
      log.push(`${flag.value === 1 ? 'set' : 'not set'}@${kernel.now}`);
    };
    const sets = function* (): Routine {
      yield kernel.sleep(setAfterTicks);
      yield flag.write;
      flag.value = 1;
    };
    const waiting = kernel.spawn('waits', waits());
    waiting.onEnd = () => log.push(`expired: ${waiting.expired}`);
    kernel.spawn('sets', sets());
  };

interface Row {
  readonly script?: Script;
  readonly cast: Cast;
  readonly log: string;
  /** Who was enabled at each choice among several tasks. */
  readonly offered?: string;
}

const untimed = (...picks: number[]): Script => ({ timed: false, picks });
const timed = (...picks: number[]): Script => ({ picks });

const table: Readonly<Record<string, Row>> = {
  'first come, first served, and whoever runs goes on': {
    cast: counting({ a: 2, b: 2 }),
    log: 'a1 a2 b1 b2',
    offered: 'a b, a b',
  },
  'whoever is picked goes on, before those who came earlier': {
    script: untimed(0, 2),
    cast: counting({ a: 2, b: 1, c: 2 }),
    log: 'a1 c1 c2 a2 b1',
    offered: 'a b c, a b c, c a b, a b',
  },
  'time goes on when nobody can': {
    cast: sleeping({ a: [5, 5], b: [7] }),
    log: 'a@5 b@7 a@10',
    offered: '',
  },
  'those that are due at one time are a choice, in the order in which they fell asleep': {
    script: timed(1),
    cast: sleeping({ a: [5], b: [5], c: [4, 1] }),
    log: 'c@4 b@5 a@5 c@5',
    offered: 'a b c, a c',
  },
  'to sleep for no time lets nobody else go first, but sleeping takes a step': {
    cast: sleeping({ a: [0, 0], b: [0] }),
    log: 'a@0 a@0 b@0',
    offered: 'a b, a b',
  },
  'time may be days': {
    cast: sleeping({ a: [DAY, 1], b: [DAY * 30], c: [3] }),
    log: `c@3 a@${DAY} a@${DAY + 1} b@${DAY * 30}`,
  },
  'who waits for a lock gets it in turn': {
    cast: contending({ a: 3, b: 3, c: 3 }),
    log: 'a b c',
    offered: 'a b c, b c',
  },
  'any of those who wait for a lock may get it next, and the others keep their places': {
    script: timed(0, 2),
    cast: contending({ a: 3, b: 3, c: 3, d: 3 }),
    log: 'a d b c',
    offered: 'a b c d, b c d, b c',
  },
  'a bounded wait ends when what it waits for comes': {
    cast: bounded(10, 4),
    log: 'set@4, expired: false',
  },
  'a bounded wait ends when its time is over': {
    cast: bounded(4, 10),
    log: 'not set@4, expired: false',
  },
  'a wait for no time does not wait': {
    cast: bounded(0, 10),
    log: 'not set@0, expired: false',
  },
  'where timers fire by choice, to set one is a step, and the earliest is the last to be offered': {
    script: untimed(0, 0),
    cast: sleeping({ a: [9], b: [5] }),
    log: 'b@5 a@9',
    offered: 'a b, b a',
  },
  'a timer may fire before another is set': {
    script: untimed(0, 1),
    cast: sleeping({ a: [9], b: [5] }),
    log: 'a@9 b@14',
    offered: 'a b, b a',
  },
};

for (const [title, { script, cast, log, offered }] of Object.entries(table)) {
  test(title, (t) => {
    const ran = play(script ?? {}, cast);
    t.is(ran.stop, 'idle');
    const separator = log.includes(',') ? ', ' : ' ';
    t.is(ran.log.join(separator), log);
    if (offered !== undefined) t.is(ran.offered.join(', '), offered);
  });
}

test('a wait that was woken in vain ends when its time is over, not later', (t) => {
  const { log } = play({}, (kernel, log) => {
    const lock = new Lock(kernel, 'lock');
    const { acquire } = lock;
    const tries = new Operation(WAIT, acquire.access, acquire.enabled, undefined, undefined, 10);
    const holds = function* (): Routine {
      yield lock.acquire;
      yield kernel.sleep(6);
      yield lock.release;
      yield lock.acquire; // whoever runs goes on, so that it has the lock again before the other one tries
      yield kernel.sleep(90);
      yield lock.release;
    };
    const waits = function* (): Routine {
      yield tries;
      log.push(`${lock.owner?.name} at ${kernel.now}`);
    };
    kernel.spawn('holder', holds());
    kernel.spawn('waiter', waits());
  });
  t.deepEqual(log, ['holder at 10']);
});

test('where timers fire by choice, a wait that got what it waited for cancels its timer by its own step', (t) => {
  // Both set their timers; the setter's fires and it sets the flag; then nobody but the waiter may go on, its timer no more.
  const { log, offered, stop } = play({ timed: false }, bounded(10, 4));
  t.is(stop, 'idle');
  t.deepEqual(log, ['set@4', 'expired: false']);
  t.deepEqual(offered, ['waits sets', 'sets waits', 'sets waits']);
});

test('a task that waits knows during its step whether its time was over', (t) => {
  const seen: boolean[] = [];
  play({}, (kernel) => {
    const never = new Operation(
      WAIT,
      [],
      () => false,
      (task) => void seen.push(task.expired),
      undefined,
      3,
    );
    const body = function* (): Routine {
      yield never;
      seen.push(kernel.current?.expired === true);
      yield LOCAL;
      seen.push(kernel.current?.expired === true);
    };
    kernel.spawn('a', body());
  });
  t.deepEqual(seen, [true, true, false]);
});

test('a task stands where its operation puts it', (t) => {
  const { kernel } = play({}, (kernel) => {
    const lock = new Lock(kernel, 'lock');
    const holds = function* (): Routine {
      yield lock.acquire;
      yield new Operation(WAIT, [], () => false);
    };
    const waits = function* (): Routine {
      yield lock.acquire;
    };
    const halts = function* (): Routine {
      yield kernel.sleep(1);
      kernel.halt();
      yield LOCAL;
    };
    const sleeps = function* (): Routine {
      yield kernel.sleep(100);
    };
    const bodies = { holds, waits, halts, sleeps, ends: counting({}) as () => undefined };
    for (const name of ['holds', 'waits', 'halts', 'sleeps'] as const) kernel.spawn(name, bodies[name]());
  });
  t.deepEqual(
    kernel.tasks.map(({ name, state }) => `${name}: ${state}`),
    ['holds: blocked', 'waits: blocked', 'halts: ready', 'sleeps: sleeping'],
  );
});

test('a task that is to go first goes before the one that started it, several in their order', (t) => {
  const { log, offered } = play({}, (kernel, log) => {
    const says = function* (name: string): Routine {
      yield LOCAL;
      log.push(name);
    };
    const starts = function* (): Routine {
      yield LOCAL;
      kernel.spawn('later', says('later'));
      kernel.spawn('first', says('first'), { first: true });
      kernel.spawn('second', says('second'), { first: true });
      log.push('started');
      yield LOCAL;
      log.push('starter');
    };
    kernel.spawn('starter', starts());
    kernel.spawn('other', says('other'));
  });
  t.deepEqual(log, ['started', 'first', 'second', 'starter', 'other', 'later']);
  t.is(offered[1], 'first second starter other later');
});

test('a task knows who started it and what belongs to it, and starting is not a step', (t) => {
  const local = { irql: 0 };
  const { kernel, log } = play({}, (kernel, log) => {
    const child = function* (): Routine {
      log.push(`child of ${kernel.current?.parent?.name}`);
    };
    const parent = function* (): Routine {
      yield LOCAL;
      const task = kernel.spawn('child', child(), { daemon: true, local });
      log.push(`${task.state}, ${kernel.current?.name}`);
    };
    kernel.spawn('parent', parent());
  });
  t.deepEqual(log, ['child of parent', 'ended, parent']);
  t.is(kernel.step, 1);
  t.is(kernel.current, undefined);
  t.deepEqual(
    kernel.tasks.map((task) => [task.id, task.daemon, task.local]),
    [
      [0, false, undefined],
      [1, true, local],
    ],
  );
});

test('a run that reaches its bound stops there, and stays there', (t) => {
  for (const onlyChoices of [true, false]) {
    const { kernel, stop, log } = play({ stepsMax: 3, onlyChoices }, counting({ a: 5, b: 5 }));
    t.deepEqual([stop, kernel.step, log], ['steps', 3, ['a1', 'a2', 'a3']]);
    t.is(kernel.run(), 'steps');
    t.is(kernel.step, 3);
  }
});

test('a run that reaches its bound while a timer is offered keeps the timer', (t) => {
  const { kernel, stop } = play({ stepsMax: 2, timed: false }, sleeping({ a: [5], b: [5] }));
  t.is(stop, 'steps');
  kernel.stepsMax = 100;
  t.is(kernel.run(), 'idle');
  t.deepEqual(
    kernel.tasks.map((task) => task.state),
    ['ended', 'ended'],
  );
});

test('somebody halts: the step is taken to its end, and the next call goes on from there', (t) => {
  for (const onlyChoices of [true, false]) {
    const { kernel, stop, log } = play({ onlyChoices }, (kernel, log) => {
      const halts = function* (): Routine {
        yield kernel.sleep(1);
        kernel.halt();
        log.push('halting');
        yield LOCAL;
        log.push('on');
      };
      kernel.spawn('halts', halts());
      sleeping({ a: [1, 2] })(kernel, log);
    });
    t.deepEqual([stop, log.join()], ['halted', 'halting']);
    t.is(kernel.run(), 'idle');
    t.is(log.join(), 'halting,on,a@1,a@3');
  }
});

test('a violation ends the run with its step, and no further step is taken', (t) => {
  const finding = { class: 'safety', place: 'here', shape: 'wrong' } as const;
  const { kernel, stop, log } = play({}, (kernel, log) => {
    const violates = function* (): Routine {
      yield kernel.sleep(7);
      kernel.violate({ ...finding, invariant: 'test.first', message: 'expected this, found that' });
      kernel.violate({ ...finding, invariant: 'test.second', message: 'and this' });
      log.push('to the end');
      yield LOCAL;
      log.push('and on');
    };
    kernel.spawn('violates', violates());
  });
  t.deepEqual([stop, log, kernel.run(), kernel.step], ['violation', ['to the end'], 'violation', 1]);
  const { verdict, violations } = kernel.outcome();
  t.is(verdict, 'violation');
  t.deepEqual(
    violations.map(({ invariant, step, ticks }) => [invariant, step, ticks]),
    [
      ['test.first', 1, 7],
      ['test.second', 1, 7],
    ],
  );
});

test('time stands still behind the step that ends a run, however often the strategy looks', (t) => {
  const ends = [true, false].map((onlyChoices) => {
    const { kernel } = play({ onlyChoices }, (kernel, log) => {
      const violates = function* (): Routine {
        yield kernel.sleep(7);
        kernel.violate({ invariant: 'x', class: 'safety', message: 'x', place: 'x', shape: 'x' });
        yield kernel.sleep(1);
      };
      kernel.spawn('violates', violates());
      sleeping({ a: [DAY] })(kernel, log);
    });
    const { ticks, hash } = kernel.outcome();
    return { ticks, hash };
  });
  t.is(ends[0].ticks, 7);
  t.deepEqual(ends[1], ends[0]);
});

test('what was changed between two calls of run wakes and puts back', (t) => {
  const { kernel, log } = play({}, (kernel, log) => {
    const lock = new Lock(kernel, 'lock');
    const takes = function* (name: string): Routine {
      yield lock.acquire;
      log.push(name);
      kernel.halt();
      yield new Operation(WAIT, [], () => name === 'nobody');
    };
    kernel.spawn('a', takes('a'));
    kernel.spawn('b', takes('b'));
    kernel.tasks[0].local = lock;
  });
  t.deepEqual(log, ['a']);
  t.is(kernel.run(), 'idle');
  (kernel.tasks[0].local as Lock).owner = undefined;
  t.is(kernel.run(), 'halted');
  t.deepEqual(log, ['a', 'b']);
});

test('those who wait for one another are a deadlock, who waits for them is not part of it', (t) => {
  const { kernel, stop } = play({ timed: false, picks: [0, 1] }, (kernel) => {
    const [one, two] = [new Lock(kernel, 'one'), new Lock(kernel, 'two')];
    const takes = function* (first: Lock, second: Lock): Routine {
      yield first.acquire;
      yield second.acquire;
    };
    kernel.spawn('a', takes(one, two));
    kernel.spawn('b', takes(two, one));
    kernel.spawn('c', takes(one, two));
  });
  t.is(stop, 'idle');
  t.deepEqual(
    kernel.deadlock()?.map((task) => task.name),
    ['a', 'b'],
  );
});

test('to wait for somebody who is not waiting is no deadlock', (t) => {
  const { kernel } = play({}, (kernel) => {
    const lock = new Lock(kernel, 'lock');
    const takes = function* (): Routine {
      yield lock.acquire;
    };
    kernel.spawn('a', takes());
    kernel.spawn('b', takes());
  });
  t.is(kernel.tasks[1].state, 'blocked');
  t.is(kernel.deadlock(), undefined);
});

// ---- Strategies ---------------------------------------------------------------------------------------------------

test('a strategy is asked at every step, or only where there is a choice', (t) => {
  for (const [onlyChoices, expected] of [
    [false, 5],
    [true, 2],
  ] as const) {
    let asked = 0;
    class Counted extends Scripted {
      override pick(): number {
        asked++;
        return 0;
      }
    }
    const kernel = new Kernel();
    kernel.begin(new Counted({ onlyChoices }), { stepsMax: 100 });
    counting({ a: 2, b: 3 })(kernel, []);
    kernel.run();
    t.is(asked, expected);
    t.is(kernel.choices.length, 2);
  }
});

test('a strategy that looks after each step sees who took it, and all who may go on', (t) => {
  const seen: string[] = [];
  class Looking extends Scripted {
    after({ step, enabled }: Kernel, task: Task, { kind }: Operation): void {
      seen.push(`${step}: ${task.name} ${kind.text} of ${enabled.map(({ name }) => name).join('')}`);
    }
  }
  const kernel = new Kernel();
  kernel.begin(new Looking({ onlyChoices: true }), { stepsMax: 100 });
  counting({ a: 2, b: 1 })(kernel, []);
  kernel.run();
  t.deepEqual(seen, ['1: a local of ab', '2: a local of b', '3: b local of ']);
});

test('a strategy gives up a run', (t) => {
  const { kernel, stop } = play({ timed: false, picks: [0, -1] }, sleeping({ a: [1], b: [1] }));
  t.is(stop, 'pruned');
  t.is(kernel.outcome().verdict, 'pruned');
  const { step } = kernel;
  t.is(kernel.run(), 'pruned', 'and it stays given up');
  t.is(kernel.step, step);
});

for (const pick of [2, 0.5, NaN, Infinity]) {
  test(`a strategy that picks ${pick} of 2 is refused`, (t) => {
    const run = (): unknown => play({ picks: [pick] }, counting({ a: 1, b: 1 }));
    t.throws(run, { instanceOf: AssertionError, message: `strategy scripted picked ${pick} of 2` });
  });
}

const choosing =
  (count: number): Cast =>
  (kernel, log) => {
    const body = function* (): Routine {
      yield LOCAL;
      log.push(`${kernel.choose(POINT, count)}`);
    };
    kernel.spawn('a', body());
  };

for (const value of [3, -1, 0.5, NaN]) {
  test(`a strategy that chooses ${value} of 3 is refused`, (t) => {
    const run = (): unknown => play({ values: [value] }, choosing(3));
    t.throws(run, { instanceOf: AssertionError, message: `strategy scripted chose ${value} of 3 at test.point` });
  });
}

test('a choice of one is none, and a chance is a choice of two', (t) => {
  t.is(play({}, choosing(1)).kernel.choices.length, 0);
  const { kernel, log } = play({ values: [2, 1] }, (kernel, log) => {
    const body = function* (): Routine {
      yield LOCAL;
      log.push(`${kernel.choose(POINT, 3)} ${kernel.chance(POINT, { numerator: 1, denominator: 10 })}`);
    };
    kernel.spawn('a', body());
  });
  t.deepEqual(log, ['2 true']);
  t.deepEqual(kernel.choices.values(), [2, 1]);
  t.deepEqual([kernel.choices.countAt(0), kernel.choices.countAt(1)], [3, 2]);
});

test('choices are made in steps only', (t) => {
  t.throws(() => play({}, (kernel) => void kernel.choose(POINT, 2)), { instanceOf: AssertionError });
});

for (const ticks of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
  test(`to sleep for ${ticks} is refused`, (t) => {
    t.throws(() => play({}, sleeping({ a: [ticks] })), { instanceOf: AssertionError });
  });
}
