import type { Name, Strategy, Task, View } from '../sim';
import { RUN } from './schedule';
import { hashOfEnabled, type NamedChoice, type ScheduleChoice, type Trace } from './trace';

/** What a replay does after so many choices of its recording. */
export interface Onward {
  readonly after: number;
  /** From there on; timed as the recording is. */
  readonly strategy: Strategy;
}

/**
 * Gives recorded answers again, each held against the name that it had. The first that does not fit ends the run, which counts for
 * nothing then. With `onward`, only the first choices are forced, and from there on it is searched.
 */
export class NamedReplay implements Strategy {
  readonly name = 'replay';
  readonly timed: boolean;
  readonly answersSweeps = true;
  readonly #choices: readonly NamedChoice[];
  #next = 0;
  #divergence: string | undefined;

  constructor(
    trace: Pick<Trace, 'choices' | 'timed'>,
    readonly onward?: Onward,
  ) {
    this.timed = trace.timed;
    this.#choices = trace.choices;
  }

  /** "choice 41: recorded ..., enabled now {...}"; undefined while it has not diverged. */
  get divergence(): string | undefined {
    return this.#divergence;
  }

  /** Recorded choices that were never asked for. */
  get left(): number {
    return this.#choices.length - this.#next;
  }

  begin(run: Parameters<Strategy['begin']>[0]): void {
    this.#next = 0;
    this.#divergence = undefined;
    this.onward?.strategy.begin(run);
  }

  pick(view: View): number {
    if (this.#divergence !== undefined) return -1;
    if (this.#isPast) return this.onward?.strategy.pick(view) ?? 0;
    if (view.enabled.length === 1) return 0;
    const answer = this.#answer(pickMismatch(this.#choices[this.#next], view));
    return this.#divergence === undefined ? answer : -1;
  }

  data(...[point, count, task, odds]: Parameters<Strategy['data']>): number {
    if (this.#divergence !== undefined) return 0;
    if (this.#isPast) return this.onward?.strategy.data(point, count, task, odds) ?? 0;
    return this.#answer(dataMismatch(this.#choices[this.#next], { point: point.text, count, by: task.name }));
  }

  lacks(feature: Name): boolean {
    if (this.#divergence !== undefined) return false;
    if (this.#isPast) return this.onward?.strategy.lacks?.(feature) === true;
    return this.#answer(dataMismatch(this.#choices[this.#next], { point: feature.text, count: 2, by: RUN })) === 1;
  }

  after(...[view, task, performed]: Parameters<NonNullable<Strategy['after']>>): void {
    this.onward?.strategy.after?.(view, task, performed);
  }

  end(): boolean {
    return false;
  }

  get #isPast(): boolean {
    return this.onward !== undefined && this.#next >= this.onward.after;
  }

  #answer(mismatch: string | undefined): number {
    if (mismatch !== undefined) {
      this.#divergence = `choice ${this.#next}: ${mismatch}`;
      return 0;
    }
    return this.#choices[this.#next++].value;
  }
}

function pickMismatch(recorded: NamedChoice | undefined, view: View): string | undefined {
  const now = `enabled now {${view.enabled.map(taskText).join(', ')}}`;
  if (recorded === undefined) return `the recording has ended, ${now}`;
  return recorded.kind === 'schedule' && fits(recorded, view) ? undefined : `recorded ${textOf(recorded)}, ${now}`;
}

/** The same tasks are enabled, at the same operations, and the one that was picked stands where it stood. */
function fits({ value, count, task, operation, enabled }: ScheduleChoice, view: View): boolean {
  const picked = view.enabled[value];
  return (
    count === view.enabled.length &&
    picked.name === task &&
    picked.operation?.kind.text === operation &&
    hashOfEnabled(view) === enabled
  );
}

function dataMismatch(
  recorded: NamedChoice | undefined,
  { point, count, by }: { readonly point: string; readonly count: number; readonly by: string },
): string | undefined {
  const now = `there is now a choice of ${count} at ${point} by ${by}`;
  if (recorded === undefined) return `the recording has ended, ${now}`;
  if (recorded.kind === 'data' && recorded.point === point && recorded.count === count) return undefined;
  return `recorded ${textOf(recorded)}, ${now}`;
}

function textOf(recorded: NamedChoice): string {
  if (recorded.kind === 'data') {
    return `${recorded.value} of ${recorded.count} at ${recorded.point} by ${recorded.task}`;
  }
  const objects = recorded.objects.length === 0 ? '' : ` of ${recorded.objects.join(', ')}`;
  return `\`${recorded.operation}\`${objects} by ${recorded.task}, one of ${recorded.count} enabled tasks`;
}

function taskText({ name, operation }: Task): string {
  return `${operation?.kind.text} by ${name}`;
}
