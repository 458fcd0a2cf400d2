import { modeOf, objectOf, type Access, type AccessMode } from './access';
import { AssertionError } from './assert';
import type { Kernel, SharedThing } from './kernel';
import { StandIn, type Watched, type Watcher } from './stand-in';
import type { Task } from './task';
import { announced, looked, unordered, type Step, type Touched } from './unannounced-touch';

/** How far each task had come, by task id: what a step can know of the others. */
type Clock = number[];

/** A task and how far it has come. */
interface Thread {
  readonly clock: Clock;
  step: Step;
}

/** What the steps that announced an object knew, together, by how they announced it. */
type ObjectClocks = Readonly<Record<AccessMode, Clock>>;

const NOTHING: readonly Access[] = [];

/**
 * The checked mode: finds touches of shared state that are neither announced nor guarded. Two touches of one property, at
 * least one a write, must be ordered by the announced operations between them (a lock, a hand-over, the object itself): the
 * relation on which partial-order reduction relies. It is computed with vector clocks that announced accesses join, so a hand-over
 * of ownership needs no declaration. It costs tens of times the plain run, and sees what a run makes visible: run it
 * over several schedules.
 */
export class Checker implements Watcher {
  contents = new WeakMap<object, object>();
  readonly #kernel: Kernel;
  /** By task id. */
  readonly #threads: Thread[] = [];
  readonly #objects = new Map<number, ObjectClocks>();
  #suspended = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Before each run. */
  begin(): void {
    this.#threads.length = 0;
    this.#objects.clear();
    this.contents = new WeakMap();
    this.#suspended = 0;
  }

  /** What a task does starts after everything its parent has done; made between steps, after everything that anybody has done. */
  spawned(task: Task, parent: Task | undefined): void {
    const clock: Clock = [];
    if (parent === undefined) for (const other of this.#threads) join(clock, other.clock);
    else join(clock, this.#thread(parent).clock);
    clock[task.id] = 1;
    const number = this.#kernel.step;
    this.#threads[task.id] = { clock, step: { task, tick: 1, number, operation: undefined, access: NOTHING } };
    if (parent === undefined) return;
    const thread = this.#thread(parent);
    thread.step = { ...thread.step, tick: advance(thread.clock, parent) };
  }

  /** A step begins: it comes after every earlier step whose announcement conflicts with its own. */
  stepping(task: Task, announces: readonly Access[]): void {
    // A model may keep what it announces in a watched array: looking at it is no touch.
    const access = this.suspend(() => [...announces]);
    const thread = this.#thread(task);
    const { clock } = thread;
    const tick = advance(clock, task);
    for (const one of access) {
      const object = this.#clocksOf(objectOf(one));
      const mode = modeOf(one);
      if (mode !== 'R') join(clock, object.R);
      if (mode !== 'C') join(clock, object.C);
      join(clock, object.W);
    }
    for (const one of access) join(this.#clocksOf(objectOf(one))[modeOf(one)], clock);
    thread.step = { task, tick, number: this.#kernel.step, operation: task.operation, access };
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
  watch<T extends SharedThing>(thing: T): T {
    return new Proxy(thing, new StandIn<T>(this));
  }

  /** A stand-in says that the step which is being taken touches a property. */
  touched(watched: Watched, mode: AccessMode): void {
    const task = this.#kernel.current;
    if (task === undefined || this.#suspended > 0) return; // set-up, and what is asked between steps
    const { clock, step } = this.#thread(task);
    const { write, reads, commutes } = watched;
    if (mode === 'C') watched.isCounter = true;
    else if (watched.isCounter && announced(step, watched.object) === 'C') {
      throw looked({ step, mode }, this.#named(watched));
    }
    if (write === step || (mode !== 'W' && (mode === 'R' ? reads : commutes).get(task) === step)) return;
    const mustFollow = (earlier: Step, earlierMode: AccessMode): void => {
      if ((clock[earlier.task.id] ?? 0) < earlier.tick) {
        throw unordered({ step, mode }, { step: earlier, mode: earlierMode }, this.#named(watched));
      }
    };
    if (write !== undefined) mustFollow(write, 'W');
    if (mode !== 'R') for (const other of reads.values()) mustFollow(other, 'R');
    if (mode !== 'C') for (const other of commutes.values()) mustFollow(other, 'C');
    if (mode === 'W') {
      watched.write = step;
      reads.clear();
      commutes.clear();
    } else (mode === 'R' ? reads : commutes).set(task, step);
  }

  /** For a message. */
  #named({ thing, property, object }: Watched): Touched {
    return { property, label: this.suspend(() => thing.label), object };
  }

  #thread(task: Task): Thread {
    const thread = this.#threads[task.id];
    if (thread === undefined) throw new AssertionError(`task ${task.name} was never spawned`);
    return thread;
  }

  #clocksOf(object: number): ObjectClocks {
    let clocks = this.#objects.get(object);
    if (clocks === undefined) this.#objects.set(object, (clocks = { R: [], W: [], C: [] }));
    return clocks;
  }
}

/** The next tick of a task's own. */
function advance(clock: Clock, task: Task): number {
  return (clock[task.id] = (clock[task.id] ?? 0) + 1);
}

function join(into: Clock, from: Clock): void {
  for (let i = 0; i < from.length; i++) {
    const other = from[i] ?? 0;
    if (other > (into[i] ?? 0)) into[i] = other;
  }
}
