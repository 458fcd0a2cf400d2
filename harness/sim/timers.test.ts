import test from 'ava';
import fc from 'fast-check';
import { Task } from './task';
import { Timers } from './timers';

/** What the timers must do, by sorting. */
class SortedList {
  #events: { readonly ticks: number; readonly task: Task }[] = [];

  get tasks(): readonly Task[] {
    return this.#events.map(({ task }) => task);
  }

  set(task: Task, ticks: number): void {
    // A stable place behind everything that is due at the same time.
    const later = this.#events.findIndex((event) => event.ticks > ticks);
    this.#events.splice(later < 0 ? this.#events.length : later, 0, { ticks, task });
  }

  pop(): { readonly ticks: number; readonly task: Task } | undefined {
    return this.#events.shift();
  }

  isDue(ticks: number): boolean {
    return this.#events[0]?.ticks === ticks;
  }

  cancel(task: Task): void {
    this.#events = this.#events.filter((event) => event.task !== task);
  }
}

type Action =
  | { readonly kind: 'set'; readonly ticks: number }
  /** Pops, asks for ties as the kernel does, and moves the time on. */
  | { readonly kind: 'pop' }
  | { readonly kind: 'cancel'; readonly which: number };

/** At once, near, equal, and years away. */
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 5 }) },
  { weight: 3, arbitrary: fc.nat({ max: 1_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 30 - 3, max: 2 ** 31 + 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 34, max: 2 ** 49 }) },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('set' as const), ticks: delay }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'pop' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat({ max: 20 }) }) },
);

/** A pending timer is never set again, and time never goes back. */
function compare(timers: Timers, actions: readonly Action[]): [found: unknown[], expected: unknown[]] {
  const list = new SortedList();
  const [found, expected]: [unknown[], unknown[]] = [[], []];
  let now = 0;
  let tasks = 0;
  for (const step of actions) {
    switch (step.kind) {
      case 'set': {
        const task = taskOf(tasks++);
        timers.set(task, now + step.ticks);
        list.set(task, now + step.ticks);
        break;
      }
      case 'pop': {
        const event = list.pop();
        found.push(timers.pop()?.id);
        expected.push(event?.task.id);
        if (event === undefined) break;
        now = event.ticks;
        found.push(event.task.dueTicks, event.task.nextDue.dueTicks === now);
        expected.push(now, list.isDue(now));
        break;
      }
      case 'cancel': {
        const task = list.tasks[step.which];
        if (task === undefined) break;
        timers.cancel(task);
        list.cancel(task);
        break;
      }
    }
    found.push(timers.first()?.id);
    expected.push(list.tasks[0]?.id);
  }
  expected.push(...list.tasks.map(({ id }) => id));
  for (let task = timers.pop(); task !== undefined; task = timers.pop()) found.push(task.id);
  return [found, expected];
}

function taskOf(id: number): Task {
  return new Task(id, `task ${id}`, undefined, false, undefined as never);
}

for (const crowd of [undefined, 0, 1, 3, 40]) {
  test(`timers do what a sorted list does: ${crowd === undefined ? 'no crowd' : `${crowd} are no crowd`}`, (t) => {
    const timers = new Timers(crowd === undefined ? undefined : { crowd });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        timers.clear();
        const [found, expected] = compare(timers, actions);
        t.deepEqual(found, expected);
      }),
      { numRuns: 1000 },
    );
  });
}

test('thousands of timers come in order, those of one time in the order in which they were set', (t) => {
  const timers = new Timers();
  const due = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 1000);
  due.forEach((ticks, i) => {
    timers.set(taskOf(i), ticks);
  });
  const expected = due.map((_, i) => i).sort((a, b) => due[a] - due[b] || a - b);
  const found: (number | undefined)[] = due.map(() => timers.pop()?.id);
  t.deepEqual(found, expected);
});

test('a task that fired is set again, a million times', (t) => {
  const timers = new Timers();
  for (let i = 0; i < 10; i++) timers.set(taskOf(i), 0);
  for (let i = 0; i < 1_000_000; i++) {
    const task = timers.pop();
    if (task?.id !== i % 10) return t.is(task?.id, i % 10);
    timers.set(task, Math.floor(i / 10) + 1);
  }
  return t.pass();
});

test('cleared timers remember nothing', (t) => {
  const timers = new Timers({ crowd: 2 });
  for (let i = 0; i < 4; i++) timers.set(taskOf(i), i);
  timers.clear();
  t.is(timers.first(), undefined);
  t.is(timers.pop(), undefined);
  timers.set(taskOf(7), 3);
  t.is(timers.pop()?.id, 7);
});
