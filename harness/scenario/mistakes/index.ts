import { FAULT_MISTAKES } from './faults';
import { INSTANCE_MISTAKES } from './instances';
import type { Mistake } from './mistake';
import { NAME_MISTAKES } from './names';
import { SHAPE_MISTAKES } from './shape';
import { TEXT_MISTAKES } from './text';
import { WORD_MISTAKES } from './words';

export type { Mistake } from './mistake';

/** Every mistake that an author can make, one code each. A code is never used again for something else. */
export const MISTAKES = {
  ...TEXT_MISTAKES,
  ...SHAPE_MISTAKES,
  ...WORD_MISTAKES,
  ...NAME_MISTAKES,
  ...FAULT_MISTAKES,
  ...INSTANCE_MISTAKES,
};

export type Code = keyof typeof MISTAKES;

/** What a code means; undefined when there is no such code. Case does not matter. */
export function explain(code: string): Mistake | undefined {
  return BY_CODE.get(code.toUpperCase());
}

const BY_CODE: ReadonlyMap<string, Mistake> = new Map(Object.entries(MISTAKES));
