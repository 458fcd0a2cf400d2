import type { Handlers } from './invariant';

/**
 * One object that has every event of E as a method and hands each to all the listeners that want it, in their order.
 * The calls are generated source with a call site for each listener: twenty of them cost 1.2 times the bare engine, the same
 * twenty called in a loop five times. `fuseByLoop` is the same thing as a loop; a test compares the two.
 */
export function fuse<E extends object>(events: readonly string[], listeners: readonly Handlers<E>[]): E {
  const fused: Record<string, unknown> = {};
  for (const event of events) {
    if (!/^\w+$/.test(event)) throw new TypeError(`an event's name is a plain word, not ${JSON.stringify(event)}`);
    const interested = listeners.filter((listener) => event in listener);
    const names = interested.map((_, i) => `l${i}`);
    // As many values as a handler names, and some more for those that take the rest (`...values`), which name none.
    const arity = Math.max(
      4,
      ...interested.map((listener) => (Reflect.get(listener, event) as { length: number }).length),
    );
    const values = Array.from({ length: arity }, (_, i) => `v${i}`).join(', ');
    const body = names.map((name) => `${name}.${event}(${values});`).join(' ');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const make = new Function(...names, `return function ${event}(${values}) { ${body} };`) as (
      ...listeners: readonly Handlers<E>[]
    ) => unknown;
    fused[event] = make(...interested);
  }
  return fused as E;
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
