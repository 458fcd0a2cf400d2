import { AssertionError } from '../sim';
import { quote } from './quote';
import { nearest } from './suggest';

/** "the model reaches the mark" ... a word that it does not declare, so that nobody would ever hear of it. */
export function undeclared(use: string, word: string, declared: Iterable<string>): AssertionError {
  const near = nearest(word, declared);
  const suggestion = near === undefined ? '' : `; did you mean ${quote(near)}?`;
  return new AssertionError(`${use} ${quote(word)}, which the model does not declare${suggestion}`);
}

/** The defects that are switched on. To ask for one that the model does not declare is a slip of the model's. */
export class SwitchedOn extends Set<string> {
  readonly #declared: ReadonlySet<string>;

  constructor(on: Iterable<string>, declared: Iterable<string>) {
    super(on);
    this.#declared = new Set(declared);
  }

  override has(defect: string): boolean {
    if (!this.#declared.has(defect)) throw undeclared('the model asks for the defect', defect, this.#declared);
    return super.has(defect);
  }
}

/** What an object of these events inherits: an assertion for every other that a model reports. By the model's list. */
const TRAPS = new WeakMap<readonly string[], object>();

/** The events that a model declares, and an assertion for every other that it reports. What is declared costs nothing more. */
export function closed(events: object, declared: readonly string[]): object {
  let trap = TRAPS.get(declared);
  if (trap === undefined) {
    trap = new Proxy(Object.prototype, {
      get: (target, name, receiver): unknown => {
        if (typeof name === 'symbol' || name in target) return Reflect.get(target, name, receiver);
        throw undeclared('the model reports the event', name, declared);
      },
    });
    TRAPS.set(declared, trap);
  }
  return Object.setPrototypeOf(events, trap) as object;
}
