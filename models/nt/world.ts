import { assert, type FaultBoard, type Kernel, type Settings, type TickRange, type World } from '../../harness/sim';
import type { NtEvents } from './events';

/** What follows from the settings alone, made once for all runs with them. */
export function bySettings<T>(make: (world: NtWorld) => T): (world: NtWorld) => T {
  const made = new WeakMap<Settings, T>();
  return (world) => {
    let one = made.get(world.settings);
    if (one === undefined) made.set(world.settings, (one = make(world)));
    return one;
  };
}

/** What every component of the system stands on. */
export class NtWorld {
  readonly kernel: Kernel;
  readonly events: NtEvents;
  readonly faults: FaultBoard;
  readonly settings: Settings;
  readonly #defects: ReadonlySet<string>;

  constructor({ kernel, events, faults, settings }: World<NtEvents>, defects: ReadonlySet<string>) {
    this.kernel = kernel;
    this.events = events;
    this.faults = faults;
    this.settings = settings;
    this.#defects = defects;
  }

  /** Whether this defect of the catalogue is switched on: asked at its one site. */
  defect(id: string): boolean {
    return this.#defects.size > 0 && this.#defects.has(id);
  }

  /** A setting of type integer, size or duration. */
  number(key: string): number {
    const value = this.settings.values[key];
    assert(typeof value === 'number', () => `setting ${key} is declared as a number with a default`);
    return value;
  }

  /** A setting that may be left open. */
  optionalNumber(key: string): number | undefined {
    const value = this.settings.values[key];
    return typeof value === 'number' ? value : undefined;
  }

  text(key: string): string {
    const value = this.settings.values[key];
    assert(typeof value === 'string', () => `setting ${key} is declared as text with a default`);
    return value;
  }

  /** A setting of type range, in ticks. */
  range(key: string): TickRange {
    const value = this.settings.values[key];
    assert(
      typeof value === 'object' && 'fromTicks' in value,
      () => `setting ${key} is declared as a range with a default`,
    );
    return value;
  }
}
