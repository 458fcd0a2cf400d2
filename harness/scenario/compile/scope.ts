/** What a client's steps have made and closed so far, where they are performed one after the other. */
export class Scope {
  readonly #made: Set<string>;
  /** Name -> line of the step that closes it. */
  readonly #closed: Map<string, number>;

  constructor(made: Iterable<string> = [], closed: Iterable<readonly [string, number]> = []) {
    this.#made = new Set(made);
    this.#closed = new Map(closed);
  }

  make(name: string): void {
    this.#made.add(name);
    this.#closed.delete(name);
  }

  close(name: string, line: number): void {
    this.#closed.set(name, line);
  }

  has(name: string): boolean {
    return this.#made.has(name);
  }

  /** The line of the step that closed it; undefined while it may be open. */
  closedAt(name: string): number | undefined {
    return this.#closed.get(name);
  }

  /** The scope of a branch that runs beside others: what those make may be there already. */
  branch(madeBeside: Iterable<string>): Scope {
    const scope = new Scope(this.#made, this.#closed);
    for (const name of madeBeside) scope.make(name);
    return scope;
  }

  /** All branches have ended. Closed is what is so at the end of each: anything else may be open. */
  join(branches: readonly Scope[]): void {
    this.#closed.clear();
    for (const branch of branches) {
      for (const name of branch.#made) this.#made.add(name);
      for (const [name, line] of branch.#closed) {
        if (branches.every((other) => other.#closed.has(name))) this.#closed.set(name, line);
      }
    }
  }
}
