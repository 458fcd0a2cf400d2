import test from 'ava';
import { LOCAL } from '../explore/fixtures/parts';
import { AssertionError } from './assert';
import { play } from './_scripted.test';
import { call, RETURNED, returned, type Called, type Routine } from './routine';

type Body = (log: string[]) => Routine;

function* five(): Routine<number> {
  yield LOCAL;
  return 5;
}

function* fails(): Routine<number> {
  yield LOCAL;
  throw new RangeError('inner');
}

function* failsAtOnce(): Routine<number> {
  throw new RangeError('at once');
}

/** One routine deep for each level; the innermost takes a step. */
function* deep(levels: number): Routine<number> {
  if (levels === 0) return yield* call(five());
  return 1 + (yield* call(deep(levels - 1)));
}

function* cleansUp(log: string[], body: () => Routine<number>): Routine<number> {
  try {
    return yield* call(body());
  } finally {
    log.push('cleanup begins');
    yield LOCAL;
    log.push('cleanup ends');
  }
}

/** What a task with this code logs. */
const table: Readonly<Record<string, readonly [Body, readonly string[]]>> = {
  'a call hands back its result': [
    function* (log) {
      log.push(`${(yield* call(five())) + (yield* call(five()))}`);
    },
    ['10'],
  ],
  'a routine without a step may be called': [
    function* (log) {
      const none = function* (): Routine<string> {
        return 'nothing to do';
      };
      log.push(yield* call(none()));
      yield none();
    },
    ['nothing to do'],
  ],
  'what is returned at once takes no step, nor a place on the stack': [
    function* (log) {
      const all: string[] = [];
      const calls: Called<unknown>[] = [call(five()), returned(6), RETURNED];
      for (const one of calls) all.push(String(yield* one));
      log.push(all.join(' '));
    },
    ['5 6 undefined'],
  ],
  'calls may be a thousand deep': [
    function* (log) {
      log.push(`${yield* call(deep(1000))}`);
    },
    ['1005'],
  ],
  'a yielded routine is called, its result is dropped': [
    function* (log) {
      yield five();
      log.push('after');
    },
    ['after'],
  ],
  'calls stand in the arguments of calls': [
    function* (log) {
      const sum = function* (a: number, b: number): Routine<number> {
        yield LOCAL;
        return a + b;
      };
      log.push(`${yield* call(sum(yield* call(five()), yield* call(sum(1, 2))))}`);
    },
    ['8'],
  ],
  'an exception is caught by the caller': [
    function* (log) {
      try {
        yield* call(fails());
      } catch (error) {
        log.push(`caught ${(error as Error).message}`);
      }
      log.push(`${yield* call(five())}`);
    },
    ['caught inner', '5'],
  ],
  'an exception before the first step is caught too': [
    function* (log) {
      try {
        yield failsAtOnce();
      } catch (error) {
        log.push(`caught ${(error as Error).message}`);
      }
      yield LOCAL;
    },
    ['caught at once'],
  ],
  'an exception passes those who do not catch it, and their cleanup takes its steps': [
    function* (log) {
      try {
        yield* call(cleansUp(log, () => cleansUp(log, fails)));
      } catch (error) {
        log.push(`caught ${(error as Error).message}`);
      }
    },
    ['cleanup begins', 'cleanup ends', 'cleanup begins', 'cleanup ends', 'caught inner'],
  ],
  'cleanup takes its steps after a return': [
    function* (log) {
      log.push(`${yield* call(cleansUp(log, five))}`);
    },
    ['cleanup begins', 'cleanup ends', '5'],
  ],
  'a handler may throw something else': [
    function* (log) {
      const replaces = function* (): Routine<number> {
        try {
          return yield* call(fails());
        } catch {
          throw new TypeError('outer');
        }
      };
      try {
        yield replaces();
      } catch (error) {
        log.push(`${error instanceof TypeError}`);
      }
    },
    ['true'],
  ],
  'a handler may call, and return a value in place of the exception': [
    function* (log) {
      const recovers = function* (): Routine<number> {
        try {
          return yield* call(failsAtOnce());
        } catch {
          return 1 + (yield* call(five()));
        }
      };
      log.push(`${yield* call(recovers())}`);
    },
    ['6'],
  ],
};

for (const [title, [body, expected]] of Object.entries(table)) {
  test(title, (t) => {
    const { stop, log, kernel } = play({}, (kernel, log) => void kernel.spawn('a', body(log)));
    t.is(stop, 'idle');
    t.is(kernel.tasks[0].state, 'ended');
    t.deepEqual(log, expected);
  });
}

test('calls of several tasks do not disturb one another', (t) => {
  const picks = Array.from({ length: 200 }, (_, i) => (i * 7) % 3);
  const { log } = play({ timed: false, picks }, (kernel, log) => {
    for (const levels of [3, 4, 5]) {
      const body = function* (): Routine {
        for (let i = 0; i < 5; i++) log.push(`${levels}: ${yield* call(deep(levels))}`);
      };
      kernel.spawn(`${levels}`, body());
    }
  });
  t.deepEqual(
    [...log].sort(),
    [3, 4, 5].flatMap((levels) => new Array<string>(5).fill(`${levels}: ${levels + 5}`)),
  );
});

test('what nobody catches leaves the kernel, which then knows whose step it was', (t) => {
  const kernel = play({}, () => undefined).kernel;
  const run = (): unknown =>
    play(
      {},
      (kernel) => {
        kernel.spawn('careful', deep(3));
        kernel.spawn('reckless', cleansUp([], fails));
      },
      kernel,
    );
  t.throws(run, { instanceOf: RangeError, message: 'inner' });
  t.is(kernel.current?.name, 'reckless');
});

class Semaphore {}

for (const [yielded, what] of [
  [undefined, 'undefined'],
  [null, 'null'],
  [5, 'number'],
  [new Semaphore(), 'Semaphore'],
] as const) {
  test(`a task that yields ${what} is refused, whatever it would catch`, (t) => {
    const body = function* (): Routine {
      try {
        yield yielded as unknown as Routine;
      } catch {
        t.fail();
      }
    };
    const run = (): unknown => play({}, (kernel) => void kernel.spawn('a', body()));
    t.throws(run, { instanceOf: AssertionError, message: new RegExp(`^task a yielded ${what}:`) });
  });
}
