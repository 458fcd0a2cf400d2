import test from 'ava';
import { call, type Routine } from '../../../harness/sim';
import { Executive } from '../ex/executive';
import { outcomes, play } from '../_machine.test';
import { EventObject } from './event-object';
import { HandleTable } from './handle-table';
import { ntCreateEvent, ntDuplicateObject, ntWaitForSingleObject } from './services';

for (const resetsItself of [true, false]) {
  test(`of three threads that wait for ${resetsItself ? 'an event that resets itself' : 'an event'}, ${resetsItself ? 'one goes' : 'all go'} on`, (t) => {
    const seen = outcomes(50, (world) => {
      const event = new EventObject(new Executive(world), 'event', { resetsItself });
      const woken: boolean[] = [];
      const waiter = function* (): Routine {
        woken.push(yield* call(event.wait(100)));
      };
      const setter = function* (): Routine {
        yield event.clear();
        event.signalled = true;
      };
      const threads = { a: waiter(), b: waiter(), c: waiter(), setter: setter() };
      return { threads, outcome: () => `${woken.filter((one) => one).length} of ${woken.length}, ${event.signalled}` };
    });
    // Under schedules in which the timers fire first, nobody is in time, and the event stays set.
    t.true(seen.includes(resetsItself ? '1 of 3, false' : '3 of 3, true'), seen.join('; '));
    if (resetsItself)
      t.deepEqual(
        seen.filter((one) => !['0 of 3, true', '1 of 3, false'].includes(one)),
        [],
      );
  });
}

test('a look does not wait', (t) => {
  const seen: boolean[] = [];
  play((world) => {
    const event = new EventObject(new Executive(world), 'event', { resetsItself: false });
    const thread = function* (): Routine {
      seen.push(yield* call(event.wait(0)));
      event.signalled = true;
      seen.push(yield* call(event.wait(0)), yield* call(event.wait(0)));
      yield event.clear();
      seen.push(yield* call(event.wait(0)));
    };
    return { thread: thread() };
  });
  t.deepEqual(seen, [false, true, true, false]);
});

test('handles in two tables: the object goes with the last of them, and handles of no object are invalid', (t) => {
  const seen: unknown[] = [];
  play((world) => {
    const executive = new Executive(world);
    const [mine, his] = ['mine', 'his'].map((label) => new HandleTable<EventObject>(world, label));
    const thread = function* (): Routine {
      const handle = yield* call(ntCreateEvent(executive, mine, 'event', { resetsItself: false }));
      const number = typeof handle === 'number' ? handle : 0;
      const copy = yield* call(ntDuplicateObject(mine, number, his));
      seen.push(yield* call(mine.close(number)), yield* call(mine.close(number)), executive.nonpagedPool.bytes);
      seen.push(yield* call(ntWaitForSingleObject(mine, number, 0)), yield* call(ntDuplicateObject(mine, number, his)));
      seen.push(yield* call(ntWaitForSingleObject(his, Number(copy), 0)));
      yield his.closeAll();
      seen.push(his.entries.size, executive.nonpagedPool.bytes);
    };
    return { thread: thread() };
  });
  const invalid = 'STATUS_INVALID_HANDLE';
  t.deepEqual(seen, ['STATUS_SUCCESS', invalid, 64, invalid, invalid, 'STATUS_TIMEOUT', 0, 0]);
});
