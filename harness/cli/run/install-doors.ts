import { createHook } from 'node:async_hooks';
import type * as ChildProcess from 'node:child_process';
import type * as Crypto from 'node:crypto';
import type * as FileSystem from 'node:fs';
import type * as OperatingSystem from 'node:os';
import { lazy } from '../lazy';
import { isListening, listenAlso, tell } from './doors';

/**
 * The ways besides `choose` by which something may come into a run: the clock, random numbers, the environment, files, the
 * locale, the collector, what runs later. Each is replaced by one that tells whoever listens and does what it did. They stay
 * for the life of the process, so that a model which keeps `const { now } = Date` is heard too: install them before models are
 * loaded. While nobody listens they do nothing.
 */
export function installDoors(): void {
  if (installed) return;
  installed = true;
  for (const [owner, label, names] of doors()) {
    for (const name of names) watch(owner, name, () => `${label}${name}()`);
  }
  watchDate();
  watchLocales();
  watchCollector();
  watchSorting();
  listenAlso(later);
  for (const name of ['env', 'pid', 'ppid', 'argv', 'execArgv', 'title'])
    watchProperty(process, name, `process.${name}`);
}

let installed = false;

/** Whatever runs later, async functions included, which call nothing that could be replaced. */
const later = createHook({
  init: (_id, type) => {
    tell(LATER[type] ?? `something that runs later (${type})`);
  },
});

const LATER: Readonly<Record<string, string | undefined>> = {
  PROMISE: 'a promise',
  Timeout: 'a timer of Node',
  Immediate: 'setImmediate()',
  TickObject: 'process.nextTick()',
  Microtask: 'queueMicrotask()',
};

type Door = readonly [owner: object, label: string, names: readonly string[]];

function doors(): readonly Door[] {
  const files = lazy('node:fs') as typeof FileSystem;
  const system = lazy('node:os') as typeof OperatingSystem;
  const crypto = lazy('node:crypto') as typeof Crypto;
  const processes = lazy('node:child_process') as typeof ChildProcess;
  const web = Object.getPrototypeOf(crypto.webcrypto) as object;
  return [
    [Math, 'Math.', ['random']],
    [Object.getPrototypeOf(performance) as object, 'performance.', ['now']],
    [process.hrtime, 'process.hrtime.', ['bigint']],
    [process, 'process.', ['hrtime', 'uptime', 'cpuUsage', 'memoryUsage', 'resourceUsage', 'cwd']],
    [crypto, 'crypto.', functionsOf(crypto).filter((name) => /^random|^generateKey|^pseudoRandom/.test(name))],
    [web, 'crypto.', ['getRandomValues', 'randomUUID']],
    [files, 'fs.', functionsOf(files)],
    [system, 'os.', functionsOf(system)],
    [processes, 'child_process.', functionsOf(processes)],
    [Date, 'Date.', ['now']],
    [Date.prototype, 'in the time zone of this machine: Date.', LOCAL],
  ];
}

/** Functions, and not classes. */
function functionsOf(module: object): string[] {
  return Object.entries(module).flatMap(([name, value]) =>
    typeof value === 'function' && /^[a-z]/.test(name) ? [name] : [],
  );
}

/** What of a date depends on where one is. */
const LOCAL = [
  ...['getDate', 'getDay', 'getFullYear', 'getHours', 'getMilliseconds', 'getMinutes', 'getMonth', 'getSeconds'],
  ...['setDate', 'setFullYear', 'setHours', 'setMilliseconds', 'setMinutes', 'setMonth', 'setSeconds'],
  ...['getTimezoneOffset', 'toString', 'toDateString', 'toTimeString'],
];

/** A text with a time of day and no zone. */
const UNZONED = /\d:\d\d(?!.*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$)/;

function watchDate(): void {
  const isLocal = (values: readonly unknown[]): boolean =>
    values.length > 1 || (typeof values[0] === 'string' && UNZONED.test(values[0]));
  watch(globalThis, 'Date', (values, how) => {
    if (how === 'call') return 'Date()';
    if (values.length === 0) return 'new Date()';
    return isLocal(values) ? 'in the time zone of this machine: new Date(...)' : undefined;
  });
}

/** The place among its arguments at which each is told a locale. Without it, it takes the machine's. */
function watchLocales(): void {
  const methods: readonly (readonly [owner: object, label: string, names: readonly string[], place: number])[] = [
    [String.prototype, 'String.', ['localeCompare'], 1],
    [String.prototype, 'String.', ['toLocaleLowerCase', 'toLocaleUpperCase'], 0],
    [Number.prototype, 'Number.', ['toLocaleString'], 0],
    [BigInt.prototype, 'BigInt.', ['toLocaleString'], 0],
    [Array.prototype, 'Array.', ['toLocaleString'], 0],
    [Date.prototype, 'Date.', ['toLocaleString', 'toLocaleDateString', 'toLocaleTimeString'], 0],
    [Intl, 'Intl.', Object.getOwnPropertyNames(Intl).filter((name) => name !== 'Locale' && /^[A-Z]/.test(name)), 0],
  ];
  for (const [owner, label, names, place] of methods) {
    for (const name of names) {
      watch(owner, name, (values) =>
        values[place] === undefined ? `in the locale of this machine: ${label}${name}()` : undefined,
      );
    }
  }
}

function watchCollector(): void {
  watch(WeakRef.prototype, 'deref', () => 'what the garbage collector has left: WeakRef.deref()');
  watch(globalThis, 'WeakRef', () => 'new WeakRef()');
  watch(globalThis, 'FinalizationRegistry', () => 'new FinalizationRegistry()');
}

/** What an order that contradicts itself makes of a list is left to each engine. */
function watchSorting(): void {
  for (const name of ['sort', 'toSorted']) {
    watch(Array.prototype, name, ([order], _how, list) => {
      if (typeof order !== 'function' || !Array.isArray(list) || !isListening()) return undefined;
      return contradictsItself(list, order as Order) ? `an order that contradicts itself: Array.${name}()` : undefined;
    });
  }
}

type Order = (a: unknown, b: unknown) => unknown;

function contradictsItself(list: readonly unknown[], order: Order): boolean {
  for (let i = 1; i < list.length; i++) {
    const [a, b] = [list[i - 1], list[i]];
    if (a === undefined || b === undefined) continue; // these go last, and nobody is asked
    if (Math.sign(Number(order(a, b))) !== -Math.sign(Number(order(b, a)))) return true;
  }
  return false;
}

type Told = (values: readonly unknown[], how: 'call' | 'construct', self: unknown) => string | undefined;

/** From now on this function or class tells what `what` makes of each call, if it makes anything of it. */
function watch(owner: object, name: string, what: Told): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function') return; // not every version of Node has all of them
  const ask = (values: readonly unknown[], how: 'call' | 'construct', self?: unknown): void => {
    const told = isListening() ? what(values, how, self) : undefined;
    if (told !== undefined) tell(told);
  };
  const watched: unknown = new Proxy(original, {
    apply: (target, self: unknown, values: unknown[]): unknown => {
      ask(values, 'call', self);
      return Reflect.apply(target, self, values);
    },
    construct: (target, values: unknown[], as): object => {
      ask(values, 'construct');
      return Reflect.construct(target, values, as) as object;
    },
  });
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  if (descriptor?.configurable === false) return;
  Object.defineProperty(owner, name, {
    value: watched,
    writable: true,
    configurable: true,
    enumerable: descriptor?.enumerable,
  });
}

function watchProperty(owner: object, name: string, what: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  if (descriptor?.configurable !== true) return;
  let value: unknown = Reflect.get(owner, name);
  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: descriptor.enumerable,
    get: () => {
      tell(what);
      return value;
    },
    set: (other: unknown) => {
      value = other;
    },
  });
}
