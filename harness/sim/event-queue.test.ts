import test from 'ava';
import fc from 'fast-check';
import { EventQueue } from './event-queue';

/** What the queue must do, by sorting. */
class SortedList {
  #events: { ticks: number; item: number }[] = [];

  get length(): number {
    return this.#events.length;
  }

  push(ticks: number, item: number): void {
    // A stable place behind everything that is due at the same time.
    const later = this.#events.findIndex((event) => event.ticks > ticks);
    this.#events.splice(later < 0 ? this.#events.length : later, 0, { ticks, item });
  }

  peek(): number {
    return this.#events[0]?.item ?? -1;
  }

  pop(): { ticks: number; item: number } | undefined {
    return this.#events.shift();
  }

  hasTie(ticks: number): boolean {
    return this.#events[0]?.ticks === ticks;
  }

  remove(item: number): void {
    this.#events = this.#events.filter((event) => event.item !== item);
  }

  items(): number[] {
    return this.#events.map(({ item }) => item);
  }
}

type Action =
  | { readonly kind: 'push'; readonly ticks: number }
  /** Pops, asks for ties as the kernel does, and moves the time on. */
  | { readonly kind: 'pop' }
  | { readonly kind: 'peek' }
  | { readonly kind: 'remove'; readonly which: number };

/** Near, equal, at the edge of what a key can hold, and years away. */
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 5 }) },
  { weight: 3, arbitrary: fc.nat({ max: 1_000_000 }) },
  { weight: 2, arbitrary: fc.integer({ min: 2 ** 32 - 3, max: 2 ** 32 + 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 34, max: 2 ** 49 }) },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), ticks: delay }) },
  { weight: 4, arbitrary: fc.constant({ kind: 'pop' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'peek' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat({ max: 20 }) }) },
);

/** Runs the actions on both; what they answer, in order. A pending event is never pushed again, and time never goes back. */
function answers(
  queue: EventQueue,
  actions: readonly Action[],
  pendingMax: number,
): [found: unknown[], expected: unknown[]] {
  const list = new SortedList();
  const [found, expected]: [unknown[], unknown[]] = [[], []];
  let now = 0;
  let items = 0;
  for (const step of actions) {
    switch (step.kind) {
      case 'push':
        if (list.length >= pendingMax) break;
        queue.push(now + step.ticks, items);
        list.push(now + step.ticks, items);
        items++;
        break;
      case 'pop': {
        const event = list.pop();
        found.push(queue.pop());
        expected.push(event?.item ?? -1);
        if (event === undefined) break;
        now = event.ticks;
        found.push(queue.hasTie(now));
        expected.push(list.hasTie(now));
        if (list.hasTie(now)) found.push(queue.mayTie());
        if (list.hasTie(now)) expected.push(true);
        break;
      }
      case 'peek':
        found.push(queue.peek());
        expected.push(list.peek());
        break;
      case 'remove': {
        const item = list.items()[step.which];
        if (item === undefined) break;
        queue.remove(item);
        list.remove(item);
        break;
      }
    }
    found.push(queue.length);
    expected.push(list.length);
  }
  while (list.length > 0) {
    found.push(queue.pop());
    expected.push(list.pop()?.item);
  }
  return [found, expected];
}

for (const [title, sequences, pendingMax] of [
  ['', undefined, 1000],
  [', when sequence numbers run out again and again', 8, 7],
] as const) {
  test(`a queue does what a sorted list does${title}`, (t) => {
    const queue = new EventQueue(sequences === undefined ? undefined : { sequences });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        queue.clear();
        const [found, expected] = answers(queue, actions, pendingMax);
        t.deepEqual(found, expected);
      }),
      { numRuns: 1500 },
    );
  });
}

test('a million events and their numbers are handed out anew in order', (t) => {
  const queue = new EventQueue();
  let now: number;
  // Three sequence spans, with ties throughout.
  for (let i = 0; i < 10; i++) queue.push(0, i);
  for (let i = 0; i < 3_000_000; i++) {
    const item = queue.pop();
    if (item !== i % 10) return t.is(item, i % 10);
    now = Math.floor(i / 10);
    queue.push(now + 1, item);
  }
  return t.is(queue.length, 10);
});

test('what is far stays in order of insertion', (t) => {
  const queue = new EventQueue();
  const day = 864_000_000_000;
  for (let i = 0; i < 100; i++) queue.push(day * (1 + (i % 3)), i);
  const popped = Array.from({ length: 100 }, () => queue.pop());
  const expected = Array.from({ length: 100 }, (_, i) => i).sort((a, b) => (a % 3) - (b % 3) || a - b);
  t.deepEqual(popped, expected);
});

test('a look at a far event does not get in the way of a near one', (t) => {
  const queue = new EventQueue();
  queue.push(2 ** 50, 1);
  t.is(queue.peek(), 1);
  queue.push(7, 2);
  queue.push(6, 3);
  t.deepEqual([queue.pop(), queue.pop(), queue.pop(), queue.pop()], [3, 2, 1, -1]);
});

test('more pending events than there are numbers are refused', (t) => {
  const queue = new EventQueue({ sequences: 4 });
  for (let i = 0; i < 3; i++) queue.push(i, i);
  t.throws(
    () => {
      for (let i = 3; i < 6; i++) queue.push(i, i);
    },
    { instanceOf: RangeError, message: /4 events are pending/ },
  );
});

test('a cleared queue remembers nothing', (t) => {
  const queue = new EventQueue();
  queue.push(2 ** 40, 1);
  queue.push(5, 2);
  queue.pop();
  queue.clear();
  t.is(queue.length, 0);
  t.is(queue.pop(), -1);
  queue.push(3, 7);
  t.is(queue.pop(), 7);
  t.false(queue.hasTie(3));
});
