import { modeOf, objectOf, writes, type Access, type AccessMode } from './access';
import { AssertionError } from './assert';
import { empty } from './empty';
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
  type Clock,
  type Step,
  type Touched,
} from './unannounced-touch';

/** The latest steps that announced an object: the last write, and of each task the latest since that announced less. */
interface Announced {
  write: Step | undefined;
  readonly reads: Step[];
  readonly commutes: Step[];
}

const NOTHING: readonly Access[] = [];
const NOBODY: Clock = [];

/**
 * The checked mode: finds touches of shared state that are neither announced nor guarded. Two touches of one property, at
 * least one a write, must be ordered by the announced operations between them (a lock, a hand-over, the object itself): the
 * relation on which partial-order reduction relies. It is computed with vector clocks that announced accesses join, so a hand-over
 * of ownership needs no declaration. Who knows a step knows all that the step knew: to ask is to compare two numbers, and
 * clocks are joined only where something new is learnt (as FastTrack does it). It costs several times the plain run, and sees
 * what a run makes visible: run it over several schedules.
 */
export class Checker implements Watcher {
  contents = new WeakMap<object, object>();
  readonly #kernel: Kernel;
  /** The latest step of each task, by task id. */
  readonly #latest: Step[] = [];
  /** By object. */
  readonly #objects: (Announced | undefined)[] = [];
  #suspended = 0;
  /** Tasks whose condition is new, or looked at something that was changed since. */
  readonly #toAsk = new Set<Task>();
  /** Whose condition is being asked, and what it has announced. */
  #asked: { readonly task: Task; readonly access: readonly Access[] } | undefined = undefined;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Before each run. */
  begin(): void {
    this.#latest.length = 0;
    this.#objects.length = 0;
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
    this.#toAsk.add(task);
    const { step: number } = this.#kernel;
    const before = parent === undefined ? undefined : this.#latestOf(parent);
    const clock = before === undefined ? this.#latest.map(({ tick }) => tick) : joined(NOBODY, before);
    const begun = { task, tick: 1, clock, number, operation: undefined, access: NOTHING };
    this.#latest[task.id] = begun;
    if (before === undefined) return;
    // What the child does before its first yield is part of this step: whoever comes after the step comes after that too.
    this.#publish({ ...before, tick: before.tick + 1, clock: joined(before.clock, begun) });
  }

  /** A step begins: it comes after every earlier step whose announcement conflicts with its own. */
  stepping(task: Task, announces: readonly Access[]): void {
    this.#askAll();
    this.#toAsk.add(task);
    const access = this.#copied(announces);
    const before = this.#latestOf(task);
    const { step: number } = this.#kernel;
    const clock = this.#follow(before, access);
    this.#publish({ task, tick: before.tick + 1, clock, number, operation: task.operation, access });
  }

  /** Looks at what has been announced since the last step, and at the conditions that may have changed. */
  #askAll(): void {
    for (const task of this.#toAsk) {
      const { operation } = task;
      if (operation === undefined) continue;
      const access = this.#copied(operation.access);
      if (operation.ticks >= 0 && !this.#kernel.timed && !access.includes(writes(CLOCK))) {
        throw silentTimer(this.#latestOf(task), operation);
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
    this.#asked = { task, access };
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
    return current === undefined ? undefined : this.#latest[current.id];
  }

  /** A stand-in says that the step which is being taken, or the condition that is being asked, touches a property. */
  touched(watched: Watched, mode: AccessMode): void {
    if (this.#asked !== undefined) {
      if (mode !== 'R') throw changed(this.#asked.task, this.#named(watched));
      this.#lookedAt(watched, this.#asked.task, this.#asked.access);
      return;
    }
    const { step } = this;
    if (step === undefined || (mode === 'R' && watched.reader === step)) return;
    const { write, reads, commutes, lookers } = watched;
    if (mode === 'C') watched.isCounter = true;
    else if (watched.isCounter && announced(step, watched.object) === 'C') {
      throw looked({ step, mode }, this.#named(watched));
    }
    if (write === step) return;
    if (write !== undefined) this.#mustFollow(write, 'W', step, mode, watched);
    if (mode !== 'R') for (const other of reads) this.#mustFollow(other, 'R', step, mode, watched);
    if (mode !== 'C') for (const other of commutes) this.#mustFollow(other, 'C', step, mode, watched);
    note(watched, step, mode);
    watched.reader = mode === 'R' ? step : undefined;
    if (mode === 'R') return;
    for (const looker of lookers) this.#toAsk.add(looker);
    empty(lookers);
  }

  #mustFollow(earlier: Step, earlierMode: AccessMode, step: Step, mode: AccessMode, watched: Watched): void {
    if (knows(step, earlier)) return;
    throw unordered({ step, mode }, { step: earlier, mode: earlierMode }, this.#named(watched));
  }

  /** A condition looks at a property. */
  #lookedAt(watched: Watched, task: Task, access: readonly Access[]): void {
    const { born, write, commutes, lookers } = watched;
    if (!lookers.includes(task)) lookers.push(task);
    // Whoever knows the thing has got to know it since it was made.
    if (write !== undefined && write !== born) this.#mustWake(write, 'W', watched, task, access);
    for (const step of commutes) this.#mustWake(step, 'C', watched, task, access);
  }

  /** The step must be the task's own, or come before whatever announces this. */
  #mustWake(step: Step, mode: AccessMode, watched: Watched, task: Task, access: readonly Access[]): void {
    if (step.task === task || access.some((one) => this.#conflicting(one, (other) => knows(other, step)))) return;
    throw unannouncedCondition(task, { step, mode }, this.#named(watched));
  }

  /** What a task knows, having announced this: every step that conflicts with it, and all that those steps knew. */
  #follow(before: Step, access: readonly Access[]): Clock {
    let { clock } = before;
    const learn = (other: Step): boolean => {
      if (other.task !== before.task && at(clock, other.task.id) < other.tick) clock = joined(clock, other);
      return false;
    };
    for (const one of access) this.#conflicting(one, learn);
    return clock;
  }

  /** Whether this is so of one of the latest steps whose announcement conflicts with this one. */
  #conflicting(access: Access, is: (step: Step) => boolean): boolean {
    const object = this.#objects[objectOf(access)];
    if (object === undefined) return false;
    const mode = modeOf(access);
    if (object.write !== undefined && is(object.write)) return true;
    return (mode !== 'R' && object.reads.some(is)) || (mode !== 'C' && object.commutes.some(is));
  }

  /** Whoever announces a conflict with this step comes after it. */
  #publish(step: Step): void {
    this.#latest[step.task.id] = step;
    for (const one of step.access) {
      const object = objectOf(one);
      note((this.#objects[object] ??= { write: undefined, reads: [], commutes: [] }), step, modeOf(one));
    }
  }

  /** A model may keep what it announces in a watched array: looking at it is no touch. */
  #copied(access: readonly Access[]): readonly Access[] {
    return this.suspend(() => [...access]);
  }

  /** For a message. */
  #named({ thing, property, object }: Watched): Touched {
    return { property, label: this.suspend(() => thing.label), object };
  }

  #latestOf(task: Task): Step {
    const latest = this.#latest[task.id] as Step | undefined;
    if (latest === undefined) throw new AssertionError(`task ${task.name} was never spawned`);
    return latest;
  }
}

/** Whether the later step comes after the earlier one. */
function knows(later: Step, { task, tick }: Step): boolean {
  return (later.task === task ? later.tick : at(later.clock, task.id)) >= tick;
}

/** What a write follows needs no remembering any more: who comes after the write comes after that. */
function note(touched: Announced, step: Step, mode: AccessMode): void {
  if (mode === 'W') {
    touched.write = step;
    empty(touched.reads);
    empty(touched.commutes);
    return;
  }
  const steps = mode === 'R' ? touched.reads : touched.commutes;
  const index = steps.findIndex(({ task }) => task === step.task);
  if (index < 0) steps.push(step);
  else steps[index] = step;
}

/** How far a task has come by this clock. */
function at(clock: Clock, task: number): number {
  return task < clock.length ? clock[task] : 0;
}

/** A clock, and all that a step knows. */
function joined(one: Clock, { task, tick, clock }: Step): Clock {
  const both: number[] = [];
  const length = Math.max(one.length, clock.length, task.id + 1);
  for (let i = 0; i < length; i++) both.push(i === task.id ? tick : Math.max(at(one, i), at(clock, i)));
  return both;
}
