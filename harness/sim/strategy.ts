import type { Certificate } from './certificate';
import type { Focuses } from './model';
import type { Name } from './name';
import type { Operation } from './operation';
import type { Outcome } from './outcome';
import type { Stream } from './random';
import type { Task } from './task';

/** A chance of one alternative against another: 1/10 is { numerator: 1, denominator: 10 }. */
export interface Odds {
  readonly numerator: number;
  readonly denominator: number;
}

/** What a strategy sees when it picks. Read only. */
export interface View {
  /** Steps taken so far in this run. */
  readonly step: number;
  /** Virtual time in ticks of 100 ns. */
  readonly now: number;
  /** Every task of the run, by id, those that are blocked or have ended too. */
  readonly tasks: readonly Task[];
  /**
   * The tasks that may take the next step, the plainest first: the one that ran last, then first come first served.
   * Timed: those due at the earliest time. Untimed: all, with the earliest timer, if one is set, as the last of them.
   */
  readonly enabled: readonly Task[];
  /** What reports call a shared object: named by its owner, and the same in all schedules where its number is not. */
  labelOf(object: number): string;
}

/** What a strategy is told about the run that begins. */
export interface RunContext {
  /** Index of the run within this strategy's search. */
  readonly run: number;
  /** The named random stream of this run. */
  stream(name: Name): Stream;
  /** Of what is run (Model.focuses). */
  readonly focuses: Focuses;
}

/**
 * Answers the choices of a run. A strategy knows nothing about IRPs; a model knows nothing about how it is searched.
 * One instance serves all runs of a search, in order.
 */
export interface Strategy {
  readonly name: string;
  /**
   * Timed: latencies are drawn and time decides. Untimed: any enabled task may run next, timers fire by choice. Like
   * `onlyChoices` and `after` it is looked at after `begin`, and may be another for the next run.
   */
  readonly timed: boolean;
  /** Not asked while only one task is enabled; absent, it is asked at every step, so that it can count or prune. */
  readonly onlyChoices?: boolean;
  /**
   * Answers the choices of sweeps like all others, since it counts through all answers or repeats known ones. For any other
   * strategy the index of the run answers them: run i fails match i.
   */
  readonly answersSweeps?: boolean;
  /**
   * How many runs of its search, from the first, it learns from: an instance must have made these, in order, before it makes any
   * other. Absent: none, so that each run stands alone. Infinity: all, so that runs can only be made one after the other.
   */
  readonly warmUp?: number;
  begin(run: RunContext): void;
  /** Index into `view.enabled` of the task that takes the next step; -1 gives up this run as redundant. */
  pick(view: View): number;
  /** A value in [0, count) at a choice point; 0 is the plainest. With odds, count is 2 and 1 has that chance. */
  data(point: Name, count: number, task: Task, odds: Odds | undefined): number;
  /**
   * Swarm testing: whether this run does without something that is left to chance anyhow, an operation of a random workload or a
   * fault. The same whenever it is asked in one run. Absent: no run does.
   */
  lacks?(feature: Name): boolean;
  /** After each step: who took it, and the operation that it performed (`task.operation` is the next one by then). */
  after?(view: View, task: Task, performed: Operation): void;
  /** Of one that counts through runs: what it has covered so far. */
  readonly certificate?: Certificate;
  /** After the run; false ends the search. */
  end?(view: View, outcome: Outcome): boolean;
}

/** A strategy in the run that it has begun: what the kernel asks. */
export type BegunStrategy = Omit<Strategy, 'begin' | 'end'>;
