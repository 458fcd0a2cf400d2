import {
  assert,
  FaultBoard,
  fuse,
  fuseByLoop,
  hashText,
  hexOf,
  objectOf,
  sweepPoint,
  unreachable,
  type Fault,
  type FaultAction,
  type FaultPoint,
  type Focuses,
  type Handlers,
  type Invariant,
  type Kernel,
  type Program,
  type RunId,
  type Stages,
  type Stop,
  type SweepPoints,
  type System,
  type Task,
} from '../sim';
import { accountsOf, addFault, increment, type Accounts } from './accounts';
import { fullName } from './full-name';
import { judgeResponse } from './judge-response';
import { nameUsesOf, type NameUses } from './name-uses';
import { RunJudge } from './run-judge';
import type { FaultPlan, Scenario } from './scenario';
import { closed, undeclared } from './undeclared';
import { Workload } from './workload';

const STAGES: readonly string[] = ['reset', 'atIdle', 'atRest'] satisfies (keyof Stages)[];

/**
 * A compiled scenario as something to run. A run: clients do their steps; faults are frozen and what is held goes on, until
 * the system is idle; everything is closed, until it is at rest. Invariants are asked at both, then what `expect` says.
 */
export class ScenarioProgram implements Program {
  readonly id: string;
  readonly stepsMax: number;
  readonly sweeps: SweepPoints | undefined;
  readonly focuses: Focuses | undefined;
  #accounts: Accounts;
  /** The system of the latest run, for exhibits. */
  system: System<unknown> | undefined;
  #kernel: Kernel | undefined;
  /** All invariants at once. */
  #stages: Required<Stages> = fuse(STAGES, []);
  #events: object = {};
  /** By invariant. */
  #judges: readonly RunJudge[] = [];
  /** By invariant: how often it had something to judge in the runs that are not in the accounts yet. */
  readonly #exercisedBefore: number[];
  #exhausted = false;
  #ending = '';
  /** The run was given up as redundant: it counts for nothing. */
  #pruned = false;

  readonly #invariants: readonly Invariant<object>[];
  readonly #names: NameUses;
  /** Those that the model declares. */
  readonly #marks: ReadonlySet<string>;

  constructor(readonly scenario: Scenario) {
    const { judge, model } = scenario;
    this.focuses = model.focuses;
    this.#invariants = model.invariants.filter(({ id }) => judge === undefined || judge.includes(id));
    this.#exercisedBefore = this.#invariants.map(() => 0);
    this.#names = nameUsesOf(scenario);
    this.#marks = new Set(model.marks.map(({ id }) => id));
    this.id = scenario.id;
    this.stepsMax = scenario.limits.steps;
    this.#accounts = this.#noAccounts();
    const sweeps = scenario.faults.filter(({ select }) => select.kind === 'sweep');
    this.sweeps = sweeps.length === 0 ? undefined : new Set(sweeps.map(({ name }) => sweepPoint(name)));
  }

  /** Summed over all runs so far. */
  get accounts(): Accounts {
    this.#exercisedBefore.forEach((times, i) => {
      if (times > 0) increment(this.#accounts.invariants, this.#invariants[i].id, times);
    });
    this.#exercisedBefore.fill(0);
    return this.#accounts;
  }

  /** The same, and from now on they are counted anew. */
  takeAccounts(): Accounts {
    const taken = this.accounts;
    this.#accounts = this.#noAccounts();
    return taken;
  }

  #noAccounts(): Accounts {
    const accounts = accountsOf(this.scenario);
    for (const { id } of this.#invariants) accounts.invariants.set(id, 0);
    return accounts;
  }

  rehearsal(): Program {
    return new ScenarioProgram(this.scenario);
  }

  exhausted(): boolean {
    return this.#exhausted;
  }

  /** The marks that were reached, what became of each fault and named request, and what waits where. */
  ending(): string {
    return this.#ending;
  }

  run(kernel: Kernel, id: RunId): void {
    this.#bind(kernel);
    this.#stages.reset();
    for (const judge of this.#judges) judge.times = 0;
    this.#pruned = false;
    const faults = new FaultBoard(kernel, { run: id.run });
    const system = this.scenario.model.create({
      kernel,
      settings: this.scenario.settings,
      events: this.#events,
      faults,
    });
    this.system = system;
    const workload = new Workload(kernel, this.scenario, system, this.#accounts, this.#names);
    const hasFaults = this.scenario.faults.length > 0;
    let frozen = !hasFaults;
    const freeze = (): void => {
      if (!frozen) kernel.spawn('end of faults', faults.freeze());
      frozen = true;
    };
    workload.start(freeze);
    this.#arm(workload, faults);
    this.#phases(kernel, workload, freeze);
    if (!this.#pruned) this.#account(kernel, workload, faults);
  }

  #phases(kernel: Kernel, workload: Workload, freeze: () => void): void {
    let stop = kernel.run();
    if (stop === 'idle' && workload.unfinished.length > 0) {
      // Somebody may be waiting for a thread that a fault has parked.
      freeze();
      stop = kernel.run();
    }
    if (!this.#settled(kernel, stop, 'workload')) return;
    this.#stages.atIdle();
    if (kernel.violations.length > 0) return;
    const stuck = this.#stuck(kernel, workload);
    kernel.inconclusive.push(...stuck);
    if (stuck.length > 0) return;
    if (this.scenario.teardown) {
      const tasks = this.scenario.clients.map(({ name }) =>
        kernel.spawn(`${name}/teardown`, workload.system.teardown(workload.client(name).side)),
      );
      if (!this.#ended(kernel, tasks, 'teardown')) return;
      if (!this.#ended(kernel, [kernel.spawn('shutdown', workload.system.shutdown())], 'shutdown')) return;
      this.#stages.atRest();
    }
    if (kernel.violations.length === 0) this.#judgeRequests(kernel, workload);
  }

  /** Runs until nothing is left to run, by when these tasks must have ended. */
  #ended(kernel: Kernel, tasks: readonly Task[], phase: string): boolean {
    if (!this.#settled(kernel, kernel.run(), phase)) return false;
    const waiting = tasks.filter((task) => task.state !== 'ended');
    for (const task of waiting) kernel.inconclusive.push(whereItWaits(kernel, task));
    return waiting.length === 0;
  }

  /** Whether the run may go on; if not, why is recorded. */
  #settled(kernel: Kernel, stop: Stop, phase: string): boolean {
    switch (stop) {
      case 'idle': {
        const cycle = kernel.deadlock();
        if (cycle === undefined) return true;
        kernel.violate({
          invariant: 'kernel.deadlock',
          class: 'deadlock',
          message:
            cycle.length === 1
              ? `${cycle[0]?.name} waits for ever for itself`
              : `${cycle.length} tasks wait for ever on one another`,
          place: cycle
            .map((task) => task.operation?.kind.text)
            .sort()
            .join(' '),
          shape: `cycle of ${cycle.length}`,
          story: cycle.map((task) => whereItWaits(kernel, task)),
        });
        return false;
      }
      case 'steps':
        kernel.inconclusive.push(
          `the step bound of ${this.stepsMax} was reached during the ${phase} (limits: { steps: ... } raises it)`,
        );
        return false;
      case 'pruned':
        this.#pruned = true;
        return false;
      case 'halted':
      case 'violation':
        return false;
      default:
        return unreachable(stop);
    }
  }

  /** What waits although nothing is left to run. Service threads may. */
  #stuck(kernel: Kernel, workload: Workload): readonly string[] {
    const tasks = kernel.tasks.filter((task) => !task.daemon && task.state !== 'ended');
    if (tasks.length === 0) return [];
    const awaits = [...workload.waiting].map(
      ({ task, label }) => `${task}, ${label}: nothing that is left can answer it`,
    );
    const others = tasks.filter((task) => !awaits.some((reason) => reason.startsWith(`${task.name}, `)));
    return [...awaits, ...others.map((task) => whereItWaits(kernel, task)), ...workload.system.pending()];
  }

  #judgeRequests(kernel: Kernel, workload: Workload): void {
    for (const expected of this.scenario.expect.requests) {
      const name = fullName(expected.request);
      for (const made of workload.instances(expected.request)) {
        if (made.kind !== 'request') continue;
        increment(this.#accounts.judged, name);
        const wrong =
          made.response === undefined ? 'no final response ever came' : judgeResponse(made.response, expected.response);
        if (wrong === undefined) continue;
        kernel.violate({
          invariant: 'expect.requests',
          class: 'expectation',
          message: `request ${name}: ${wrong}`,
          place: name,
          shape: made.response?.status ?? 'no response',
          about: { kind: 'objects', objects: [made.object] },
        });
        break;
      }
    }
  }

  #account(kernel: Kernel, workload: Workload, faults: FaultBoard): void {
    const accounts = this.#accounts;
    accounts.runs++;
    if (kernel.violations.length > 0) faults.endedByViolation();
    for (const account of faults.accounts) addFault(accounts, account);
    for (const { text } of kernel.marks) {
      const runs = accounts.marks.get(text) ?? 0;
      if (runs === 0 && !this.#marks.has(text)) throw undeclared('the model reaches the mark', text, this.#marks);
      accounts.marks.set(text, runs + 1);
    }
    const statuses: string[] = [];
    for (const { request } of this.scenario.expect.requests) {
      const instances = workload.instances(request);
      if (instances.length > 0) increment(accounts.made, fullName(request));
      for (const made of instances) statuses.push(made.kind === 'request' ? (made.response?.status ?? '') : '');
    }
    for (let i = 0; i < this.#judges.length; i++) this.#exercisedBefore[i] += this.#judges[i].times;
    this.#exhausted = this.sweeps !== undefined && faults.sweepsEnded;
    this.#ending = endingOf(kernel, faults, statuses);
  }

  /** Listeners are made once for a kernel and reset for each run: making them costs more than a short run. */
  #bind(kernel: Kernel): void {
    if (this.#kernel === kernel) return;
    this.#kernel = kernel;
    const { events } = this.scenario.model;
    const invariants = this.#invariants;
    const judges = invariants.map((invariant) => new RunJudge(kernel, invariant));
    this.#judges = judges;
    const listeners = invariants.map((invariant, i) => invariant.create(judges[i]));
    this.#refuseDeafHandlers(listeners);
    this.#stages = fuse(STAGES, listeners);
    const checker = kernel.checker;
    const fused = checker === undefined ? fuse(events, listeners) : unwatched(fuseByLoop(events, listeners), checker);
    this.#events = closed(fused, events);
  }

  /** A handler of what is no event would never be called, and its invariant never know. */
  #refuseDeafHandlers(listeners: readonly Handlers<object>[]): void {
    const { events } = this.scenario.model;
    listeners.forEach((listener, i) => {
      const deaf = Object.keys(listener).find((name) => !events.includes(name) && !STAGES.includes(name));
      if (deaf !== undefined)
        throw undeclared(`the invariant ${this.#invariants[i].id} handles the event`, deaf, events);
    });
  }

  #arm(workload: Workload, faults: FaultBoard): void {
    for (const plan of this.scenario.faults) {
      const action = this.#action(plan, workload);
      if (plan.at !== undefined) {
        const point = this.#point(plan.at);
        faults.arm({ name: plan.name, point, where: plan.where, select: plan.select, times: plan.times, action });
      } else if (plan.select.kind === 'between' && action.kind === 'task') {
        faults.armMoment(plan.name, plan.select.range, action);
      }
    }
  }

  #action(plan: FaultPlan, workload: Workload): FaultAction {
    const action = plan.action;
    switch (action.kind) {
      case 'fail':
      case 'drop':
      case 'delay':
        return action;
      case 'hold':
        return { kind: 'hold', until: this.#point(action.until), where: action.where, atMostTicks: action.atMostTicks };
      case 'operation':
        return {
          kind: 'task',
          name: `${action.client}/${plan.name}`,
          looksAt: workload.accessOf(action.values),
          ready: () => workload.values(action.values) !== undefined,
          perform: () => workload.strike(action),
        };
      case 'system': {
        const declared = this.scenario.model.actions[action.action];
        assert(declared !== undefined, () => `the scenario is compiled: action ${action.action} exists`);
        return {
          kind: 'task',
          name: plan.name,
          looksAt: workload.accessOf(action.values),
          ready: () => workload.values(action.values) !== undefined,
          perform: (subjects) => declared.perform(workload.system, workload.values(action.values) ?? {}, subjects),
        };
      }
      default:
        return unreachable(action);
    }
  }

  #point(id: string): FaultPoint {
    const point = this.scenario.model.faultPoints.find((one) => one.id === id);
    assert(point !== undefined, () => `the scenario is compiled: fault point ${id} exists`);
    return point;
  }
}

/** The same for runs that came to the same, in whatever order: 8 hexadecimal digits. */
function endingOf(kernel: Kernel, faults: FaultBoard, statuses: readonly string[]): string {
  let hash = 0;
  const add = (word: number): void => {
    hash = Math.imul(hash ^ word, 0x01000193);
  };
  let marks = 0;
  for (const { hash: mark } of kernel.marks) marks = (marks + Math.imul(mark, 0x9e3779b1)) | 0;
  add(marks);
  for (const { matched, fired, effective, expired } of faults.accounts) {
    for (const count of [matched, fired, effective, expired]) add(count);
  }
  for (const status of statuses) add(hashText(status));
  let waiting = 0;
  for (const { name, operation } of kernel.tasks) {
    if (operation !== undefined) waiting = (waiting + Math.imul(hashText(name), operation.kind.hash | 1)) | 0;
  }
  add(waiting);
  return hexOf(hash);
}

/** "bob waits at ke.fast-mutex.acquire (notify sync of volume C:), held by srv worker 1". */
function whereItWaits(kernel: Kernel, task: Task): string {
  const { operation, label } = task;
  const objects = (operation?.access ?? []).map((access) => kernel.labelOf(objectOf(access))).join(', ');
  const holder = operation?.blockedBy?.();
  const held =
    holder === undefined ? '' : `, held by ${holder.name}${holder.state === 'ended' ? ', which has ended' : ''}`;
  return `${task.name}${label === '' ? '' : `, ${label},`} waits for ever at ${operation?.kind.text} (${objects})${held}`;
}

/** The same events, which invariants read in peace: what they look at is no touch of the model's. */
function unwatched(events: object, checker: { suspend<T>(look: () => T): T }): object {
  return Object.fromEntries(
    Object.entries(events).map(([name, handler]) => [
      name,
      (...values: unknown[]): unknown =>
        checker.suspend(() => (handler as (...values: unknown[]) => unknown)(...values)),
    ]),
  );
}

export type { Fault };
