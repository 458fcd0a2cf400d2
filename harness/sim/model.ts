import type { FaultPoint, Subjects } from './fault';
import type { FaultBoard } from './fault-board';
import type { Invariant } from './invariant';
import type { Kernel } from './kernel';
import type { Routine } from './routine';

/** A value in a scenario, after its units have been read: sizes in bytes, durations in ticks. */
export type Value = string | number | boolean | readonly Value[] | TickRange | Reference | undefined;

/** A range of durations, both ends included, in ticks. */
export interface TickRange {
  readonly fromTicks: number;
  readonly toTicks: number;
}

/** What a name of the scenario stands for while it runs: the handle or request that the step `as:` it has made. */
export type Reference = Handle | Request;

/** Something that a client has open. The model's own; the harness passes it along. */
export interface Handle {
  readonly kind: 'handle';
}

/** A request that its client has sent and not waited for. `await` waits until it is done. */
export interface Request {
  readonly kind: 'request';
  /** The shared object that the step which completes this request writes. */
  readonly object: number;
  /** The final response, once it is there. */
  readonly response: Response | undefined;
}

/** What a client observed of one operation: what `expect` judges. */
export interface Response {
  /** "STATUS_SUCCESS". */
  readonly status: string;
  readonly information?: number | undefined;
  /** What was delivered, a line each ("ADDED a.txt"). */
  readonly records?: readonly string[] | undefined;
}

/** How a value is written in a scenario. The schema, the messages and the reference are made from it. */
export type Field = { readonly doc: string; readonly required?: boolean | undefined } & (
  | { readonly type: 'text'; readonly default?: string | undefined; readonly pattern?: string | undefined }
  | {
      readonly type: 'integer';
      readonly minimum: number;
      readonly maximum: number;
      readonly default?: number | undefined;
    }
  | { readonly type: 'boolean'; readonly default?: boolean | undefined }
  /** Bytes: `4 KiB`, `512 B`. */
  | { readonly type: 'size'; readonly minimum: number; readonly maximum: number; readonly default?: number | undefined }
  /** Ticks: `5 ms`. */
  | { readonly type: 'duration'; readonly default?: number | undefined }
  /** Ticks: `1 ms..5 ms`, or `2 ms` for both ends. */
  | { readonly type: 'range'; readonly default?: TickRange | undefined }
  | { readonly type: 'choice'; readonly of: readonly string[]; readonly default?: string | undefined }
  /** A list of some of these words. */
  | { readonly type: 'set'; readonly of: readonly string[]; readonly default?: readonly string[] | undefined }
  /** The name of a handle, or of a request, that an earlier step gave with `as:`. */
  | { readonly type: 'handle' }
  | { readonly type: 'request' }
  /** The name of a client of the scenario. */
  | { readonly type: 'client' }
);

export type Fields = Readonly<Record<string, Field>>;
export type Values = Readonly<Record<string, Value>>;

/** What an operation gives back to the harness. */
export interface Performed {
  /** Undefined for an asynchronous operation that answers nothing itself: its request carries the response when it comes. */
  readonly response?: Response | undefined;
  /** What `as:` names. */
  readonly made?: Reference | undefined;
  /** Whether it changed anything; true unless said. A fault whose action changes nothing has fired without effect. */
  readonly effective?: boolean | undefined;
}

/** An operation of a client's workload. S is the model's system, C its client. */
export interface ClientOperation<S, C> {
  readonly doc: string;
  readonly fields: Fields;
  /** The field that a bare value fills: with `scalar: 'path'`, `create: a.txt` is `create: { path: a.txt }`. */
  readonly scalar?: string | undefined;
  /** What `as:` names, if the operation makes something. */
  readonly makes?: 'handle' | 'request' | undefined;
  /** Whether performing it ends or interrupts the client itself, so that it may be a fault's action only. */
  readonly faultOnly?: boolean | undefined;
  /**
   * Performs it as the client's task. Values are resolved: a handle field holds the handle. `name` is what it will be called in
   * full: `alice.n1`, or `alice.n1[3]` at the third use of a name that is given several times.
   */
  perform(system: S, client: C, values: Values, name: string): Routine<Performed>;
  /**
   * Values for a random workload (`random: { mix: ... }`); undefined when this client can not do it just now.
   * Draws through `draw(count)`, which answers a value in [0, count), 0 being the plainest. Announces what it looks at.
   */
  random?(system: S, client: C, draw: (count: number) => number): Routine<Values | undefined>;
}

/** A kind of client that can do other things than the plainest, in place of them. */
export interface ClientKind<S, C> {
  readonly doc: string;
  /** One that the plainest has as well makes the same, and its common fields are written the same. */
  readonly operations: Readonly<Record<string, ClientOperation<S, C>>>;
}

/** A fault's action that no client performs: dismount, kill-client, io.cancel ... */
export interface SystemAction<S> {
  readonly doc: string;
  readonly fields: Fields;
  readonly scalar?: string | undefined;
  /** Why these settings leave it nothing to do, so that a scenario which asks for it is mistaken; undefined when they do not. */
  check?(values: Readonly<Record<string, unknown>>, settings: Settings): string | undefined;
  /** Runs as a task of its own. Answers whether it had an effect: false when its target had already finished. */
  perform(system: S, values: Values, subjects: Subjects): Routine<boolean>;
}

/** One deliberate way to be wrong. Its site asks `world.settings.defects.has(id)`. */
export interface Defect {
  readonly id: string;
  /** "D01". */
  readonly number?: string | undefined;
  readonly mechanism: string;
  readonly trigger: string;
  readonly precedent?: string | undefined;
}

/** A mark: a place that a search should reach. */
export interface Mark {
  readonly id: string;
  readonly doc: string;
}

/** Operations that a search may pay most attention to: those on shared objects whose labels begin in one of these ways. */
export interface Focus {
  readonly doc: string;
  readonly objects: readonly string[];
}

export type Focuses = Readonly<Record<string, Focus>>;

/** Something about the whole system worth showing after a run: a counter over virtual time, or a table. */
export type Exhibit =
  | {
      readonly kind: 'plot';
      readonly title: string;
      readonly unit: string;
      /** In order of time; at most a few hundred. */
      readonly points: readonly { readonly ticks: number; readonly value: number }[];
    }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
    }
  | {
      readonly kind: 'log';
      readonly title: string;
      readonly lines: readonly { readonly ticks: number; readonly text: string }[];
    };

/** A run's instance of a model. */
export interface System<C> {
  /** Makes a client's side, of a kind that the model lists or of the plainest; called once for each client before the run's first step. */
  client(name: string, kind: string | undefined): C;
  /** Closes what this client still holds, logs off, disconnects. */
  teardown(client: C): Routine;
  /** After all clients are torn down: dismounts, unloads. */
  shutdown(): Routine;
  /**
   * What is outstanding, a reason each: "alice.n1 is pended on the notify structure of alice on \docs". Asked when nothing is left to run and a
   * client has not done its steps. Whether that is a fault of the system is for an invariant to judge.
   */
  pending(): readonly string[];
  /** Exhibits by name (those that `Model.exhibits` lists), from what the run has recorded. */
  exhibit(name: string): Exhibit | undefined;
}

/** Settings of a scenario's `system:`, by dotted key (`pool.paged`), defaults filled in; `defects` apart. */
export interface Settings {
  readonly values: Values;
  readonly defects: ReadonlySet<string>;
}

/** A mistake in the settings taken together. */
export interface SettingsProblem {
  /** The setting that is wrong: a dotted key. */
  readonly setting: string;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

/**
 * What a model of anything declares, and how a run of it is made. The scenario language is composed from this: a new fault
 * point or operation appears in the schema, the messages and the reference by being declared. S is the system, C a client
 * of it, E the events that it reports to invariants. A file of a user's own exports one as `model`.
 */
export interface Model<C = unknown, S extends System<C> = System<C>, E extends object = object> {
  readonly name: string;
  /** Changes whenever a run may go another way: part of a reproduction. */
  readonly version: string;
  readonly doc: string;
  /** Keys below `system:`, dotted. `defects` is a key of its own and not listed. */
  readonly settings: Fields;
  /** What clients of the plainest kind can do. */
  readonly operations: Readonly<Record<string, ClientOperation<S, C>>>;
  /** The other kinds, by the words that `clients:` says them with: `alice: { native: [...] }`. */
  readonly clientKinds?: Readonly<Record<string, ClientKind<S, C>>> | undefined;
  readonly faultPoints: readonly FaultPoint[];
  readonly actions: Readonly<Record<string, SystemAction<S>>>;
  /** Statuses that `fail:` and `expect` may name. */
  readonly statuses: readonly string[];
  readonly marks: readonly Mark[];
  /** Names of all events in E. */
  readonly events: readonly string[];
  readonly invariants: readonly Invariant<E>[];
  readonly defects: readonly Defect[];
  readonly exhibits: Readonly<Record<string, string>>;
  /** For the strategy `surw`, by name. */
  readonly focuses?: Focuses | undefined;
  /** What single fields can not say: all problems at once. */
  check?(settings: Settings): readonly SettingsProblem[];
  /** A fresh system for one run. */
  create(world: World<E>): S;
}

/** What a system is made of. */
export interface World<E> {
  /** The one door for choices, tasks and time. */
  readonly kernel: Kernel;
  readonly settings: Settings;
  /** Where it reports what happens. */
  readonly events: E;
  /** Where it asks whether something fails. */
  readonly faults: FaultBoard;
}
