import { conflicts, objectOf, type Access } from '../sim';

/** What some steps touch. Asked and added to far more often than it is made. */
export class Footprint {
  /** By object: each access to it once. */
  readonly #byObject: (Access[] | undefined)[] = [];

  add(access: readonly Access[]): void {
    for (const one of access) {
      const known = (this.#byObject[objectOf(one)] ??= []);
      if (!known.includes(one)) known.push(one);
    }
  }

  /** Whether a step that announces this is dependent on one of them. */
  isDependent(access: readonly Access[]): boolean {
    for (const one of access) {
      const known = this.#byObject[objectOf(one)];
      if (known === undefined) continue;
      for (const other of known) if (conflicts(one, other)) return true;
    }
    return false;
  }
}
