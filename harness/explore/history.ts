import { conflicts, hashText, modeOf, objectOf, type Access, type Name, type Operation, type Task } from '../sim';

/** By slot of a task: how many of its steps are known. Beyond its end: none. */
export type Clock = number[];

/** One step as it was taken. */
export interface Event {
  readonly slot: number;
  /** The how-manieth step of its task, counting from 1. */
  readonly tick: number;
  readonly access: readonly Access[];
  /** Everything that happened before it, and itself. */
  readonly clock: Clock;
}

/** What has been done to one object. */
interface Traffic {
  /** Indices of the steps that announced it. */
  readonly events: number[];
  /** What has been known to its readers, writers and counters, each taken together. */
  readonly known: Readonly<Record<ReturnType<typeof modeOf>, Clock>>;
}

/**
 * The steps of a run in their order, and which of them happened before which: those of the same task, those whose announcements
 * conflict, those of whoever started the task, and whatever comes before these. Kept as vector clocks.
 */
export class History {
  readonly events: Event[] = [];
  /** Tasks are told apart by name, which is the same in all runs: their ids depend on the schedule. */
  readonly #slots = new Map<string, number>();
  readonly #names: string[] = [];
  /** By task id of this run: its slot. */
  readonly #slotOfId: number[] = [];
  /** By slot: its last step and all before that; before its first step, what its start comes after. */
  readonly #clocks: (Clock | undefined)[] = [];
  readonly #objects: (Traffic | undefined)[] = [];
  /** By slot: the hash of its name. */
  readonly #words: number[] = [];
  #traceHigh = 0;
  #traceLow = 0;
  /** Of the latest step. */
  #word = 0;

  /** Before each run. Slots stay. */
  clear(): void {
    this.events.length = 0;
    this.#slotOfId.length = 0;
    this.#clocks.fill(undefined);
    this.#objects.length = 0;
    this.#traceHigh = 0;
    this.#traceLow = 0;
    this.#word = 0;
  }

  /**
   * A hash of the Mazurkiewicz trace so far, 53 bits: the same for all orders of independent steps. A sum over the steps, each with
   * what it happened after, and over what they were answered.
   */
  get trace(): number {
    return (this.#traceHigh & 0x1fffff) * 0x100000000 + (this.#traceLow >>> 0);
  }

  /**
   * Looks for tasks that have been started. A task comes after the step that started it; one that the program itself starts
   * between two phases comes after everything, since a phase ends when nothing is enabled.
   */
  meet(tasks: readonly Task[]): void {
    for (let id = this.#slotOfId.length; id < tasks.length; id++) {
      const { name, parent } = tasks[id];
      const slot = this.#newSlot(name);
      this.#slotOfId.push(slot);
      this.#clocks[slot] = parent === undefined ? this.#everything() : (this.events.at(-1)?.clock.slice() ?? []);
    }
  }

  slotOf(task: Task): number {
    return this.#slotOfId[task.id];
  }

  nameOf(slot: number): string {
    return this.#names[slot];
  }

  /** What the next step of this task certainly comes after, whatever it touches. */
  pastOf(slot: number): Clock {
    return this.#clocks[slot] ?? [];
  }

  /** What a step of this task with these accesses comes after if it is taken now. */
  pastOfNext(slot: number, access: readonly Access[]): Clock {
    const past = this.pastOf(slot).slice();
    for (const one of access) {
      const known = this.#objects[objectOf(one)]?.known;
      if (known === undefined) continue;
      const mode = modeOf(one);
      if (mode !== 'R') join(past, known.R);
      if (mode !== 'C') join(past, known.C);
      join(past, known.W);
    }
    return past;
  }

  /** Takes down a step. */
  add(slot: number, { kind, access }: Operation): void {
    const clock = this.pastOfNext(slot, access);
    const tick = (clock[slot] ?? 0) + 1;
    while (clock.length <= slot) clock.push(0);
    clock[slot] = tick;
    const index = this.events.push({ slot, tick, access, clock }) - 1;
    this.#clocks[slot] = clock;
    this.#sum(this.#wordOf(clock, mixed(this.#words[slot], kind.hash)));
    for (const one of access) {
      const object = objectOf(one);
      const traffic = (this.#objects[object] ??= { events: [], known: { R: [], W: [], C: [] } });
      if (traffic.events.at(-1) !== index) traffic.events.push(index);
      join(traffic.known[modeOf(one)], clock);
    }
  }

  /** The latest step, or the program before its first, was answered so at a choice point. */
  answered(point: Name, value: number): void {
    this.#sum(mixed(this.#word ^ point.hash, value));
  }

  /** Indices of the steps that conflict with these accesses, the latest first. */
  conflicting(access: readonly Access[]): readonly number[] {
    const found: number[] = [];
    for (const one of access) {
      for (const index of this.#objects[objectOf(one)]?.events ?? []) {
        if (this.events[index].access.some((other) => conflicts(one, other))) found.push(index);
      }
    }
    found.sort((a, b) => b - a);
    return found.filter((index, i) => i === 0 || index !== found[i - 1]);
  }

  /** Whether the step with this index is among what a clock knows. */
  isIn(index: number, clock: Clock): boolean {
    const { slot, tick } = this.events[index];
    return (clock[slot] ?? 0) >= tick;
  }

  /** Adds what was known to the step with this index, and that step. */
  join(clock: Clock, index: number): void {
    join(clock, this.events[index].clock);
  }

  /**
   * Who can go first when everything that does not come after step `index`, and then a step of `slot` that comes after `past`, is
   * done in its stead: the initials of notdep(index) followed by that step (Abdulla and others, POPL 2014).
   */
  initialsWithout(index: number, slot: number, past: Clock): readonly number[] {
    const { events } = this;
    const initials: number[] = [];
    /** By slot: the first step that is kept. */
    const first: number[] = [];
    for (let i = index + 1; i < events.length; i++) {
      const event = events[i];
      if (this.isIn(index, event.clock)) continue;
      if (first[event.slot] !== undefined) continue;
      if (!knowsAny(event.clock, first)) initials.push(event.slot);
      first[event.slot] = event.tick;
    }
    if (!knowsAny(past, first)) initials.push(slot);
    return initials;
  }

  /** A task may be called like one that has been: the second connection of a client. */
  #newSlot(name: string): number {
    let slot = this.#slots.get(name);
    for (let nth = 2; slot !== undefined && this.#clocks[slot] !== undefined; nth++) {
      name = `${name.replace(/ \(\d+\)$/, '')} (${nth})`;
      slot = this.#slots.get(name);
    }
    if (slot === undefined) {
      slot = this.#names.push(name) - 1;
      this.#slots.set(name, slot);
      this.#words.push(hashText(name));
    }
    return slot;
  }

  #sum(word: number): void {
    this.#word = word;
    this.#traceLow = (this.#traceLow + word) | 0;
    this.#traceHigh = (this.#traceHigh + mixed(word, 0x9e3779b1)) | 0;
  }

  #wordOf(clock: Clock, start: number): number {
    let word = start;
    for (let slot = 0; slot < clock.length; slot++) {
      if (clock[slot] > 0) word = mixed(word ^ this.#words[slot], clock[slot]);
    }
    return word;
  }

  #everything(): Clock {
    const all: Clock = [];
    for (const clock of this.#clocks) if (clock !== undefined) join(all, clock);
    return all;
  }
}

/** Two words into one, of which each bit depends on all of theirs. */
function mixed(a: number, b: number): number {
  let word = Math.imul(a ^ Math.imul(b + 1, 0x85ebca6b), 0xc2b2ae35);
  word = Math.imul(word ^ (word >>> 15), 0x27d4eb2f);
  return word ^ (word >>> 13);
}

/** Whether a clock knows one of these steps, given by slot. */
function knowsAny(clock: Clock, steps: readonly (number | undefined)[]): boolean {
  return steps.some((tick, slot) => tick !== undefined && (clock[slot] ?? 0) >= tick);
}

function join(into: Clock, from: Clock): void {
  while (into.length < from.length) into.push(0);
  for (let slot = 0; slot < from.length; slot++) if (from[slot] > into[slot]) into[slot] = from[slot];
}
