import {
  assert,
  call,
  Name,
  Operation,
  reads,
  RETURNED,
  unreachable,
  writes,
  type Access,
  type Called,
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
import { increment, judgedStep, type Accounts } from './accounts';
import { Binding } from './binding';
import { nameOf } from './full-name';
import { judgeResponse } from './judge-response';
import { operationOf } from './language/kinds';
import { isReference, type NameUses } from './name-uses';
import type {
  ExpectStep,
  FaultActionPlan,
  GivenName,
  NameReference,
  OperationStep,
  PlannedValue,
  Scenario,
  Step,
} from './scenario';

const BEGIN = new Operation(Name.of('client.begin'), []);
const END = Name.of('client.end');
const AWAIT = Name.of('client.await');
const BRANCH_END = Name.of('client.branch-end');
const LOOK = Name.of('fault.look');
const EXPECT = Name.of('client.expect');
const JOIN = Name.of('client.join');
const MIX = Name.of('workload.mix');
const VALUES = Name.of('workload.values');

/** An `await` that has not ended, for reports. */
export interface Waiting {
  readonly task: string;
  readonly label: string;
}

/** Performs the clients' steps of one run. */
export class Workload {
  readonly #clients = new Map<string, Client>();
  readonly waiting = new Set<Waiting>();
  #unfinished = 0;
  #afterwards: () => void = () => undefined;
  readonly #end: Operation;
  readonly #statuses: ReadonlySet<string>;
  /** By full name. */
  readonly #bindings = new Map<string, Binding>();

  constructor(
    readonly kernel: Kernel,
    readonly scenario: Scenario,
    readonly system: System<unknown>,
    readonly accounts: Accounts,
    names: NameUses,
  ) {
    this.#statuses = statusesOf(scenario.model);
    for (const [name, use] of names) this.#bindings.set(name, new Binding(kernel, use));
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
      this.#clients.set(plan.name, new Client(plan.name, plan.kind, this.system.client(plan.name, plan.kind)));
    }
    this.#unfinished = this.scenario.clients.length;
    for (const plan of this.scenario.clients)
      this.kernel.spawn(plan.name, this.#client(plan.steps, new Strand(this.client(plan.name), plan.name)));
  }

  client(name: string): Client {
    const client = this.#clients.get(name);
    assert(client !== undefined, () => `the scenario is compiled: client ${name} is declared`);
    return client;
  }

  /** Everything that a name has stood for in this run. */
  instances(reference: NameReference): readonly Reference[] {
    const { made } = this.#binding(reference);
    const { instance } = reference;
    return made.filter(({ use }) => instance === undefined || use === instance).map(({ thing }) => thing);
  }

  /** What a fault must announce to look at what its action names. */
  accessOf(planned: Readonly<Record<string, PlannedValue>>): readonly Access[] {
    return Object.values(planned)
      .filter(isReference)
      .map((reference) => reads(this.#binding(reference).object));
  }

  /** A fault's values with what their names stand for; undefined while one of them has not been made. */
  values(planned: Readonly<Record<string, PlannedValue>>): Values | undefined {
    const values: Record<string, Value> = {};
    for (const [key, value] of Object.entries(planned)) {
      if (!isReference(value)) {
        values[key] = value;
        continue;
      }
      const made = this.#resolve(value);
      if (made === undefined) return undefined;
      values[key] = made;
    }
    return values;
  }

  /** Performs a fault's operation. What is done to a request that is already done has no effect. */
  *strike(plan: Extract<FaultActionPlan, { kind: 'operation' }>): Routine<boolean> {
    const values = this.values(plan.values);
    if (values === undefined) return false;
    const requests = Object.values(values).filter(isRequest);
    yield new Operation(
      LOOK,
      requests.map(({ object }) => reads(object)),
    );
    const late = requests.some(({ response }) => response !== undefined);
    const strand = new Strand(this.client(plan.client), 'fault');
    return (yield* call(this.#perform(strand, plan.operation, values, plan.as))) && !late;
  }

  /** Performs one operation; answers whether it had an effect. */
  *#perform(strand: Strand, operation: string, values: Values, as: GivenName | undefined): Routine<boolean> {
    const { client } = strand;
    increment(this.accounts.performed, client.name);
    const binding = as === undefined ? undefined : this.#bindings.get(`${client.name}.${as.name}`);
    if (binding?.count !== undefined) yield binding.count;
    const use = binding === undefined ? 0 : ++binding.uses;
    const name = `${client.name}.${as?.name ?? operation}${as?.isNumbered === true ? `[${use}]` : ''}`;
    const performed = yield* call(this.#operation(client, operation).perform(this.system, client.side, values, name));
    const { response, made } = performed;
    assert(
      response === undefined || this.#statuses.has(response.status),
      () => `operation ${operation} answers ${response?.status}, which its model does not list`,
    );
    strand.answered(response, made?.kind === 'request' ? made : undefined);
    this.#tell(response);
    if (made === undefined || binding?.isKept !== true) return performed.effective !== false;
    if (binding.bind !== undefined) yield binding.bind;
    binding.made.push({ use, thing: made });
    return performed.effective !== false;
  }

  #binding(reference: NameReference): Binding {
    const binding = this.#bindings.get(nameOf(reference));
    assert(binding !== undefined, () => `the scenario is compiled: there is the name ${nameOf(reference)}`);
    return binding;
  }

  /** What a name stands for now; undefined while it has not been made. Who asks has announced it. */
  #resolve(reference: NameReference): Reference | undefined {
    return this.#binding(reference).find(reference.instance);
  }

  #operation({ kind }: Client, name: string): ClientOperation<System<unknown>, unknown> {
    const operation = operationOf(this.scenario.model, kind, name);
    assert(operation !== undefined, () => `the scenario is compiled: operation ${name} exists`);
    return operation;
  }

  *#client(steps: readonly Step[], strand: Strand): Routine {
    yield BEGIN;
    yield this.#steps(steps, strand);
    yield this.#end;
    strand.client.finished = true;
    if (--this.#unfinished === 0) this.#afterwards();
  }

  *#steps(steps: readonly Step[], strand: Strand): Routine {
    // By hand: to leave a loop over an iterator, a routine that waits in it must be ready to close that.
    for (let at = 0; at < steps.length; at++) {
      const step = steps[at];
      if (step.kind === 'repeat') {
        for (let i = 0; i < step.times; i++) yield this.#steps(step.steps, strand);
        continue;
      }
      if (this.kernel.current !== undefined) this.kernel.current.label = step.label;
      switch (step.kind) {
        case 'operation':
          yield this.#step(step, strand);
          break;
        case 'await':
          yield this.#await(step, strand);
          break;
        case 'wait':
          yield this.kernel.sleep(step.ticks);
          break;
        case 'parallel':
          yield this.#parallel(step.branches, strand);
          break;
        case 'random':
          yield this.#random(step, strand);
          break;
        case 'expect':
          yield* this.#expect(step, strand);
          break;
        default:
          unreachable(step);
      }
    }
  }

  #step(step: OperationStep, strand: Strand): Routine<unknown> {
    const references = referencesOf(step);
    if (references.length > 0) return this.#stepWithNames(step, references, strand);
    // None of its values is a name: they are handed on as they are.
    return this.#perform(strand, step.operation, step.values as Values, step.as);
  }

  *#stepWithNames(step: OperationStep, references: References, strand: Strand): Routine {
    const values: Record<string, PlannedValue | Value> = { ...step.values };
    for (let i = 0; i < references.length; i++) {
      const { key, reference } = references[i];
      const binding = this.#binding(reference);
      const look = binding.lookedUpBy(strand.task);
      if (look !== undefined) yield look;
      const made = binding.find(reference.instance);
      if (made === undefined) return this.#skip(step.label, strand);
      values[key] = made;
    }
    yield this.#perform(strand, step.operation, values as Values, step.as);
  }

  /** What the step needs was never made. */
  #skip(label: string, strand: Strand): void {
    increment(this.accounts.skipped, `${strand.client.name}: ${label}`);
    strand.unanswered('the step before it was skipped, as what that needs was never made');
  }

  *#await(step: Extract<Step, { kind: 'await' }>, strand: Strand): Routine {
    const binding = this.#binding(step.request);
    const look = binding.lookedUpBy(strand.task);
    if (look !== undefined) yield look;
    const request = binding.find(step.request.instance);
    if (request?.kind !== 'request') return this.#skip(step.label, strand);
    const waiting: Waiting = { task: strand.task, label: step.label };
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
    strand.answered(request.response, undefined);
    this.#tell(request.response);
    if (request.response === undefined) {
      this.kernel.violate({
        invariant: 'expect.within',
        class: 'liveness',
        message: `${strand.task}, ${step.label}: no final response within the time given`,
        place: `${strand.task} ${step.label}`,
        shape: 'late',
      });
    }
  }

  *#parallel(branches: readonly (readonly Step[])[], strand: Strand): Routine {
    const { client, task } = strand;
    const object = this.kernel.register({ label: `${client.name}'s parallel branches` });
    let running = branches.length;
    const end = new Operation(BRANCH_END, [writes(object)], undefined, () => {
      running--;
    });
    branches.forEach((steps, i) => {
      const branch = new Strand(client, `${task}/${i + 1}`);
      this.kernel.spawn(branch.task, this.#branch(steps, branch, end));
    });
    yield new Operation(JOIN, [reads(object)], () => running === 0);
    strand.unanswered('of the lists of `parallel` before it none is the last');
  }

  *#branch(steps: readonly Step[], strand: Strand, end: Operation): Routine {
    yield BEGIN;
    yield this.#steps(steps, strand);
    yield end;
  }

  *#random(step: Extract<Step, { kind: 'random' }>, strand: Strand): Routine {
    const mix = step.mix.filter(({ operation }) => !this.kernel.lacks(Name.of(`without ${operation}`)));
    if (mix.length === 0) return;
    const weights = mix.reduce((sum, entry) => sum + entry.weight, 0);
    const draw = (count: number): number => this.kernel.choose(VALUES, count);
    for (let i = 0; i < step.operations; i++) {
      yield BEGIN;
      let ticket = this.kernel.choose(MIX, weights);
      const entry = mix.find(({ weight }) => (ticket -= weight) < 0);
      assert(entry !== undefined, 'a ticket falls into one of the weights');
      const operation = this.#operation(strand.client, entry.operation);
      const drawn = operation.random?.(this.system, strand.client.side, draw);
      const values = drawn === undefined ? undefined : yield* call(drawn);
      if (this.kernel.current !== undefined) this.kernel.current.label = `${step.label} ${i + 1}: ${entry.operation}`;
      // It calls what it makes by the operation.
      const as = operation.makes === undefined ? undefined : { name: entry.operation, isNumbered: true };
      if (values === undefined) this.#skip(`${step.label} ${entry.operation}`, strand);
      else yield this.#perform(strand, entry.operation, values, as);
    }
  }

  #tell(response: Response | undefined): void {
    const { observer, current } = this.kernel;
    if (observer !== undefined && current !== undefined && response !== undefined) {
      observer.answered?.(this.kernel, current, response);
    }
  }

  #expect(step: ExpectStep, strand: Strand): Called<void> {
    if (strand.lastRequest !== undefined) return call(this.#lookAndJudge(step, strand, strand.lastRequest));
    this.#judge(step, strand, strand.last);
    return RETURNED;
  }

  *#lookAndJudge(step: ExpectStep, strand: Strand, request: Request): Routine {
    yield new Operation(EXPECT, [reads(request.object)]);
    this.#judge(step, strand, request.response);
  }

  #judge(step: ExpectStep, strand: Strand, response: Response | undefined): void {
    const { client } = strand;
    const { place, key, judged } = wordsFor(step, client);
    const account = judgedStep(this.accounts, key, place);
    if (response === undefined) {
      account.unjudged ??= strand.whyUnanswered;
      return;
    }
    account.judged++;
    increment(this.accounts.judged, judged);
    const wrong = judgeResponse(response, step.response);
    if (wrong === undefined) return;
    this.kernel.violate({
      invariant: 'expect.response',
      class: 'expectation',
      message: `${place}: ${wrong}`,
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

type References = readonly { readonly key: string; readonly reference: NameReference }[];

/** By step: the values of it that are names. */
const REFERENCES = new WeakMap<OperationStep, References>();

function referencesOf(step: OperationStep): References {
  let references = REFERENCES.get(step);
  if (references === undefined) {
    references = Object.entries(step.values).flatMap(([key, value]) =>
      isReference(value) ? [{ key, reference: value }] : [],
    );
    REFERENCES.set(step, references);
  }
  return references;
}

/** What accounts call a step `expect`. */
interface Words {
  /** "alice, line 15". */
  readonly place: string;
  readonly key: string;
  readonly judged: string;
}

/** By step, which is one client's: neither should a short run pay for putting these together. */
const WORDS = new WeakMap<ExpectStep, Words>();

function wordsFor(step: ExpectStep, { name }: Client): Words {
  let words = WORDS.get(step);
  if (words === undefined) {
    const place = `${name}, line ${step.line}`;
    words = { place, key: `${place}:${step.column}`, judged: `${name}: ${step.label}` };
    WORDS.set(step, words);
  }
  return words;
}

/** One client of a run, with the model's side of it. */
export class Client {
  finished = false;

  constructor(
    readonly name: string,
    readonly kind: string | undefined,
    readonly side: unknown,
  ) {}
}

/** One task of a client's: its own, one of its parallel lists, or one in which a fault acts for it. */
class Strand {
  /** What its last operation was answered. */
  last: Response | undefined = undefined;
  /** What its last operation has sent, if that was a request, and not answered at once. */
  lastRequest: Request | undefined = undefined;
  whyUnanswered = 'no operation comes before it';

  constructor(
    readonly client: Client,
    readonly task: string,
  ) {}

  /** An operation has been performed, or a request awaited. */
  answered(response: Response | undefined, request: Request | undefined): void {
    this.last = response;
    this.lastRequest = response === undefined ? request : undefined;
    this.whyUnanswered =
      request === undefined
        ? 'the operation before it is not answered'
        : 'the request before it had not been answered by then, and no `await` stands between';
  }

  /** There is no last operation. */
  unanswered(why: string): void {
    this.last = undefined;
    this.lastRequest = undefined;
    this.whyUnanswered = why;
  }
}

function isRequest(value: Value): value is Request {
  return typeof value === 'object' && 'kind' in value && value.kind === 'request';
}
