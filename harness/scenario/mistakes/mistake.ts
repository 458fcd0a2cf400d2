/** What `quiesce explain` says about a code. */
export interface Mistake {
  /** A few words, without a full stop. */
  readonly title: string;
  /** Why it is a mistake and what to do. */
  readonly explanation: string;
  /** A piece of a scenario, or a command line, that has this mistake. */
  readonly example: string;
}

export type Mistakes = Readonly<Record<`Q${number}`, Mistake>>;
