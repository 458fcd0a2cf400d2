/** A finding: an invariant that does not hold. */
export interface Violation {
  /** The invariant's dotted name. */
  readonly invariant: string;
  /** Its number ("I-03"), where it has one. */
  readonly number?: string | undefined;
  /** safety: at some step; leak: something held at rest; liveness: something that must happen has not; deadlock; expectation. */
  readonly class: 'safety' | 'leak' | 'liveness' | 'deadlock' | 'expectation';
  /** One sentence: expected this, found that. */
  readonly message: string;
  /** Where in the model: an allocation site, a routine. Part of the failure's signature, so free of serial numbers. */
  readonly place: string;
  /** What kind of failure at that place, in a word or two; part of the signature too. */
  readonly shape: string;
  /** The story behind it, a line each: allocated by, handed over to, who should have freed it. */
  readonly story?: readonly string[] | undefined;
  /** What it is about, where that is not the step that found it: what led here is what led to the steps that touched this. */
  readonly about?: Subject | undefined;
}

/**
 * Shared objects by their numbers, or the very steps that touched something which is none. A trend is about the whole run, which no few
 * steps led to: its steps are those of the last of the many like things that make it up.
 */
export type Subject =
  | { readonly kind: 'objects'; readonly objects: readonly number[] }
  | { readonly kind: 'steps'; readonly steps: readonly number[] }
  | { readonly kind: 'trend'; readonly steps: readonly number[] };

/** A violation with when it was found. */
export interface FoundViolation extends Violation {
  readonly step: number;
  /** Virtual time in ticks. */
  readonly ticks: number;
}

/** The same for the same failure, whatever the seed or the schedule: invariant, place and shape. */
export function signatureOf(violation: Violation): string {
  return `${violation.invariant}@${violation.place}#${violation.shape}`;
}
