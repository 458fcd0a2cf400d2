import { isRead, modeOf, objectOf, type Access, type AccessMode } from './access';
import { AssertionError } from './assert';
import type { Kernel, SharedThing } from './kernel';
import { Operation } from './operation';
import type { Task } from './task';

/** How far each task had come, by task id: what a step can know of the others. */
type Clock = number[];

/** One touch of one property. */
interface Touch {
  readonly task: Task;
  /** The task's own component of its clock at the touch. */
  readonly tick: number;
  readonly step: number;
}

interface FieldHistory {
  write: Touch | undefined;
  readonly reads: Map<Task, Touch>;
  readonly commutes: Map<Task, Touch>;
}

interface ObjectClocks {
  readonly R: Clock;
  readonly W: Clock;
  readonly C: Clock;
}

/** A model touched shared state that its step neither announced nor was ordered by anything announced. */
export class UnannouncedTouch extends AssertionError {}

/**
 * The checked mode: finds touches of shared state that are neither announced nor guarded. Two touches of one property, at
 * least one a write, must be ordered by the announced operations between them (a lock, a hand-over, the object itself): the
 * relation on which partial-order reduction relies. It is computed with vector clocks that announced accesses join, so a hand-over
 * of ownership needs no declaration. It costs tens of times the plain run, and sees what a run makes visible: run it
 * over several schedules.
 */
export class Checker {
  readonly #kernel: Kernel;
  #clocks = new Map<Task, Clock>();
  #objects = new Map<number, ObjectClocks>();
  #histories = new Map<number, Map<string, FieldHistory>>();
  #access: readonly Access[] = [];
  #suspended = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Before each run. */
  begin(): void {
    this.#clocks.clear();
    this.#objects.clear();
    this.#histories.clear();
    this.#access = [];
    this.#suspended = 0;
  }

  /** What a task does starts after everything its parent has done; made between steps, after everything that anybody has done. */
  spawned(task: Task, parent: Task | undefined): void {
    const clock: Clock = [];
    if (parent === undefined) for (const other of this.#clocks.values()) join(clock, other);
    else join(clock, this.#clockOf(parent));
    clock[task.id] = 1;
    this.#clocks.set(task, clock);
    if (parent !== undefined) tick(this.#clockOf(parent), parent);
  }

  /** A step begins: it comes after every earlier step whose announcement conflicts with its own. */
  stepping(task: Task, announced: readonly Access[]): void {
    // A model may keep what it announces in a watched array: looking at it is no touch.
    const access = this.suspend(() => [...announced]);
    const clock = this.#clockOf(task);
    tick(clock, task);
    for (const one of access) {
      const object = this.#clocksOf(objectOf(one));
      const mode = modeOf(one);
      if (mode !== 'R') join(clock, object.R);
      if (mode !== 'C') join(clock, object.C);
      join(clock, object.W);
    }
    for (const one of access) join(this.#clocksOf(objectOf(one))[modeOf(one)], clock);
    this.#access = access;
  }

  /** Looks away while `look` runs: invariants and reports read everything and change nothing. */
  suspend<T>(look: () => T): T {
    this.#suspended++;
    try {
      return look();
    } finally {
      this.#suspended--;
    }
  }

  /** A stand-in for `thing` that reports every touch of its properties. */
  watch<T extends SharedThing>(thing: T, object: number): T {
    return new Proxy(thing, {
      get: (target, property, receiver): unknown => {
        const value: unknown = Reflect.get(target, property, receiver);
        if (typeof property === 'symbol' || property === 'label' || property === 'object') return value;
        if (typeof value === 'function' || value instanceof Operation) return value;
        this.#touch(object, property, 'R');
        return isContainer(value) ? this.#watchContainer(value, object, property) : value;
      },
      set: (target, property, value, receiver): boolean => {
        if (typeof property === 'string') this.#touch(object, property, 'W');
        return Reflect.set(target, property, value, receiver);
      },
    });
  }

  #containers = new WeakMap<object, object>();

  #watchContainer(container: Container, object: number, property: string): object {
    const known = this.#containers.get(container);
    if (known !== undefined) return known;
    const contents = `${property}[]`;
    const proxy = new Proxy(container, {
      get: (target, key): unknown => {
        const value: unknown = Reflect.get(target, key, target);
        if (Array.isArray(target)) {
          this.#touch(object, contents, 'R');
          return value;
        }
        const writes = typeof key === 'string' && MUTATORS.has(key);
        this.#touch(object, contents, writes ? 'W' : 'R');
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
      set: (target, key, value): boolean => {
        this.#touch(object, contents, 'W');
        return Reflect.set(target, key, value, target);
      },
    });
    this.#containers.set(container, proxy);
    return proxy;
  }

  #touch(object: number, property: string, wanted: 'R' | 'W'): void {
    const task = this.#kernel.current;
    if (task === undefined || this.#suspended > 0) return; // set-up, and what is asked between steps
    const mode = this.#announcedToCommute(object) ? 'C' : wanted;
    const clock = this.#clockOf(task);
    const history = this.#historyOf(object, property);
    const touch: Touch = { task, tick: clock[task.id] ?? 0, step: this.#kernel.step };
    this.#mustFollow(history.write, clock, object, property, mode);
    if (mode !== 'R')
      for (const other of history.reads.values()) this.#mustFollow(other, clock, object, property, mode);
    if (mode !== 'C')
      for (const other of history.commutes.values()) this.#mustFollow(other, clock, object, property, mode);
    if (mode === 'W') {
      history.write = touch;
      history.reads.clear();
      history.commutes.clear();
    } else (mode === 'R' ? history.reads : history.commutes).set(task, touch);
  }

  #announcedToCommute(object: number): boolean {
    return this.#access.some((one) => objectOf(one) === object && modeOf(one) === 'C' && !isRead(one));
  }

  #mustFollow(earlier: Touch | undefined, clock: Clock, object: number, property: string, mode: AccessMode): void {
    if (earlier === undefined || (clock[earlier.task.id] ?? 0) >= earlier.tick) return;
    const now = this.#kernel;
    const verb = mode === 'R' ? 'reads' : 'writes';
    throw new UnannouncedTouch(
      `step ${now.step}, task ${now.current?.name} (${now.current?.operation?.kind.text}) ${verb} ${property} of ` +
        `${now.labelOf(object)}, and nothing that was announced orders it after step ${earlier.step} of task ` +
        `${earlier.task.name}, which touched it too: announce the object, or take the lock that guards it`,
    );
  }

  #clockOf(task: Task): Clock {
    const clock = this.#clocks.get(task);
    if (clock === undefined) throw new AssertionError(`task ${task.name} was never spawned`);
    return clock;
  }

  #clocksOf(object: number): ObjectClocks {
    let clocks = this.#objects.get(object);
    if (clocks === undefined) this.#objects.set(object, (clocks = { R: [], W: [], C: [] }));
    return clocks;
  }

  #historyOf(object: number, property: string): FieldHistory {
    let fields = this.#histories.get(object);
    if (fields === undefined) this.#histories.set(object, (fields = new Map<string, FieldHistory>()));
    let history = fields.get(property);
    if (history === undefined)
      fields.set(property, (history = { write: undefined, reads: new Map(), commutes: new Map() }));
    return history;
  }
}

type Container = unknown[] | Map<unknown, unknown> | Set<unknown>;

const MUTATORS: ReadonlySet<string> = new Set(['set', 'add', 'delete', 'clear']);

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || value instanceof Map || value instanceof Set;
}

function tick(clock: Clock, task: Task): void {
  clock[task.id] = (clock[task.id] ?? 0) + 1;
}

function join(into: Clock, from: Clock): void {
  for (let i = 0; i < from.length; i++) {
    const other = from[i] ?? 0;
    if (other > (into[i] ?? 0)) into[i] = other;
  }
}
