import test from 'ava';
import fc from 'fast-check';
import { fuse, fuseByLoop } from './fuse';
import type { Handlers } from './invariant';

interface Events {
  opened(handle: number, name: string): void;
  closed(handle: number): void;
  freed(): void;
  moved(a: number, b: number, c: number, d: number): void;
}

const EVENTS = ['opened', 'closed', 'freed', 'moved'] as const;

/** A listener to some of the events that writes down what it hears; its state is its own (`this`). */
class Listener {
  heard = 0;

  static to(events: readonly (keyof Events)[], index: number, log: string[]): Handlers<Events> {
    const listener = new Listener() as Listener & Record<string, unknown>;
    for (const event of events) {
      listener[event] = function (this: Listener, ...values: unknown[]): void {
        log.push(
          `${index}: ${event}(${values
            .filter((value) => value !== undefined)
            .map(String)
            .join()}) after ${this.heard++}`,
        );
      };
    }
    return listener as Handlers<Events>;
  }
}

const listeners = fc.array(fc.uniqueArray(fc.constantFrom(...EVENTS)), { maxLength: 30 });
const fired = fc.array(fc.tuple(fc.constantFrom(...EVENTS), fc.nat({ max: 9 })), { maxLength: 20 });

test('a fused listener hears what all the listeners hear, in their order', (t) => {
  fc.assert(
    fc.property(listeners, fired, (interests, events) => {
      const logs = [fuse, fuseByLoop].map((make) => {
        const log: string[] = [];
        const fused = make<Events>(
          EVENTS,
          interests.map((names, i) => Listener.to(names, i, log)),
        );
        for (const [event, value] of events) {
          if (event === 'opened') fused.opened(value, 'a.txt');
          else if (event === 'closed') fused.closed(value);
          else if (event === 'freed') fused.freed();
          else fused.moved(value, 2, 3, 4);
        }
        return log;
      });
      t.deepEqual(logs[0], logs[1]);
    }),
    { numRuns: 300 },
  );
});

for (const make of [fuse, fuseByLoop]) {
  test(`${make.name}: handlers may stand on the prototype`, (t) => {
    class Counter {
      count = 0;
      freed(): void {
        this.count++;
      }
    }
    const counter = new Counter();
    const fused = make<Events>(EVENTS, [counter]);
    fused.freed();
    fused.closed(1);
    t.is(counter.count, 1);
  });

  test(`${make.name}: what a listener throws reaches whoever reported the event`, (t) => {
    const fused = make<Events>(EVENTS, [
      {
        freed() {
          throw new RangeError('freed twice');
        },
      },
    ]);
    t.throws(() => fused.freed(), { instanceOf: RangeError, message: 'freed twice' });
  });
}

test('no source is made of a name that is not a plain word', (t) => {
  t.throws(() => fuse<object>(['a(){}; evil'], []), { instanceOf: TypeError });
});
