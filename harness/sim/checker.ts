import { modeOf, objectOf, writes, type Access, type AccessMode } from './access';
import { AssertionError } from './assert';
import { CLOCK, type Kernel, type SharedThing } from './kernel';
import { StandIn, type Watched, type Watcher } from './stand-in';
import type { Task } from './task';
import {
  announced,
  changed,
  looked,
  silentTimer,
  unannouncedCondition,
  unordered,
  type Step,
  type Touch,
  type Touched,
} from './unannounced-touch';

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
  /** Tasks whose condition is new, or looked at something that was changed since. */
  readonly #toAsk = new Set<Task>();
  /** Whose condition is being asked, and what the steps that its announcement conflicts with know. */
  #asked: { readonly task: Task; readonly clock: Clock } | undefined = undefined;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Before each run. */
  begin(): void {
    this.#threads.length = 0;
    this.#objects.clear();
    this.contents = new WeakMap();
    this.#suspended = 0;
    this.#toAsk.clear();
    this.#asked = undefined;
  }

  /** After each run: what its last step announced and changed is checked too. */
  end(): void {
    if (this.#kernel.violations.length === 0) this.#askAll();
  }

  /** What a task does starts after everything its parent has done; made between steps, after everything that anybody has done. */
  spawned(task: Task, parent: Task | undefined): void {
    const clock: Clock = [];
    if (parent === undefined) for (const other of this.#threads) join(clock, other.clock);
    else join(clock, this.#thread(parent).clock);
    clock[task.id] = 1;
    this.#toAsk.add(task);
    const number = this.#kernel.step;
    this.#threads[task.id] = { clock, step: { task, tick: 1, number, operation: undefined, access: NOTHING } };
    if (parent === undefined) return;
    const thread = this.#thread(parent);
    // What the child does before its first yield is part of this step: whoever comes after the step comes after that too.
    thread.clock[task.id] = 1;
    thread.step = { ...thread.step, tick: advance(thread.clock, parent) };
    this.#publish(thread);
  }

  /** A step begins: it comes after every earlier step whose announcement conflicts with its own. */
  stepping(task: Task, announces: readonly Access[]): void {
    this.#askAll();
    this.#toAsk.add(task);
    const access = this.#copied(announces);
    const thread = this.#thread(task);
    const { clock } = thread;
    const tick = advance(clock, task);
    this.#follow(clock, access);
    thread.step = { task, tick, number: this.#kernel.step, operation: task.operation, access };
    this.#publish(thread);
  }

  /** Looks at what has been announced since the last step, and at the conditions that may have changed. */
  #askAll(): void {
    for (const task of this.#toAsk) {
      const { operation } = task;
      if (operation === undefined) continue;
      const access = this.#copied(operation.access);
      if (operation.ticks >= 0 && !this.#kernel.timed && !access.includes(writes(CLOCK))) {
        throw silentTimer(this.#thread(task).step, operation);
      }
      if (operation.enabled !== undefined) this.#ask(task, operation.enabled, access);
    }
    this.#toAsk.clear();
  }

  /**
   * Asks a condition. What it looks at must have been changed last by its own task, or by a step that conflicts with what its
   * operation announces: a step that is independent of an operation must not enable or disable it, and would wake nobody.
   */
  #ask(task: Task, condition: (task: Task) => boolean, access: readonly Access[]): void {
    const clock: Clock = [];
    clock[task.id] = Infinity;
    this.#follow(clock, access);
    this.#asked = { task, clock };
    if (!condition(task)) task.operation?.blockedBy?.();
    this.#asked = undefined;
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

  /** Between steps things are set up, and questions are asked; after a violation the run ends with its step. */
  get isLooking(): boolean {
    const { current, violations } = this.#kernel;
    return this.#asked !== undefined || (current !== undefined && this.#suspended === 0 && violations.length === 0);
  }

  get step(): Step | undefined {
    const { current } = this.#kernel;
    return current === undefined ? undefined : this.#thread(current).step;
  }

  /** A stand-in says that the step which is being taken, or the condition that is being asked, touches a property. */
  touched(watched: Watched, mode: AccessMode): void {
    if (this.#asked !== undefined) {
      if (mode !== 'R') throw changed(this.#asked.task, this.#named(watched));
      this.#lookedAt(watched, this.#asked);
      return;
    }
    const { step } = this;
    if (step === undefined) return;
    const { write, reads, commutes, lookers } = watched;
    if (mode === 'C') watched.isCounter = true;
    else if (watched.isCounter && announced(step, watched.object) === 'C') {
      throw looked({ step, mode }, this.#named(watched));
    }
    if (write === step) return;
    if (write !== undefined) this.#mustFollow({ step: write, mode: 'W' }, { step, mode }, watched);
    if (mode !== 'R') for (const other of reads) this.#mustFollow({ step: other, mode: 'R' }, { step, mode }, watched);
    if (mode !== 'C')
      for (const other of commutes) this.#mustFollow({ step: other, mode: 'C' }, { step, mode }, watched);
    if (mode === 'R') note(reads, step);
    else if (mode === 'C') note(commutes, step);
    else {
      watched.write = step;
      reads.length = 0;
      commutes.length = 0;
    }
    if (mode === 'R') return;
    for (const looker of lookers) this.#toAsk.add(looker);
    lookers.length = 0;
  }

  #mustFollow(earlier: Touch, later: Touch, watched: Watched): void {
    if (!knows(this.#thread(later.step.task).clock, earlier.step))
      throw unordered(later, earlier, this.#named(watched));
  }

  /** A condition looks at a property. */
  #lookedAt(watched: Watched, { task, clock }: { readonly task: Task; readonly clock: Clock }): void {
    const { born, write, commutes, lookers } = watched;
    if (!lookers.includes(task)) lookers.push(task);
    // Whoever knows the thing has got to know it since it was made.
    for (const step of write === undefined || write === born ? commutes : [write, ...commutes]) {
      if (knows(clock, step)) continue;
      throw unannouncedCondition(task, { step, mode: step === write ? 'W' : 'C' }, this.#named(watched));
    }
  }

  /** Every step that conflicts with this announcement is known from here on, and all that those steps knew. */
  #follow(clock: Clock, access: readonly Access[]): void {
    for (const one of access) {
      const object = this.#clocksOf(objectOf(one));
      const mode = modeOf(one);
      if (mode !== 'R') join(clock, object.R);
      if (mode !== 'C') join(clock, object.C);
      join(clock, object.W);
    }
  }

  /** Whoever announces a conflict with this step comes after it. */
  #publish({ clock, step }: Thread): void {
    for (const one of step.access) join(this.#clocksOf(objectOf(one))[modeOf(one)], clock);
  }

  /** A model may keep what it announces in a watched array: looking at it is no touch. */
  #copied(access: readonly Access[]): readonly Access[] {
    return this.suspend(() => [...access]);
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

/** Whether whoever has this clock comes after the step. */
function knows(clock: Clock, { task, tick }: Step): boolean {
  return (clock[task.id] ?? 0) >= tick;
}

/** Keeps the latest step of each task. */
function note(steps: Step[], step: Step): void {
  for (let i = 0; i < steps.length; i++) {
    if (steps[i].task !== step.task) continue;
    steps[i] = step;
    return;
  }
  steps.push(step);
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
