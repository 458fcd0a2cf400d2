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
