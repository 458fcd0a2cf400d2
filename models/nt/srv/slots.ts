import { assert, GuardedObject } from '../../../harness/sim';
import type { Counted } from '../events';
import type { NtWorld } from '../world';
import { TAKEN_MARKS } from './marks';

/**
 * Something of which there is a number, and that is taken and given back like memory: MPX slots, credits, entries of a table. Guarded by
 * its owner's lock. Whoever takes one has asked first whether one is left.
 */
export class Slots extends GuardedObject implements Counted {
  used = 0;

  constructor(
    readonly totals: SlotTotals,
    readonly kind: Counted['kind'],
    readonly owner: string,
    /** Undefined: as many as there is memory for. */
    readonly limit: number | undefined,
  ) {
    super(totals.world.kernel);
  }

  get label(): string {
    return `${this.kind} of ${this.owner}`;
  }

  /** How many more may be taken. */
  get left(): number {
    return (this.limit ?? Infinity) - this.used;
  }

  take(count = 1): void {
    const { world } = this.totals;
    this.used += count;
    this.totals.add(this.kind, count);
    world.kernel.mark(TAKEN_MARKS[this.kind]);
    world.events.counted(this, count);
  }

  give(count = 1): void {
    assert(count <= this.used, () => `${this.label}: ${count} are given back and ${this.used} were taken`);
    this.used -= count;
    this.totals.add(this.kind, -count);
    this.totals.world.events.counted(this, -count);
  }
}

/** What has been taken and given back of each kind, by whomever; for reports. */
export class SlotTotals {
  readonly #byKind = new Map<Counted['kind'], { taken: number; given: number }>();

  constructor(readonly world: NtWorld) {}

  add(kind: Counted['kind'], count: number): void {
    const totals = this.of(kind);
    if (count > 0) totals.taken += count;
    else totals.given -= count;
  }

  of(kind: Counted['kind']): { taken: number; given: number } {
    let totals = this.#byKind.get(kind);
    if (totals === undefined) this.#byKind.set(kind, (totals = { taken: 0, given: 0 }));
    return totals;
  }
}
