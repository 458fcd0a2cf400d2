import type { FaultSelect, Where } from '../sim/fault';
import type { Model, Settings, TickRange, Value } from '../sim/model';
import type { Schedule } from '../sim/schedule';

export type { FaultSelect };

/** One instance of a scenario file, compiled: every name resolved against the model, every unit read, every default filled in. */
export interface Scenario {
  /** Path below the suite's root without extension, with the matrix part: `faults/cancel-race[dialect=smb2]`. */
  readonly id: string;
  /** Path of the file, as the user would type it. */
  readonly file: string;
  readonly title: string;
  readonly why: string;
  readonly tags: readonly string[];
  readonly model: Model;
  readonly settings: Settings;
  /** `--set` arguments that make this instance from its file: those of the matrix part, then the user's. */
  readonly set: readonly string[];
  readonly clients: readonly ClientPlan[];
  readonly faults: readonly FaultPlan[];
  readonly explore: Explore;
  readonly expect: Expect;
  /** Ids of the invariants that judge it; undefined: all of the model's. */
  readonly judge?: readonly string[] | undefined;
  readonly limits: { readonly steps: number };
  /** Whether clients close, log off and disconnect, and the volume is dismounted, at the end. */
  readonly teardown: boolean;
  /** Exhibits of the model to show with the verdict. */
  readonly show: readonly string[];
  readonly regression?: Regression | undefined;
}

/** What the scenario keeps of an earlier failure. */
export interface Regression {
  /** Id of the scenario that failed. */
  readonly of: string;
  /** The failure's signature as long as it is not mended; undefined: the scenario guards against its coming back. */
  readonly known?: string | undefined;
}

export interface ClientPlan {
  readonly name: string;
  /** One of the model's kinds of client; undefined for the plainest. */
  readonly kind: string | undefined;
  readonly steps: readonly Step[];
}

/** A name of the scenario's, resolved: `n1` of alice, what it stands for now, or what was made at its third use. */
export interface NameReference {
  readonly kind: 'reference';
  readonly client: string;
  readonly name: string;
  /** The number of the use, counted from 1; undefined: the latest that made something. */
  readonly instance?: number | undefined;
}

/** An operation's value before the run: names not yet replaced by what they stand for. */
export type PlannedValue = Value | NameReference;

export type Step =
  | OperationStep
  /** Waits for the final response; `within` in ticks, judged by timed strategies only. */
  | {
      readonly kind: 'await';
      readonly label: string;
      readonly request: NameReference;
      readonly withinTicks?: number | undefined;
    }
  | { readonly kind: 'wait'; readonly label: string; readonly ticks: number }
  | { readonly kind: 'repeat'; readonly label: string; readonly times: number; readonly steps: readonly Step[] }
  | { readonly kind: 'parallel'; readonly label: string; readonly branches: readonly (readonly Step[])[] }
  | { readonly kind: 'random'; readonly label: string; readonly operations: number; readonly mix: readonly MixEntry[] }
  /** Judges the client's last operation. */
  | ExpectStep;

export interface ExpectStep {
  readonly kind: 'expect';
  readonly label: string;
  readonly line: number;
  readonly column: number;
  readonly response: ResponseExpectation;
}

export interface OperationStep {
  readonly kind: 'operation';
  /** "4: notify n1": the step as reports show it, with its line in the file. */
  readonly label: string;
  readonly line: number;
  readonly operation: string;
  readonly values: Readonly<Record<string, PlannedValue>>;
  /** The name that `as:` gives. */
  readonly as?: GivenName | undefined;
}

export interface GivenName {
  readonly name: string;
  /** It is given several times, and each use of it has its number: `n1[3]`. */
  readonly isNumbered: boolean;
}

export interface MixEntry {
  readonly operation: string;
  readonly weight: number;
}

export interface FaultPlan {
  /** The author's `name:`, or one made from `at` and `do`. */
  readonly name: string;
  readonly line: number;
  /** Id of a fault point; undefined with `between` alone. */
  readonly at?: string | undefined;
  /** Subject by subject; names of requests and handles in full (`alice.n1`, `alice.n1[3]`). */
  readonly where: Where;
  readonly select: FaultSelect;
  /** How often it may fire in a run; 1 unless told, unlimited (Infinity) with every and probability. */
  readonly times: number;
  readonly action: FaultActionPlan;
}

export type FaultActionPlan =
  | { readonly kind: 'fail'; readonly status: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly range: TickRange }
  | {
      readonly kind: 'hold';
      readonly until: string;
      readonly where: Where;
      readonly atMostTicks: number;
    }
  /** Performed by this client as a second task of its own. */
  | {
      readonly kind: 'operation';
      readonly client: string;
      readonly operation: string;
      readonly values: Readonly<Record<string, PlannedValue>>;
      readonly as?: GivenName | undefined;
    }
  | { readonly kind: 'system'; readonly action: string; readonly values: Readonly<Record<string, PlannedValue>> };

export interface Explore {
  /** Names of strategies, as the registry of harness/explore spells them; empty only where there is a schedule. */
  readonly strategies: readonly string[];
  /** Runs of each strategy. */
  readonly runs: number;
  /** A run to play before anything is searched: what a failure was shrunk to. */
  readonly schedule?: Schedule | undefined;
}

export interface Expect {
  /** The invariant that the search must find violated (dotted name); undefined: the verdict must be pass. */
  readonly violates?: string | undefined;
  readonly requests: readonly RequestExpectation[];
  /** Marks that at least one run of the search must reach. */
  readonly sometimes: readonly string[];
  /** Invariants that the scenario names: each must be exercised in at least one run. */
  readonly exercises: readonly string[];
}

export interface RequestExpectation {
  readonly request: NameReference;
  readonly line: number;
  readonly response: ResponseExpectation;
}

/** Everything that is given must hold. */
export interface ResponseExpectation {
  /** Allowed statuses; empty: any. */
  readonly statuses: readonly string[];
  readonly information?: number | undefined;
  readonly records?: RecordsExpectation | undefined;
}

export type RecordsExpectation =
  | { readonly kind: 'in-order'; readonly records: readonly string[] }
  | { readonly kind: 'any-order'; readonly records: readonly string[] }
  /** One of these. */
  | { readonly kind: 'alternatives'; readonly of: readonly RecordsExpectation[] }
  /** These groups one after the other, each in any order within itself. */
  | { readonly kind: 'groups'; readonly of: readonly RecordsExpectation[] };
