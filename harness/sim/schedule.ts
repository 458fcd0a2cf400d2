/** A step by name: the n-th one that a task takes at this operation, counted from 1. */
export interface StepName {
  readonly task: string;
  readonly operation: string;
  readonly nth: number;
}

/** A choice that was not the plainest one: another task went before that step, or a value was not 0. */
export type Deviation =
  | { readonly kind: 'order'; readonly task: string; readonly before: StepName }
  | {
      readonly kind: 'value';
      readonly point: string;
      readonly task: string;
      /** The n-th choice of this task at this point, counted from 1. */
      readonly nth: number;
      readonly value: number;
    };

/**
 * A run as what sets it apart from the plainest one. The names hold where the program is changed elsewhere, and where another
 * deviation is taken out: a list of choices by number would not.
 */
export interface Schedule {
  /** That of the strategy which made the choices: whether latencies are drawn and time decides. */
  readonly timed: boolean;
  readonly deviations: readonly Deviation[];
}
