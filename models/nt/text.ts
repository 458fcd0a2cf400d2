import { assert, type Value } from '../../harness/sim';

/** A value of a field or setting that is declared as text or as a choice. */
export function text(value: Value): string {
  assert(typeof value === 'string', 'the scenario is compiled: this value is text');
  return value;
}
