import type { Handlers } from './invariant';

/**
 * One object that has every event of E as a method and hands each to all the listeners that want it, in their order.
 * The calls are generated source with a call site for each listener: twenty of them cost 1.2 times the bare engine, the same
 * twenty called in a loop five times. `fuseByLoop` is the same thing as a loop; a test compares the two.
 */
export function fuse<E extends object>(events: readonly string[], listeners: readonly Handlers<E>[]): E {
  const names = listeners.map((_, i) => `l${i}`);
  const methods = events.map((event) => methodOf(event, listeners));
  // One literal: an object that has its methods added one by one would become a dictionary, slow to look them up in.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function(...names, `return { ${methods.join(', ')} };`) as (
    ...listeners: readonly Handlers<E>[]
  ) => E;
  return make(...listeners);
}

/** The source of a method that hands an event on; listener i is called `l${i}`. */
function methodOf<E extends object>(event: string, listeners: readonly Handlers<E>[]): string {
  if (!/^\w+$/.test(event)) throw new TypeError(`an event's name is a plain word, not ${JSON.stringify(event)}`);
  // As many values as a handler names, and some more for those that take the rest (`...values`), which name none.
  let arity = 4;
  for (const listener of listeners) {
    if (event in listener) arity = Math.max(arity, (Reflect.get(listener, event) as { length: number }).length);
  }
  const values = Array.from({ length: arity }, (_, i) => `v${i}`).join(', ');
  const calls = listeners.map((listener, i) => (event in listener ? `l${i}.${event}(${values}); ` : ''));
  return `${event}(${values}) { ${calls.join('')}}`;
}

/** As `fuse`, without generated code. */
export function fuseByLoop<E extends object>(events: readonly string[], listeners: readonly Handlers<E>[]): E {
  const fused: Record<string, unknown> = {};
  for (const event of events) {
    fused[event] = (...values: unknown[]): void => {
      for (const listener of listeners) {
        const handler = Reflect.get(listener, event) as ((...values: unknown[]) => void) | undefined;
        handler?.apply(listener, values);
      }
    };
  }
  return fused as E;
}
