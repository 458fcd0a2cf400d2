import { reads, writes, type Access } from './access';
import { assert } from './assert';
import type { Fault, FaultAccount, FaultPoint, PointVerdict, Subjects, TaskAction, Wanted, Where } from './fault';
import { CLOCK, type Kernel } from './kernel';
import type { TickRange } from './model';
import { Name } from './name';
import { Operation } from './operation';
import { call, type Routine } from './routine';
import type { Task } from './task';

/** A fault that is armed in this run, with its counters. */
interface Armed {
  readonly account: FaultAccount;
  readonly choice: Name;
  /** Tasks of its action that have not ended, each with what it announced first. */
  readonly underWay: Map<Task, Operation | undefined>;
}

/** One that strikes at a point. */
interface ArmedFault extends Armed {
  readonly fault: Fault;
  /** This run does without it. */
  readonly isLacking: boolean;
}

/** A thread parked by `hold`. */
interface Hold {
  readonly armed: ArmedFault;
  readonly where: Where;
  state: 'held' | 'released' | 'thawed';
}

/** A fault point that somebody watches: its counters are one shared object, announced by whoever passes it. */
interface WatchedPoint {
  readonly point: FaultPoint;
  readonly faults: ArmedFault[];
  readonly holds: Hold[];
  readonly object: number;
  /** Announces all that the faults here may touch. */
  pass: Operation;
}

const FAULT = 'fault ';
const SWEEP = 'sweep ';
const HOLD = Name.of('fault.hold');
const MOMENT = Name.of('fault.moment');
const THAW = Name.of('fault.thaw');

/**
 * The faults of one run. A model asks `watches(point)` where the real system could fail or be interrupted, and if so lets
 * `pass` decide; a point that nobody watches costs one look-up and is no step.
 */
export class FaultBoard {
  readonly #kernel: Kernel;
  readonly #run: number;
  readonly #points = new Map<string, WatchedPoint>();
  readonly #armed: Armed[] = [];
  /** What faults that strike at a moment share with the end of all faults; made when there is one. */
  #moments: number | undefined;
  #frozen = false;

  constructor(kernel: Kernel, options: { run: number }) {
    this.#kernel = kernel;
    this.#run = options.run;
  }

  /** One for each armed fault, in the order in which they were armed. */
  get accounts(): readonly FaultAccount[] {
    return this.#armed.map((armed) => armed.account);
  }

  /** Whether every sweep of a search in which run i fails match i has come to its end: no later run can fire it. */
  get sweepsEnded(): boolean {
    const sweeps = [...this.#points.values()].flatMap(({ faults }) =>
      faults.filter(({ fault }) => fault.select.kind === 'sweep'),
    );
    return sweeps.length > 0 && sweeps.every(({ account }) => account.matched <= this.#run);
  }

  /**
   * The run has ended at a violation. An action of which a part was performed by then has had effect: it is in what broke. A
   * thread that is still held is no effect, as what it waits for has not come.
   */
  endedByViolation(): void {
    for (const { account, underWay } of this.#armed) {
      for (const [task, first] of underWay) if (task.operation !== first) account.effective++;
    }
  }

  arm(fault: Fault): void {
    const isByChance = fault.select.kind === 'probability' || fault.select.kind === 'search';
    const isLacking = isByChance && this.#kernel.lacks(Name.of(`without ${FAULT}${fault.name}`));
    const armed: ArmedFault = { fault, ...this.#arm(fault.name, fault.point.id), isLacking };
    const watched = this.#watch(fault.point);
    watched.faults.push(armed);
    // Who is held joins the line at another point, in the step that passes this one.
    if (fault.action.kind === 'hold') announce(watched, [writes(this.#watch(fault.action.until).object)]);
    if (fault.action.kind === 'task') announce(watched, fault.action.looksAt);
    if (fault.select.kind === 'between') announce(watched, [reads(CLOCK)]);
  }

  /** Arms a fault that has no point: it strikes once, at a moment drawn from a range of virtual time. */
  armMoment(name: string, range: TickRange, action: TaskAction): void {
    this.#moments ??= this.#kernel.register({ label: 'moments of faults' });
    this.#kernel.spawn(name, this.#atMoment(this.#arm(name, undefined), range, action));
  }

  watches(point: FaultPoint): boolean {
    return this.#points.size > 0 && this.#points.has(point.id);
  }

  /**
   * The current task passes a point: a step of its own. Answers what the call at the point is told to do, if anything; holds and
   * delays have ended by then, and actions of others have been started.
   */
  *pass(point: FaultPoint, subjects: Subjects): Routine<PointVerdict | undefined> {
    const watched = this.#points.get(point.id);
    if (watched === undefined) return undefined;
    for (const key of point.subjects) assert(key in subjects, () => `${point.id} is passed with its subject ${key}`);
    yield watched.pass;
    for (const hold of watched.holds) if (hold.state === 'held' && matches(hold.where, subjects)) release(hold);
    let announced = true;
    for (const armed of watched.faults) {
      if (!matches(armed.fault.where, subjects)) continue;
      if (!announced) yield watched.pass; // its counters are touched in a step that says so
      announced = true;
      if (this.#frozen) return undefined;
      armed.account.matched++;
      if (!this.#fires(armed)) continue;
      armed.account.fired++;
      const action = armed.fault.action;
      switch (action.kind) {
        case 'fail':
        case 'drop':
          armed.account.effective++;
          return action;
        case 'delay':
          armed.account.effective++;
          yield this.#kernel.sleep(
            action.range.fromTicks +
              this.#kernel.choose(armed.choice, action.range.toTicks - action.range.fromTicks + 1),
          );
          announced = false;
          break;
        case 'hold':
          yield this.#hold(armed, action);
          announced = false;
          break;
        case 'task':
          this.#strike(armed, action, subjects);
          yield watched.pass; // a scheduling point: the task just started goes first, unless the search says otherwise
          break;
      }
    }
    return undefined;
  }

  /** No fault fires from now on, and parked threads go on: one step, to be spawned as a task. */
  *freeze(): Routine {
    const points = [...this.#points.values()];
    const objects = points.map(({ object }) => object);
    if (this.#moments !== undefined) objects.push(this.#moments);
    yield new Operation(THAW, objects.map(writes));
    this.#frozen = true;
    for (const { holds } of points) for (const hold of holds) if (hold.state === 'held') hold.state = 'thawed';
  }

  #arm(name: string, point: string | undefined): Armed {
    const account = { name, point, matched: 0, fired: 0, effective: 0, sweptTo: 0, expired: 0 };
    const armed: Armed = { account, choice: Name.of(`${FAULT}${name}`), underWay: new Map() };
    this.#armed.push(armed);
    return armed;
  }

  *#atMoment(armed: Armed, range: TickRange, action: TaskAction): Routine {
    const kernel = this.#kernel;
    yield new Operation(MOMENT, [writes(CLOCK)]);
    yield kernel.sleep(range.fromTicks + kernel.choose(armed.choice, range.toTicks - range.fromTicks + 1));
    yield new Operation(MOMENT, [reads(this.#moments ?? CLOCK), ...action.looksAt]);
    if (this.#frozen) return;
    armed.account.matched++;
    if (!action.ready()) return;
    armed.account.fired++;
    this.#strike(armed, action, {});
  }

  #watch(point: FaultPoint): WatchedPoint {
    let watched = this.#points.get(point.id);
    if (watched === undefined) {
      const object = this.#kernel.register({ label: `fault point ${point.id}` });
      watched = { point, faults: [], holds: [], object, pass: new Operation(Name.of(point.id), [writes(object)]) };
      this.#points.set(point.id, watched);
    }
    return watched;
  }

  #fires({ fault, account, choice, isLacking }: ArmedFault): boolean {
    if (isLacking || account.fired >= fault.times) return false;
    if (fault.action.kind === 'task' && !fault.action.ready()) return false;
    const select = fault.select;
    switch (select.kind) {
      case 'nth':
        return account.matched === select.n;
      case 'every':
        return account.matched % select.n === 0;
      case 'sweep':
        if (account.fired > 0) return select.mode === 'onward';
        if (this.#kernel.choose(sweepPoint(fault.name), 2) === 0) return false;
        account.sweptTo = account.matched;
        return true;
      case 'between':
        return this.#kernel.now >= select.range.fromTicks && this.#kernel.now <= select.range.toTicks;
      case 'probability':
        return this.#kernel.chance(choice, select.odds);
      case 'search':
        return this.#kernel.choose(choice, 2) === 1;
    }
  }

  *#hold(armed: ArmedFault, action: Extract<Fault['action'], { kind: 'hold' }>): Routine {
    const until = this.#points.get(action.until.id);
    assert(until !== undefined, () => `the point that a hold waits for is watched: ${action.until.id}`);
    const hold: Hold = { armed, where: action.where, state: 'held' };
    until.holds.push(hold);
    // Untimed strategies know no bound: there a hold ends when nothing else can go on, and faults are frozen.
    const bound = this.#kernel.timed ? action.atMostTicks : -1;
    yield new Operation(HOLD, [reads(until.object)], () => hold.state !== 'held', undefined, undefined, bound);
    if (hold.state !== 'released') armed.account.expired++;
    hold.state = 'thawed';
  }

  /** Starts the action as a task of its own. */
  #strike(armed: Armed, action: TaskAction, subjects: Subjects): void {
    const task = this.#kernel.spawn(`${action.name}#${armed.account.fired}`, perform(action, subjects, armed.account), {
      first: true,
    });
    if (task.state === 'ended') return;
    armed.underWay.set(task, task.operation);
    task.onEnd = () => armed.underWay.delete(task);
  }
}

/** The choice at which a sweep decides whether this match is the one. */
export function sweepPoint(fault: string): Name {
  return Name.of(`${SWEEP}${fault}`);
}

/** Whether what is chosen at this point is whether a fault fires, or what it does then. */
export function isFaultChoice({ text }: Name): boolean {
  return text.startsWith(FAULT) || text.startsWith(SWEEP);
}

function* perform(action: TaskAction, subjects: Subjects, account: FaultAccount): Routine {
  if (yield* call(action.perform(subjects))) account.effective++;
}

function release(hold: Hold): void {
  hold.state = 'released';
  hold.armed.account.effective++;
}

function announce(point: WatchedPoint, access: readonly Access[]): void {
  if (access.length > 0) point.pass = new Operation(point.pass.kind, [...point.pass.access, ...access]);
}

function matches(where: Where, subjects: Subjects): boolean {
  for (const key of Object.keys(where)) if (!fits(where[key], subjects[key])) return false;
  return true;
}

function fits(wanted: Wanted, subject: string | number | undefined): boolean {
  if (typeof wanted !== 'object') return wanted === subject;
  return typeof subject === 'string' && subject.startsWith(`${wanted.anyUseOf}[`);
}
