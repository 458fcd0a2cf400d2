import type { Mistaken } from './diagnostics';
import type { Code } from './mistakes';
import type { Quantity } from './units';

/**
 * What may stand at a place of a scenario. One description with two uses: `check` judges a file by it, with exact positions;
 * `jsonSchemaOf` makes of it what editors complete and check by.
 */
export type Shape =
  | { readonly kind: 'text'; readonly pattern?: Pattern | undefined }
  | { readonly kind: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly kind: 'boolean' }
  /** Bounds are in ticks or bytes. */
  | {
      readonly kind: 'quantity';
      readonly quantity: Quantity;
      readonly minimum?: number | undefined;
      readonly maximum?: number | undefined;
    }
  /** One of these words; `code` when it is not. The noun stands for them where they are many. */
  | {
      readonly kind: 'choice';
      readonly noun?: string | undefined;
      readonly code: Code;
      readonly of: readonly Word[];
    }
  /** A scalar that matches nothing in particular: text or a whole number. */
  | { readonly kind: 'anything' }
  | {
      readonly kind: 'list';
      readonly items: Shape;
      readonly atLeast: number;
      readonly atMost?: number | undefined;
    }
  | RecordShape
  /** A map whose keys the author chooses. */
  | {
      readonly kind: 'dictionary';
      readonly key: Pattern;
      readonly values: Shape;
      readonly atLeast: number;
    }
  | SingleShape
  | FormsShape
  /** A shape that is described once and referred to by name, so that it may contain itself. */
  | { readonly kind: 'named'; readonly name: string; readonly shape: () => Shape };

/** A regular expression (flag u), in words what it asks for, and the code when it does not match. */
export interface Pattern {
  readonly source: string;
  readonly expected: string;
  readonly code: Code;
}

export interface Word {
  readonly word: string;
  readonly doc?: string | undefined;
  /** What may stand behind it and a colon. */
  readonly argument?: Pattern | undefined;
}

export interface Key {
  readonly doc: string;
  readonly shape: Shape;
  readonly required?: boolean | undefined;
  /** What holds when it is not given, as it would be written. */
  readonly default?: string | number | boolean | readonly string[] | undefined;
}

/** A map with these keys. */
export interface RecordShape {
  readonly kind: 'record';
  /** "a fault": for messages. */
  readonly noun: string;
  /** For a key that is not among them. */
  readonly code: Code;
  readonly keys: ReadonlyMap<string, Key>;
  /** Keys that are not possible, and why. */
  readonly refused?: ReadonlyMap<string, Mistaken> | undefined;
  readonly exclusive?: Exclusive | undefined;
  readonly dependent?: Dependent | undefined;
  /** How many keys at least, whichever they are. */
  readonly atLeast?: number | undefined;
}

/** Keys of which at most one may be given. */
export interface Exclusive {
  readonly keys: readonly string[];
  readonly code: Code;
}

/** What the value of `key` is where `on` has one of these words; elsewhere it is what the key says. */
export interface Dependent {
  readonly key: string;
  readonly on: string;
  readonly shapes: ReadonlyMap<string, Shape>;
}

/** A map with one key, which decides what its value is; or that key as a word, where it needs no value. */
export interface SingleShape {
  readonly kind: 'single';
  /** "a step". */
  readonly noun: string;
  readonly code: Code;
  readonly alternatives: ReadonlyMap<string, Alternative>;
  /** Keys that may stand beside the one. */
  readonly beside: ReadonlyMap<string, Key>;
  /** Words that exist, but not here, and why. */
  readonly refused?: ReadonlyMap<string, Mistaken> | undefined;
}

export interface Alternative {
  readonly doc: string;
  readonly shape: Shape;
}

/** How something is written: what stands there decides which shape it must have. */
export interface FormsShape {
  readonly kind: 'forms';
  /** "a name, or a map with `request` and `within`". */
  readonly expected: string;
  readonly forms: Readonly<Partial<Record<Form, Shape>>>;
}

export type Form = 'nothing' | 'scalar' | 'list' | 'list of maps' | 'map';
