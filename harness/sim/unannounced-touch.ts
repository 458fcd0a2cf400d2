import { modeOf, objectOf, type Access, type AccessMode } from './access';
import { AssertionError } from './assert';
import type { Operation } from './operation';
import type { Task } from './task';

/** A model touched shared state that its step neither announced nor was ordered by anything announced. */
export class UnannouncedTouch extends AssertionError {}

/** How far each task had come, by task id; those beyond its end had not begun. Never changed: steps that learn nothing new share one. */
export type Clock = readonly number[];

/** A step, as the checked mode remembers it. */
export interface Step {
  readonly task: Task;
  /** How far its own task had come. */
  readonly tick: number;
  /** What it knows of the others. */
  readonly clock: Clock;
  readonly number: number;
  /** Undefined before the task's first yield. */
  readonly operation: Operation | undefined;
  readonly access: readonly Access[];
}

/** A step and how it touched the property in question; C: it added to a counter. */
export interface Touch {
  readonly step: Step;
  readonly mode: AccessMode;
}

/** What was touched. `object` is what announces it; undefined: nothing does, it is only guarded. */
export interface Touched {
  readonly property: string;
  readonly label: string;
  readonly object: number | undefined;
}

const NOW = { R: 'reads', W: 'writes', C: 'adds to' } as const;
const BEFORE = { R: 'read', W: 'wrote', C: 'added to' } as const;

/** Two touches, of which one changes something, that nothing orders. */
export function unordered(later: Touch, earlier: Touch, touched: Touched): UnannouncedTouch {
  return new UnannouncedTouch(
    `${named(later.step)} ${NOW[later.mode]} ${touched.property} of ${touched.label}; ${named(earlier.step)} ` +
      `${BEFORE[earlier.mode]} it, and nothing orders them; ${whoAnnounced(later.step, earlier.step, touched)}`,
  );
}

/** A step that announced only additions does something else to a counter: others that announced the same are not ordered before it. */
export function looked({ step, mode }: Touch, { property, label }: Touched): UnannouncedTouch {
  return new UnannouncedTouch(
    `${named(step)} ${NOW[mode]} ${property} of ${label}, having announced only to add to it: additions commute because nobody looks`,
  );
}

/** What a task waits for was changed by a step that may as well come at another time, for all that its operation announces. */
export function unannouncedCondition(waiting: Task, { step, mode }: Touch, touched: Touched): UnannouncedTouch {
  const kind = waiting.operation?.kind.text;
  return new UnannouncedTouch(
    `the condition of operation ${kind} (task ${waiting.name}) reads ${touched.property} of ${touched.label}; ${named(step)} ` +
      `${BEFORE[mode]} it, and nothing that ${kind} announces orders them`,
  );
}

/** A condition is asked any number of times, in no step of its task. */
export function changed({ name, operation }: Task, { property, label }: Touched): UnannouncedTouch {
  return new UnannouncedTouch(
    `the condition of operation ${operation?.kind.text} (task ${name}) writes ${property} of ${label}: announcing changes nothing`,
  );
}

/** Where timers fire by choice, to set one, to have it fire and to cancel it are touches of the clock. */
export function silentTimer(before: Step, { kind, ticks }: Operation): UnannouncedTouch {
  return new UnannouncedTouch(
    `${named(before)} announces operation ${kind.text}, which sets a timer of ${ticks} ticks, and not that it writes the clock: ` +
      'timers fire by choice here',
  );
}

/** "step 41 (task srv worker 2, operation ke.fast-mutex.acquire)". */
export function named({ number, task, operation }: Step): string {
  return `step ${number} (task ${task.name}, ${operation === undefined ? 'which it was started in' : `operation ${operation.kind.text}`})`;
}

function whoAnnounced(later: Step, earlier: Step, { object }: Touched): string {
  if (object === undefined) return 'it is never announced, so a lock or a hand-over must guard it';
  const [mode, earlierMode] = [announced(later, object), announced(earlier, object)];
  if (mode === undefined && earlierMode === undefined) return 'neither announced it';
  if (mode === undefined) return `only step ${earlier.number} announced it`;
  if (earlierMode === undefined) return `only step ${later.number} announced it`;
  return mode === 'R' ? 'both announced only to read it' : 'both announced only to add to it';
}

/** What a step announced of an object: the most, if it announced it more than once. */
export function announced({ access }: Step, object: number | undefined): AccessMode | undefined {
  const modes = access.filter((one) => objectOf(one) === object).map(modeOf);
  return (['W', 'R', 'C'] as const).find((mode) => modes.includes(mode));
}
