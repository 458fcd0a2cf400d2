import {
  assert,
  call,
  Name,
  Operation,
  reads,
  unreachable,
  writes,
  type ClientOperation,
  type Kernel,
  type Model,
  type Reference,
  type Request,
  type Response,
  type Routine,
  type System,
  type Value,
  type Values,
} from '../sim';
import { increment, type Accounts } from './accounts';
import { judgeResponse } from './judge-response';
import type { FaultActionPlan, NameReference, OperationStep, PlannedValue, Scenario, Step } from './scenario';

const BEGIN = Name.of('client.begin');
const END = Name.of('client.end');
const AWAIT = Name.of('client.await');
const BRANCH_END = Name.of('client.branch-end');
const LOOK = Name.of('fault.look');
const JOIN = Name.of('client.join');
const MIX = Name.of('workload.mix');
const VALUES = Name.of('workload.values');

/** A request that a client waits for, for reports. */
export interface Waiting {
  readonly client: string;
  readonly label: string;
  readonly request: Request;
}

/** Performs the clients' steps of one run. */
export class Workload {
  readonly #clients = new Map<string, Client>();
  readonly waiting = new Set<Waiting>();
  #unfinished = 0;
  #afterwards: () => void = () => undefined;
  readonly #end: Operation;
  readonly #statuses: ReadonlySet<string>;

  constructor(
    readonly kernel: Kernel,
    readonly scenario: Scenario,
    readonly system: System<unknown>,
    readonly accounts: Accounts,
  ) {
    this.#statuses = statusesOf(scenario.model);
    this.#end = new Operation(END, [writes(kernel.register({ label: 'end of the workload' }))]);
  }

  /** Clients that have not done all their steps. */
  get unfinished(): readonly string[] {
    return [...this.#clients.values()].filter((client) => !client.finished).map((client) => client.name);
  }

  /** Starts every client. The step that ends the last of them starts `afterwards`. */
  start(afterwards: () => void): void {
    this.#afterwards = afterwards;
    for (const plan of this.scenario.clients) {
      this.#clients.set(plan.name, new Client(plan.name, this.system.client(plan.name)));
    }
    this.#unfinished = this.scenario.clients.length;
    for (const plan of this.scenario.clients)
      this.kernel.spawn(plan.name, this.#client(plan.steps, this.client(plan.name)));
  }

  client(name: string): Client {
    const client = this.#clients.get(name);
    assert(client !== undefined, () => `the scenario is compiled: client ${name} is declared`);
    return client;
  }

  /** What a name stands for now; undefined while it has not been made. */
  resolve(reference: NameReference): Reference | undefined {
    const instances = this.client(reference.client).made.get(reference.name);
    return reference.instance === undefined ? instances?.at(-1) : instances?.[reference.instance - 1];
  }

  /** Everything that a name has stood for in this run. */
  instances(reference: NameReference): readonly Reference[] {
    if (reference.instance === undefined) return this.client(reference.client).made.get(reference.name) ?? [];
    const one = this.resolve(reference);
    return one === undefined ? [] : [one];
  }

  /** An operation's values with what their names stand for; undefined while one of them has not been made. */
  values(planned: Readonly<Record<string, PlannedValue>>): Values | undefined {
    const values: Record<string, Value> = {};
    for (const [key, value] of Object.entries(planned)) {
      if (!isReference(value)) {
        values[key] = value;
        continue;
      }
      const made = this.resolve(value);
      if (made === undefined) return undefined;
      values[key] = made;
    }
    return values;
  }

  /** Performs one operation as `client`; answers whether it had an effect. */
  *perform(client: Client, operation: string, values: Values, as: string | undefined): Routine<boolean> {
    increment(this.accounts.performed, client.name);
    const name = as ?? operation;
    const performed = yield* call(
      this.#operation(operation).perform(this.system, client.side, values, `${client.name}.${name}`),
    );
    const status = performed.response?.status;
    assert(
      status === undefined || this.#statuses.has(status),
      () => `operation ${operation} answers ${status}, which its model does not list`,
    );
    client.last = performed.response;
    client.lastRequest = undefined;
    if (performed.made !== undefined) {
      if (performed.made.kind === 'request') client.lastRequest = performed.made;
      const instances = client.made.get(name);
      if (instances === undefined) client.made.set(name, [performed.made]);
      else instances.push(performed.made);
    }
    return performed.effective !== false;
  }

  /** Performs a fault's operation. What is done to a request that is already done has no effect. */
  *strike({
    client,
    operation,
    values: planned,
    as,
  }: Extract<FaultActionPlan, { kind: 'operation' }>): Routine<boolean> {
    const values = this.values(planned);
    if (values === undefined) return false;
    const requests = Object.values(values).filter(isRequest);
    yield new Operation(
      LOOK,
      requests.map(({ object }) => reads(object)),
    );
    const late = requests.some(({ response }) => response !== undefined);
    return (yield* call(this.perform(this.client(client), operation, values, as))) && !late;
  }

  #operation(name: string): ClientOperation<System<unknown>, unknown> {
    const operation = this.scenario.model.operations[name];
    assert(operation !== undefined, () => `the scenario is compiled: operation ${name} exists`);
    return operation;
  }

  *#client(steps: readonly Step[], client: Client): Routine {
    yield new Operation(BEGIN, []);
    yield this.#steps(steps, client);
    yield this.#end;
    client.finished = true;
    if (--this.#unfinished === 0) this.#afterwards();
  }

  *#steps(steps: readonly Step[], client: Client): Routine {
    for (const step of steps) {
      if (step.kind === 'repeat') {
        for (let i = 0; i < step.times; i++) yield this.#steps(step.steps, client);
        continue;
      }
      if (this.kernel.current !== undefined) this.kernel.current.label = step.label;
      switch (step.kind) {
        case 'operation':
          yield this.#step(step, client);
          break;
        case 'await':
          yield this.#await(step, client);
          break;
        case 'wait':
          yield this.kernel.sleep(step.ticks);
          break;
        case 'parallel':
          yield this.#parallel(step.branches, client);
          break;
        case 'random':
          yield this.#random(step, client);
          break;
        case 'expect':
          this.#expect(step, client);
          break;
        default:
          unreachable(step);
      }
    }
  }

  *#step(step: OperationStep, client: Client): Routine {
    const values = this.values(step.values);
    if (values === undefined) increment(this.accounts.skipped, `${client.name}: ${step.label}`);
    else yield this.perform(client, step.operation, values, step.as);
  }

  *#await(step: Extract<Step, { kind: 'await' }>, client: Client): Routine {
    const request = this.resolve(step.request);
    if (request?.kind !== 'request') {
      increment(this.accounts.skipped, `${client.name}: ${step.label}`);
      return;
    }
    const waiting: Waiting = { client: client.name, label: step.label, request };
    this.waiting.add(waiting);
    const bound = this.kernel.timed && step.withinTicks !== undefined ? step.withinTicks : -1;
    yield new Operation(
      AWAIT,
      [reads(request.object)],
      () => request.response !== undefined,
      undefined,
      undefined,
      bound,
    );
    this.waiting.delete(waiting);
    client.last = request.response;
    client.lastRequest = request;
    if (request.response === undefined) {
      this.kernel.violate({
        invariant: 'expect.within',
        class: 'liveness',
        message: `${client.name}, ${step.label}: no final response within the time given`,
        place: `${client.name} ${step.label}`,
        shape: 'late',
      });
    }
  }

  *#parallel(branches: readonly (readonly Step[])[], client: Client): Routine {
    const object = this.kernel.register({ label: `${client.name}'s parallel branches` });
    let running = branches.length;
    const end = new Operation(BRANCH_END, [writes(object)], undefined, () => {
      running--;
    });
    branches.forEach((steps, i) => this.kernel.spawn(`${client.name}/${i + 1}`, this.#branch(steps, client, end)));
    yield new Operation(JOIN, [reads(object)], () => running === 0);
  }

  *#branch(steps: readonly Step[], client: Client, end: Operation): Routine {
    yield new Operation(BEGIN, []);
    yield this.#steps(steps, client);
    yield end;
  }

  *#random(step: Extract<Step, { kind: 'random' }>, client: Client): Routine {
    const weights = step.mix.reduce((sum, entry) => sum + entry.weight, 0);
    const draw = (count: number): number => this.kernel.choose(VALUES, count);
    for (let i = 0; i < step.operations; i++) {
      yield new Operation(BEGIN, []);
      let ticket = this.kernel.choose(MIX, weights);
      const entry = step.mix.find(({ weight }) => (ticket -= weight) < 0);
      assert(entry !== undefined, 'a ticket falls into one of the weights');
      const drawn = this.#operation(entry.operation).random?.(this.system, client.side, draw);
      const values = drawn === undefined ? undefined : yield* call(drawn);
      if (this.kernel.current !== undefined) this.kernel.current.label = `${step.label} ${i + 1}: ${entry.operation}`;
      if (values === undefined) increment(this.accounts.skipped, `${client.name}: ${step.label} ${entry.operation}`);
      else yield this.perform(client, entry.operation, values, undefined);
    }
  }

  #expect(step: Extract<Step, { kind: 'expect' }>, client: Client): void {
    const response = client.last ?? client.lastRequest?.response;
    if (response === undefined) return;
    increment(this.accounts.judged, `${client.name}: ${step.label}`);
    const wrong = judgeResponse(response, step.response);
    if (wrong === undefined) return;
    this.kernel.violate({
      invariant: 'expect.response',
      class: 'expectation',
      message: `${client.name}, line ${step.line}: ${wrong}`,
      place: `${client.name}:${step.line}`,
      shape: response.status,
    });
  }
}

/** By model: a short run should not pay for making this. */
const STATUSES = new WeakMap<object, ReadonlySet<string>>();

function statusesOf(model: Model): ReadonlySet<string> {
  let statuses = STATUSES.get(model);
  if (statuses === undefined) STATUSES.set(model, (statuses = new Set(model.statuses)));
  return statuses;
}

/** One client of a run: the model's side of it, and the names that it has given. */
export class Client {
  finished = false;
  /** What its last operation was answered; undefined when that was a request still under way. */
  last: Response | undefined = undefined;
  lastRequest: Request | undefined = undefined;
  readonly made = new Map<string, Reference[]>();

  constructor(
    readonly name: string,
    readonly side: unknown,
  ) {}
}

function isReference(value: PlannedValue): value is NameReference {
  return typeof value === 'object' && 'kind' in value && value.kind === 'reference';
}

function isRequest(value: Value): value is Request {
  return typeof value === 'object' && 'kind' in value && value.kind === 'request';
}
