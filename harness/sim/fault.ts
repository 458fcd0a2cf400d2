import type { Access } from './access';
import type { TickRange } from './model';
import type { Routine } from './routine';
import type { Odds } from './strategy';

/** What happened at a fault point, by stable names: { client: 'alice', request: 'alice.n1', tag: 'FSrt' }. */
export type Subjects = Readonly<Record<string, string | number>>;

/** What a subject must be: this; or, of a name that is given several times, any use of it (`alice.n1[1]`, `alice.n1[2]` ...). */
export type Wanted = string | number | { readonly anyUseOf: string };

/** Subjects that must match, all of them. */
export type Where = Readonly<Record<string, Wanted>>;

/** What a point admits besides client operations and the model's own actions, which any point admits. */
export type PointAction = 'fail' | 'delay' | 'hold' | 'drop';

/** A named place in a model where the real system can fail or be interrupted. */
export interface FaultPoint {
  /** Dotted, stable: `ex.pool.allocate`. */
  readonly id: string;
  readonly doc: string;
  /** What `where:` may match. */
  readonly subjects: readonly string[];
  readonly admits: readonly PointAction[];
  /** With `fail`: the statuses that the call can fail with. */
  readonly statuses?: readonly string[] | undefined;
}

/** Which of the matches of a fault make it fire. */
export type FaultSelect =
  | { readonly kind: 'nth'; readonly n: number }
  | { readonly kind: 'every'; readonly n: number }
  | { readonly kind: 'probability'; readonly odds: Odds }
  /** Only matches within this window of virtual time. */
  | { readonly kind: 'between'; readonly range: TickRange }
  /** In each run another match, or that and all later ones (onward), until a run has no more of them. */
  | { readonly kind: 'sweep'; readonly mode: 'once' | 'onward' }
  /** At each match the search chooses between not yet and now. */
  | { readonly kind: 'search' };

/** What the routine at the point is told to do. */
export type PointVerdict = { readonly kind: 'fail'; readonly status: string } | { readonly kind: 'drop' };

/** What an armed fault does when it fires. */
export type FaultAction =
  | PointVerdict
  | { readonly kind: 'delay'; readonly range: TickRange }
  /** Parks the thread that is at the point until `until` is passed with these subjects, `atMostTicks` at most. */
  | { readonly kind: 'hold'; readonly until: FaultPoint; readonly where: Where; readonly atMostTicks: number }
  | TaskAction;

/** Something done by another task than the one at the point. */
export interface TaskAction {
  readonly kind: 'task';
  /** Name of the task that does it; stable. */
  readonly name: string;
  /** What `ready` and `perform` look at before they announce anything themselves: whoever passes the point announces it. */
  readonly looksAt: readonly Access[];
  /** Whether what it refers to has been made; until then the fault stays armed. */
  ready(): boolean;
  /** Answers whether it had an effect. */
  perform(subjects: Subjects): Routine<boolean>;
}

/** A fault of a scenario, ready to be armed in a run. */
export interface Fault {
  readonly name: string;
  readonly point: FaultPoint;
  readonly where: Where;
  readonly select: FaultSelect;
  /** How often it may fire in a run. */
  readonly times: number;
  readonly action: FaultAction;
}

/** What became of a fault in one run. */
export interface FaultAccount {
  readonly name: string;
  /** Undefined: it strikes at a moment. */
  readonly point: string | undefined;
  /** How often its point was passed with its subjects, or its moment came. */
  matched: number;
  fired: number;
  /** How often firing changed anything, or had begun to when the run ended at a violation. */
  effective: number;
  /** With a sweep: the number of the match at which it began to fire; 0 if it did not. */
  sweptTo: number;
  /** Holds that ended at their bound: what they waited for did not come. */
  expired: number;
}
