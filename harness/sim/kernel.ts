import { isRead, objectOf, writes, type Access } from './access';
import { assert, AssertionError } from './assert';
import type { Checker } from './checker';
import { Choices } from './choices';
import { empty } from './empty';
import { hexOf } from './hex';
import { Name } from './name';
import type { Observer } from './observer';
import type { Outcome } from './outcome';
import { Operation } from './operation';
import { Streams } from './random';
import { removeAt } from './remove-at';
import type { Routine } from './routine';
import type { BegunStrategy, Odds, View } from './strategy';
import { ARMED, ARMING, BLOCKED, ENDED, EXPIRED, READY, SLEEPING, Task, WAITING } from './task';
import { Timers } from './timers';
import type { FoundViolation, Violation } from './violation';

/** Why the kernel stopped. `idle`: nothing is enabled; `halted`: somebody asked; the others end the run. */
export type Stop = 'idle' | 'halted' | 'violation' | 'steps' | 'pruned';

/** Something shared between tasks that reports can name. */
export interface SharedThing {
  /** Stable across schedules where it can be: named by its owner. */
  readonly label: string;
}

export interface SpawnOptions {
  readonly daemon?: boolean | undefined;
  /** It goes before the task that runs now, in the plainest schedule: a fault's action. */
  readonly first?: boolean | undefined;
  /** Where it waits for work: tasks that wait there differ in nothing but their names, and a search may take one for all. */
  readonly idle?: Operation | undefined;
  readonly local?: unknown;
}

/**
 * `next` of every generator. Looked up on a routine it would be searched for each time: what a generator function makes has a hidden
 * class of its own, and a model has hundreds of them.
 */
const next = Reflect.get((Object.getPrototypeOf(function* () {}) as GeneratorFunction).prototype, 'next') as (
  this: Routine<unknown>,
  value?: unknown,
) => Progress;

/** What a routine did when it was resumed: it announced an operation, called another routine, or returned. */
type Progress = IteratorResult<Operation | Routine<unknown>, unknown>;

/** The object that stands for virtual time: reading the clock, or setting a timer where time is a choice, touches it. */
export const CLOCK = 0;

const SLEEP = Name.of('sleep');

/**
 * One run's world: tasks, virtual time, the one door for choices. A step is: pick an enabled task, perform the operation that
 * it announced, run its code up to the next announcement. One instance serves many runs (`begin` resets it), so that a run
 * of a few microseconds is not spent on allocating.
 *
 * What is private here is so by TypeScript's word: a name behind # takes more bytecode, and the compiler inlines the hot loop's
 * parts up to a sum of bytecode.
 */
export class Kernel implements View {
  /** Steps taken in this run. */
  step = 0;
  /** Virtual time, ticks of 100 ns. */
  now = 0;
  /** Whether latencies are drawn and time decides (Strategy.timed). */
  timed = true;
  tasks: Task[] = [];
  /**
   * Tasks that may take the next step, the plainest first. While a step is taken its task is not among them, and neither is
   * one that goes on alone, unless the strategy asked to see it: no choice, no list.
   */
  readonly enabled: Task[] = [];
  readonly choices = new Choices();
  readonly streams = new Streams();
  readonly violations: FoundViolation[] = [];
  /** Reasons for which this run shows nothing. */
  readonly inconclusive: string[] = [];
  /** The marks that this run has reached, in the order in which it did so first. A list, as there are few. */
  marks: Name[] = [];
  /** Told about every step and choice while a run is being explained. */
  observer: Observer | undefined = undefined;
  /** Finds touches that were neither announced nor ordered: the checked mode. */
  checker: Checker | undefined = undefined;
  stepsMax = 100_000;

  private strategy: BegunStrategy | undefined = undefined;
  /** By its id, or -1: to store a young object in an old one at every step would cost the garbage collector's bookkeeping. */
  private currentId = -1;
  private readonly timers = new Timers();
  private things: SharedThing[] = [];
  /** By object: the tasks that have waited for it and not gone on since, in the order in which they came. */
  private waiting: (Task[] | undefined)[] = [];
  /** How many tasks stand in these lines. */
  private waitingCount = 0;
  /** The step being taken is the last one: somebody halts, or a violation was found. */
  private stopping = false;
  /** Coasting ends at this step: at the bound of the run, or at once when `stopping`. */
  private coastMax = 0;
  /** Somebody is told about each step. */
  private watched = false;
  private pruned = false;
  /** How many tasks were spawned by the step being taken to go before its own. */
  private before = 0;
  private hashHigh = 0;
  private hashLow = 0;

  /** Resets everything for a run that `strategy` answers. Streams are begun by the caller. */
  begin(strategy: BegunStrategy, options: { stepsMax: number }): void {
    this.step = 0;
    this.now = 0;
    this.timed = strategy.timed;
    // Lists that every run fills: to set the length of one is a call of the run-time system.
    this.tasks = [];
    empty(this.enabled);
    this.choices.clear();
    empty(this.violations);
    empty(this.inconclusive);
    this.marks = [];
    this.currentId = -1;
    this.stepsMax = options.stepsMax;
    this.strategy = strategy;
    this.timers.clear();
    this.things = [];
    this.waiting = [];
    this.waitingCount = 0;
    this.stopping = false;
    this.pruned = false;
    this.before = 0;
    this.hashHigh = 0x2545f491;
    this.hashLow = 0x1b873593;
    this.register(CLOCK_THING);
  }

  /** The task whose step it is; undefined between steps. */
  get current(): Task | undefined {
    return this.currentId < 0 ? undefined : this.tasks[this.currentId];
  }

  /** A number for a shared object, to announce it by. */
  register(thing: SharedThing): number {
    this.waiting.push(undefined);
    return this.things.push(thing) - 1;
  }

  /** What reports call this object. */
  labelOf(object: number): string {
    return this.things[object]?.label ?? `object ${object}`;
  }

  /** Rolling hash over all steps and choices so far: 16 hexadecimal digits. */
  get hash(): string {
    return hexOf(this.hashHigh) + hexOf(this.hashLow);
  }

  /**
   * Starts a task. What its routine does before its first yield runs now, inside the caller's step, and touches nothing shared.
   * The name must not depend on the schedule.
   */
  spawn(name: string, routine: Routine<unknown>, options?: SpawnOptions): Task {
    const parent = this.current;
    const task = new Task(this.tasks.length, name, parent, options?.daemon === true, routine);
    task.idle = options?.idle;
    task.local = options?.local;
    this.tasks.push(task);
    this.checker?.spawned(task, parent);
    this.currentId = task.id;
    task.operation = this.resume(task);
    // Whether it may go on is asked by nobody's step: what `enabled` looks at is no touch of the parent's.
    this.currentId = -1;
    if (task.operation === undefined) task.phase = ENDED;
    else if (this.place(task, task.operation) !== undefined) {
      if (options?.first === true) this.enlist(task, this.before++);
      else this.enabled.push(task);
    }
    this.currentId = parent === undefined ? -1 : parent.id;
    return task;
  }

  /**
   * The operation that lets virtual time pass for the current task. Yield it at once: a task has one, and its ticks change with
   * each use.
   */
  sleep(ticks: number): Operation {
    if (!Number.isSafeInteger(ticks) || ticks < 0) {
      throw new AssertionError(`ticks to sleep are a whole number of at least 0, not ${ticks}`);
    }
    const task = this.current;
    if (task === undefined) throw new AssertionError('only a task sleeps, in its own step');
    const sleep = (task.sleep ??= new Operation(SLEEP, this.timed ? NOTHING : CLOCK_WRITE));
    sleep.ticks = ticks;
    return sleep;
  }

  /** A choice among `count` alternatives at a named point; 0 is the plainest. The one door. */
  choose(point: Name, count: number): number {
    if (count === 1) return 0;
    return this.data(point, count, undefined);
  }

  /** A choice of yes against no, `odds` being the chance of yes where a strategy draws by chance. */
  chance(point: Name, odds: Odds): boolean {
    return this.data(point, 2, odds) === 1;
  }

  /** Whether this run does without a feature (Strategy.lacks). */
  lacks(feature: Name): boolean {
    const value = this.strategy?.lacks?.(feature) === true ? 1 : 0;
    this.record(feature, value, 2);
    return value === 1;
  }

  /** Says that this place was reached. */
  mark(mark: Name): void {
    if (!this.marks.includes(mark)) this.marks.push(mark);
  }

  /** Reports a violation: the run ends with this step. */
  violate(violation: Violation): void {
    this.violations.push({ ...violation, step: this.step, ticks: this.now });
    this.halt();
  }

  /** Makes `run` return after the step that is being taken. */
  halt(): void {
    this.stopping = true;
    this.coastMax = 0;
  }

  /** Takes steps until nothing is enabled, somebody halts, or the run is over. */
  run(): Stop {
    const strategy = this.strategy;
    assert(strategy !== undefined, 'begin() comes before run()');
    if (this.violations.length > 0) return 'violation';
    if (this.pruned) return 'pruned';
    this.stopping = false;
    this.coastMax = this.stepsMax;
    this.watched = this.observer !== undefined || this.checker !== undefined;
    this.testAll();
    const enabled = this.enabled;
    const coasts = this.timed && strategy.onlyChoices === true && strategy.after === undefined;
    // The task that goes on or was picked, while it is not on the list.
    let task: Task | undefined;
    for (;;) {
      if (coasts) task = this.coast(task);
      else if (this.timed && enabled.length === 0 && !this.stopping) task = this.advance();
      if (task !== undefined) this.enlist(task, this.before);
      this.before = 0;
      if (this.stopping) return this.violations.length > 0 ? 'violation' : 'halted';

      const picked = this.pick(strategy);
      if (typeof picked === 'string') return picked;
      if (coasts) {
        task = picked;
        continue;
      }
      const performed = picked.operation as Operation;
      const goesOn = this.take(picked);
      if (goesOn !== undefined) this.enlist(goesOn, this.before);
      task = undefined;
      strategy.after?.(this, picked, performed);
    }
  }

  /** How the run stands: its outcome, once the program has returned. */
  outcome(): Outcome {
    const verdict = this.pruned
      ? 'pruned'
      : this.violations.length > 0
        ? 'violation'
        : this.inconclusive.length > 0
          ? 'inconclusive'
          : 'pass';
    return {
      verdict,
      violations: [...this.violations],
      reasons: [...this.inconclusive],
      hash: this.hash,
      steps: this.step,
      ticks: this.now,
      choices: this.choices.length,
    };
  }

  /**
   * The tasks that wait for ever on one another, as a cycle; undefined when there is none. Meaningful when nothing is enabled.
   */
  deadlock(): readonly Task[] | undefined {
    for (const start of this.tasks) {
      let task = blockerOf(start);
      if (task === undefined) continue;
      const path = [start];
      while (task !== undefined && !path.includes(task)) {
        path.push(task);
        task = blockerOf(task);
      }
      if (task === start) return path;
    }
    return undefined;
  }

  /**
   * Takes the step of the task that was picked, and more while there is nothing to choose: a task goes on, or another is alone,
   * or time passes to the next. Most steps leave no choice, so that this is the hot loop. The task that might go on at its end,
   * if any; the others that might are on the list.
   */
  private coast(picked: Task | undefined): Task | undefined {
    const enabled = this.enabled;
    let task = picked === undefined ? undefined : this.take(picked);
    while (this.step < this.coastMax) {
      if (task === undefined) {
        if (enabled.length === 0) task = this.advance();
        else if (enabled.length === 1) task = this.alone();
      }
      if (task === undefined || enabled.length > 0) return task;
      task = this.take(task);
    }
    // At the bound of its steps a run is not at rest.
    return task === undefined && enabled.length === 0 && !this.stopping ? this.advance() : task;
  }

  /** Takes the only task off the list. */
  private alone(): Task | undefined {
    this.before = 0;
    return this.enabled.pop();
  }

  /** Has one of the enabled tasks picked, and takes it off the list. */
  private pick(strategy: BegunStrategy): Task | Stop {
    const enabled = this.enabled;
    const timer = this.timed ? undefined : this.offerTimer();
    const count = enabled.length;
    let index = 0;
    let stop: Stop | undefined;
    if (count === 0) stop = 'idle';
    else if (this.step >= this.stepsMax) stop = 'steps';
    else if (count > 1 || strategy.onlyChoices !== true) {
      index = strategy.pick(this);
      if (index < 0) stop = 'pruned';
      else if (enabled[index] === undefined) {
        throw new AssertionError(`strategy ${strategy.name} picked ${index} of ${count}`);
      }
    }
    if (timer !== undefined) enabled.pop();
    if (stop !== undefined) {
      if (stop === 'pruned') this.pruned = true;
      return stop;
    }
    if (count > 1) {
      this.choices.add(index, count);
      this.mix(index, count);
    }
    if (timer !== undefined && index === count - 1) {
      this.timers.pop();
      this.passTo(timer.dueTicks);
      fire(timer);
      return timer;
    }
    const task = enabled[index];
    removeAt(enabled, index);
    return task;
  }

  /** One step of an enabled task that is not on the list. The task itself if it may take the next step too, in no place yet. */
  private take(task: Task): Task | undefined {
    const operation = task.operation as Operation;
    this.step++;
    this.mix(operation.word ^ task.word, this.now | 0);
    if (this.watched === true) this.tell(task, operation);
    const burden = task.flags | task.phase;
    if (burden !== 0 && this.disencumber(task, operation)) return undefined;
    this.currentId = task.id;
    if (operation.commit !== undefined) operation.commit(task);
    const next = this.resume(task);
    this.currentId = -1;
    if (burden !== 0) task.flags &= ~EXPIRED;
    task.operation = next;
    const goesOn = next === undefined ? this.end(task) : this.place(task, next);
    if (operation.changes === true && this.waitingCount + this.enabled.length > 0) this.changed(operation.access);
    return goesOn;
  }

  /** What comes before a step that is no plain one. Whether setting a timer is all of it. */
  private disencumber(task: Task, operation: Operation): boolean {
    if (task.phase === ARMING) {
      this.setTimer(task, operation);
      return true;
    }
    if (task.waiting) this.leave(task, operation);
    return false;
  }

  private tell(task: Task, operation: Operation): void {
    this.observer?.stepping(this, task, operation);
    this.checker?.stepping(task, operation.access);
  }

  private end(task: Task): undefined {
    task.phase = ENDED;
    task.onEnd?.();
  }

  /** Runs the task's code up to its next announcement; undefined when it has ended. */
  private resume(task: Task): Operation | undefined {
    let result: Progress;
    try {
      result = next.call(task.routine);
    } catch (error) {
      result = this.unwind(task, error);
    }
    const yielded = result.value;
    return yielded instanceof Operation && result.done !== true ? yielded : this.callAndReturn(task, result);
  }

  /** The routine that runs has called another, or returned: goes on until some routine announces an operation. */
  private callAndReturn(task: Task, first: Progress): Operation | undefined {
    let result = first;
    for (;;) {
      let value: unknown;
      if (result.done === true) {
        const caller = task.callers.pop();
        if (caller === undefined) return undefined;
        task.routine = caller;
        value = result.value;
      } else {
        task.callers.push(task.routine);
        task.routine = result.value as Routine<unknown>;
      }
      try {
        result = next.call(task.routine, value);
      } catch (error) {
        result = this.unwind(task, error);
      }
      if (result.value instanceof Operation && result.done !== true) return result.value;
    }
  }

  /** An exception left the innermost routine: its callers may catch it, innermost first. */
  private unwind(task: Task, thrown: unknown): Progress {
    if (!isRoutine(task.routine)) throw notARoutine(task);
    let error = thrown;
    for (;;) {
      const caller = task.callers.pop();
      if (caller === undefined) throw error;
      task.routine = caller;
      try {
        return caller.throw(error);
      } catch (next) {
        error = next;
      }
    }
  }

  /**
   * Gives a task the state that belongs to the operation it announced, and puts it among those that wait or sleep. The task
   * itself if it is enabled: then the caller puts it where it belongs among the others.
   */
  private place(task: Task, operation: Operation): Task | undefined {
    if (operation.enabled !== undefined) return this.placeConditional(task, operation, operation.enabled(task));
    if (operation.ticks > 0 && this.timed === true) return this.arm(task, operation.ticks);
    task.phase = operation.ticks < 0 || this.timed ? READY : ARMING;
    return task;
  }

  private placeConditional(task: Task, operation: Operation, may: boolean): Task | undefined {
    task.phase = READY;
    if (may) return task;
    if (operation.ticks < 0) {
      task.phase = BLOCKED;
      this.join(task, operation);
      return undefined;
    }
    if (!this.timed) task.phase = ARMING;
    else if (operation.ticks === 0) task.flags |= EXPIRED;
    else return this.armBound(task, operation);
    return task;
  }

  /** Puts a task on the list of the enabled. */
  private enlist(task: Task, index: number): void {
    const enabled = this.enabled;
    enabled.push(task);
    for (let i = enabled.length - 1; i > index; i--) enabled[i] = enabled[i - 1];
    enabled[index] = task;
  }

  /** Puts a task on the waiting lists of everything that its operation announces. It stays there until its step. */
  private join(task: Task, operation: Operation): void {
    task.flags |= WAITING;
    this.waitingCount++;
    const { access } = operation;
    for (let i = 0; i < access.length; i++) (this.waiting[objectOf(access[i])] ??= []).push(task);
  }

  /** The task goes on: it waits for nothing any more, and its timer, if it is still set, is cancelled. */
  private leave(task: Task, operation: Operation): void {
    const { armed } = task;
    task.flags &= ~(WAITING | ARMED);
    this.waitingCount--;
    const { access } = operation;
    for (let i = 0; i < access.length; i++) {
      const waiting = this.waiting[objectOf(access[i])] as Task[];
      removeAt(waiting, waiting.indexOf(task));
    }
    if (armed) this.timers.cancel(task);
  }

  /**
   * Objects were changed: tests again who depends on them. All that wait for them and now may go on are enabled, so that which of
   * them does is a choice; those that come too late are put back, and keep their place in the line.
   */
  private changed(access: readonly Access[]): void {
    if (this.enabled.length > 0) this.retest();
    for (let i = 0; i < access.length; i++) {
      const waiting = isRead(access[i]) ? undefined : this.waiting[objectOf(access[i])];
      if (waiting === undefined) continue;
      for (let j = 0; j < waiting.length; j++) this.wake(waiting[j]);
    }
  }

  /** Enables a task that waits, if its condition now holds. */
  private wake(task: Task): void {
    if (task.phase === READY || task.operation?.enabled?.(task) !== true) return;
    task.phase = READY;
    this.enabled.push(task);
  }

  /** Takes out the enabled tasks whose condition no longer holds. */
  private retest(): void {
    const enabled = this.enabled;
    for (let i = 0; i < enabled.length; i++) {
      const task = enabled[i];
      const operation = task.operation as Operation;
      // Whether a wait sets its timer depends on how things stand when it goes on, not on when it was announced.
      if (task.phase === ARMING && operation.enabled?.(task) === true) task.phase = READY;
      if (operation.enabled === undefined || task.phase !== READY || task.expired || operation.enabled(task)) continue;
      removeAt(enabled, i--);
      if (task.waiting) task.phase = task.armed ? SLEEPING : BLOCKED;
      else if (this.place(task, operation) !== undefined) this.enlist(task, ++i);
    }
  }

  /** Between two calls of run() anything may have changed, with no step to announce it. */
  private testAll(): void {
    this.retest();
    for (const task of this.tasks) if (task.waiting) this.wake(task);
  }

  private arm(task: Task, ticks: number): undefined {
    task.phase = SLEEPING;
    this.timers.set(task, this.now + ticks);
  }

  /** Where timers fire by choice, setting one is a step of its own. */
  private setTimer(task: Task, operation: Operation): undefined {
    if (operation.enabled === undefined) this.arm(task, operation.ticks);
    else this.armBound(task, operation);
  }

  /** Sets the timer of a wait that has a bound. */
  private armBound(task: Task, operation: Operation): undefined {
    task.flags |= ARMED;
    this.join(task, operation);
    this.arm(task, operation.ticks);
  }

  /** Timed: lets virtual time pass to the earliest timer. Its task; the others that are due then are enabled. */
  private advance(): Task | undefined {
    const task = this.timers.pop();
    if (task === undefined) return undefined;
    const ticks = task.dueTicks;
    this.passTo(ticks);
    fire(task);
    if (task.nextDue.dueTicks === ticks) this.enableTies(ticks);
    return task;
  }

  private enableTies(ticks: number): void {
    for (let next = this.timers.first(); next?.dueTicks === ticks; next = this.timers.first()) {
      this.timers.pop();
      fire(next);
      this.enabled.push(next);
    }
  }

  private passTo(ticks: number): void {
    this.now = ticks;
    // Steps mix in the lower 32 bits.
    if (ticks > 0x7fffffff) this.mix(Math.floor(ticks / 0x100000000), 0);
  }

  /**
   * Untimed: the earliest timer is one more enabled task, the last. Undefined too when its task is enabled anyhow: it cancels
   * its timer by its own step, and until then no later timer is offered.
   */
  private offerTimer(): Task | undefined {
    const task = this.timers.first();
    if (task?.phase !== SLEEPING) return undefined;
    this.enabled.push(task);
    return task;
  }

  private data(point: Name, count: number, odds: Odds | undefined): number {
    const task = this.current;
    if (task === undefined) throw new AssertionError(`a choice at ${point.text} outside of any step`);
    const value = (this.strategy as BegunStrategy).data(point, count, task, odds);
    if (!(Number.isInteger(value) && value >= 0 && value < count)) {
      throw new AssertionError(`strategy ${this.strategy?.name} chose ${value} of ${count} at ${point.text}`);
    }
    this.record(point, value, count);
    return value;
  }

  private record(point: Name, value: number, count: number): void {
    this.choices.add(value, count);
    this.mix(point.hash ^ Math.imul(count, 0x9e3779b1), value);
    if (value > 0x7fffffff) this.mix(Math.floor(value / 0x100000000), 0);
    this.observer?.chose?.(this, point, value, count);
  }

  /**
   * Two words of 32 bits into the rolling hash; all of its 64 bits depend on all words before. Whole numbers throughout: where
   * a sum could leave 32 bits, the compiler would turn to floating point.
   */
  private mix(a: number, b: number): void {
    let high = Math.imul(this.hashHigh ^ this.hashLow ^ a, 0x85ebca6b);
    high ^= high >>> 15;
    const low = Math.imul(this.hashLow ^ high ^ b, 0xc2b2ae35);
    this.hashHigh = high;
    this.hashLow = low ^ (low >>> 13);
  }
}

const NOTHING: readonly Access[] = [];
const CLOCK_WRITE: readonly Access[] = [writes(CLOCK)];
const CLOCK_THING: SharedThing = { label: 'clock' };

/** Whom a task waits for, where that is known. */
function blockerOf({ phase, operation }: Task): Task | undefined {
  return phase === BLOCKED ? operation?.blockedBy?.() : undefined;
}

/** The timer of a task has run out. */
function fire(task: Task): void {
  task.phase = READY;
  if (task.flags !== 0 && task.armed) task.flags ^= ARMED | EXPIRED;
}

function isRoutine(yielded: unknown): boolean {
  return Object.prototype.toString.call(yielded) === '[object Generator]';
}

/** It was to be resumed, and could not be: asked then, and not at each call. */
function notARoutine({ name, routine }: Task): AssertionError {
  const what = typeof routine === 'object' ? (routine?.constructor.name ?? 'null') : typeof routine;
  return new AssertionError(`task ${name} yielded ${what}: a routine yields operations and routines`);
}
