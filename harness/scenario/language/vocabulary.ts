import type { Model } from '../../sim/model';

/** A search strategy, as far as scenarios are concerned. */
export interface KnownStrategy {
  readonly name: string;
  /** Whether it knows virtual time (Strategy.timed). */
  readonly timed: boolean;
  readonly doc?: string | undefined;
  /** What may stand behind its name and a colon; a focus is one of the model's. */
  readonly argument?:
    | { readonly kind: 'number'; readonly doc: string; readonly minimum: number; readonly maximum: number }
    | { readonly kind: 'focus'; readonly doc: string }
    | undefined;
}

/** Where the words of the language come from: what the model declares, and the strategies that there are. */
export interface Vocabulary {
  readonly model: Model;
  readonly strategies: readonly KnownStrategy[];
}
