import type { Violation } from './violation';

/** Some of the events that a model reports, each handled by a method of the event's name. */
export type Handlers<E> = { [K in keyof E]?: E[K] };

/** What an invariant may do besides listening. */
export interface Judge {
  /** Steps taken so far, and virtual time in ticks. */
  readonly step: number;
  readonly now: number;
  /** Name of the task whose step it is. */
  readonly task: string;
  /** Reports a violation: the run ends with this step. */
  violate(violation: Omit<Violation, 'invariant' | 'number'>): void;
  /** Says that the invariant had something to judge. An invariant never exercised has shown nothing. */
  exercised(): void;
}

/** The states that an invariant keeps for one run, and when else it is asked. */
export interface Stages {
  /** Before each run. */
  reset(): void;
  /** All clients have done their steps and nothing is left to run. */
  atIdle?(): void;
  /** Everything was closed, logged off, disconnected and dismounted, and nothing is left to run. */
  atRest?(): void;
}

/** A property of every run, fed by the events of type E that the model reports. O(1) for each event. */
export interface Invariant<E> {
  /** Dotted, stable: scenarios hold it. */
  readonly id: string;
  /** "I-03". */
  readonly number?: string | undefined;
  /** The property, as a sentence. */
  readonly statement: string;
  /** What it rests on. */
  readonly source: string;
  create(judge: Judge): Handlers<E> & Stages;
}
