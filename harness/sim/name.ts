/**
 * A dotted name that scenarios, traces and hashes hold: of an operation's kind, a choice point, a mark, a fault point.
 * Its hash is taken from its text, so that it is the same whatever was loaded before it.
 */
export class Name {
  private constructor(
    readonly text: string,
    /** A signed word: the hottest mixing of all reads it. */
    readonly hash: number,
  ) {}

  static #interned = new Map<string, Name>();

  /** The one Name with this text. */
  static of(text: string): Name {
    let found = Name.#interned.get(text);
    if (found === undefined) {
      found = new Name(text, hashText(text) | 0);
      Name.#interned.set(text, found);
    }
    return found;
  }

  toString(): string {
    return this.text;
  }
}

/** FNV-1a over UTF-16 code units: 32 bits, unsigned. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
