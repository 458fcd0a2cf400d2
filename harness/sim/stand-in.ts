import type { AccessMode } from './access';
import type { SharedThing } from './kernel';
import { Operation } from './operation';
import { SharedObject } from './shared';
import type { Task } from './task';
import type { Step } from './unannounced-touch';

/** One property of a watched thing, or what is in the container that it holds, and the latest touches of it. */
export class Watched {
  /** The latest write. */
  write: Step | undefined;
  /** Since the latest write: the latest of each task that read it ... */
  readonly reads: Step[] = [];
  /** ... and of each that added to it, if it is a counter. */
  readonly commutes: Step[] = [];
  isCounter = false;
  /** The step that has read it last, if nothing but reading it has been done since. */
  reader: Step | undefined = undefined;
  /** Tasks whose condition has looked at it since it was changed last. */
  readonly lookers: Task[] = [];

  constructor(
    readonly thing: SharedThing,
    readonly property: string,
    /** The step that made the thing, and so wrote all of it first. */
    readonly born: Step | undefined,
  ) {
    this.write = born;
  }

  /** What announces it; undefined: nothing does. */
  get object(): number | undefined {
    const { thing } = this;
    return 'object' in thing && typeof thing.object === 'number' ? thing.object : undefined;
  }
}

/** Who is told of every touch. */
export interface Watcher {
  /** Whether it wants to be told just now. */
  readonly isLooking: boolean;
  /** The step that is being taken; undefined while things are set up. */
  readonly step: Step | undefined;
  touched(watched: Watched, mode: AccessMode): void;
  /** The stand-ins of containers: of several places that hold one, the first gives it its name. */
  readonly contents: WeakMap<object, object>;
}

/** The handler of a stand-in: reports every touch of the properties of the thing behind it, and of the containers that they hold. */
export class StandIn<T extends SharedThing> implements ProxyHandler<T> {
  readonly #properties = new Map<string, Watched>();
  readonly #born: Step | undefined;

  constructor(readonly watcher: Watcher) {
    this.#born = watcher.step;
  }

  get(target: T, property: string | symbol, receiver: unknown): unknown {
    const value: unknown = Reflect.get(target, property, receiver);
    if (typeof property === 'symbol' || isIdentity(property) || value instanceof Operation) return value;
    // A method is no state; a function that is kept in a property is.
    if (typeof value === 'function' && !Object.hasOwn(target, property)) {
      return property === 'tally' && target instanceof SharedObject ? this.#tallyOf(target) : value;
    }
    if (this.watcher.isLooking) this.watcher.touched(this.#watched(target, property), 'R');
    return isContainer(value) ? this.#contents(target, property, value) : value;
  }

  set(target: T, property: string | symbol, value: unknown, receiver: unknown): boolean {
    if (typeof property === 'string' && !isIdentity(property) && this.watcher.isLooking) this.#write(target, property);
    // What the thing itself holds needs no way through its stand-in, which would be twice as slow.
    return Object.hasOwn(target, property)
      ? Reflect.set(target, property, value)
      : Reflect.set(target, property, value, receiver);
  }

  deleteProperty(target: T, property: string | symbol): boolean {
    if (typeof property === 'string' && this.watcher.isLooking) this.#write(target, property);
    return Reflect.deleteProperty(target, property);
  }

  #write(target: T, property: string): void {
    const { watcher } = this;
    if (this.#properties.has(property) || this.#born !== watcher.step) {
      watcher.touched(this.#watched(target, property), 'W');
    }
  }

  #tallyOf(target: T & SharedObject): SharedObject['tally'] {
    return (counter, by) => {
      this.watcher.touched(this.#watched(target, counter), 'C');
      (target as T & Tallying).tally(counter, by);
    };
  }

  #contents(target: T, property: string, container: Container): object {
    const { watcher } = this;
    let contents = watcher.contents.get(container);
    if (contents === undefined) {
      const watched = this.#watched(target, `${property}[]`);
      const touched = (mode: AccessMode): void => {
        if (watcher.isLooking) watcher.touched(watched, mode);
      };
      contents = new Proxy<object>(container, Array.isArray(container) ? arrayHandler(touched) : keyedHandler(touched));
      watcher.contents.set(container, contents);
    }
    return contents;
  }

  #watched(thing: T, property: string): Watched {
    let watched = this.#properties.get(property);
    if (watched === undefined) this.#properties.set(property, (watched = new Watched(thing, property, this.#born)));
    return watched;
  }
}

type Tallying = SharedObject & Record<string, number>;

type Container = unknown[] | Map<unknown, unknown> | Set<unknown>;

const MUTATORS: ReadonlySet<string | symbol> = new Set(['set', 'add', 'delete', 'clear']);

function arrayHandler(touched: (mode: AccessMode) => void): ProxyHandler<object> {
  return {
    get: (target, key): unknown => {
      touched('R');
      return Reflect.get(target, key);
    },
    set: (target, key, value): boolean => {
      touched('W');
      return Reflect.set(target, key, value);
    },
    deleteProperty: (target, key): boolean => {
      touched('W');
      return Reflect.deleteProperty(target, key);
    },
  };
}

/** Maps and sets. Their methods work on the real one only. */
function keyedHandler(touched: (mode: AccessMode) => void): ProxyHandler<object> {
  return {
    get: (target, key): unknown => {
      touched(MUTATORS.has(key) ? 'W' : 'R');
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  };
}

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || value instanceof Map || value instanceof Set;
}

/** What names a thing and what announces it never change. */
function isIdentity(property: string): boolean {
  return property === 'label' || property === 'object';
}
