import type { NamedChoice, StepOrder } from '../explore';
import type { Access, Outcome } from '../sim';

/** A step of a run, as an observer saw it. */
export interface StepRecord {
  readonly step: number;
  /** Virtual time in ticks. */
  readonly ticks: number;
  /** Task id: an index into `Evidence.tasks`. */
  readonly task: number;
  readonly operation: string;
  /** What the author's workload was doing in that task: "4: notify n1". */
  readonly label: string;
  readonly access: readonly Access[];
  /** What the announced objects were called, in the order of `access`. */
  readonly objects: readonly string[];
}

export interface TaskRecord {
  readonly name: string;
  /** Id of the task that started it. */
  readonly parent: number | undefined;
  readonly daemon: boolean;
}

/** Everything that a run did, recorded while it was done again. */
export interface Evidence {
  readonly outcome: Outcome;
  readonly tasks: readonly TaskRecord[];
  readonly steps: readonly StepRecord[];
  readonly choices: readonly NamedChoice[];
  /** Index of the step, by index of the choice. */
  readonly stepOfChoice: readonly number[];
  /** The steps by name, to find them again after something has changed. */
  readonly order: StepOrder;
}

/** How often another task than before took the next step although the one before could have gone on. */
export function contextSwitches(evidence: Evidence): number {
  return evidence.choices.filter((choice) => choice.kind === 'schedule' && choice.value !== 0).length;
}
