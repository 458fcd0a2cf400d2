import type { Name, Strategy, Task, View } from '../sim';
import { RUN } from './schedule';
import { stepName, type DataChoice, type Trace } from './trace';

/** What had to be mended so that a recording could be followed. All 0: the run is the one that was recorded. */
export interface Repairs {
  /** Steps that the recording does not have. */
  readonly inserted: number;
  /** Recorded steps that did not come. */
  readonly skipped: number;
  /** Steps that were taken after one that the recording has later. */
  readonly displaced: number;
  /** Values that the recording does not have, or that are out of range by now: answered plainly. */
  readonly values: number;
}

/**
 * Follows a recording by name, in a program that is not quite what it was. Of the enabled tasks that one goes next whose step
 * comes earliest in the recording. A step that the recording does not have is taken at once while its task is to go on there, for
 * what follows waits behind it; else last of all. A value is looked for in its step, and in those of the same task before and after:
 * steps may have been divided, or put together.
 */
export class LenientReplay implements Strategy {
  readonly name = 'lenient';
  readonly timed: boolean;
  readonly answersSweeps = true;
  readonly #recorded: ReadonlyMap<string, readonly RecordedStep[]>;
  readonly #followed = new Map<Task, Followed>();
  #values: (readonly DataChoice[] | undefined)[] = [];
  /** Whose step it is. */
  #current: Followed | undefined;
  #taken = 0;
  #latest = 0;
  #inserted = 0;
  #displaced = 0;
  #plain = 0;

  constructor(readonly trace: Trace) {
    this.timed = trace.timed;
    this.#recorded = stepsByTask(trace);
  }

  begin(): void {
    this.#followed.clear();
    this.#values = valuesByStep(this.trace);
    this.#current = undefined;
    this.#taken = this.#latest = this.#inserted = this.#displaced = this.#plain = 0;
  }

  pick({ enabled }: View): number {
    let best = 0;
    let bestRank = Infinity;
    for (const [i, task] of enabled.entries()) {
      const rank = this.#follow(task).rankOf(task);
      if (rank >= bestRank) continue;
      best = i;
      bestRank = rank;
    }
    this.#take(enabled[best]);
    return best;
  }

  data(point: Name, count: number): number {
    const value = this.#valueAt(point.text);
    if (value !== undefined && value < count) return value;
    this.#plain++;
    return 0;
  }

  /** What a run does without is asked before its first step, in any order. */
  lacks(feature: Name): boolean {
    const recorded = this.trace.choices.find(
      (choice) => choice.kind === 'data' && choice.task === RUN && choice.point === feature.text,
    );
    if (recorded === undefined) this.#plain++;
    return recorded?.value === 1;
  }

  end(): boolean {
    return false;
  }

  /** Of the run so far. What the recording has behind its last step that was taken has not been skipped, but not been come to. */
  get repairs(): Repairs {
    const skipped = this.#latest - this.#taken;
    return { inserted: this.#inserted, skipped, displaced: this.#displaced, values: this.#plain };
  }

  /** Tasks of one name have one recording: it goes to whoever is there. */
  #follow(task: Task): Followed {
    let followed = this.#followed.get(task);
    if (followed === undefined) {
      followed = new Followed(this.#recorded.get(task.name) ?? []);
      this.#followed.set(task, followed);
    }
    return followed;
  }

  #take(task: Task): void {
    this.#current = this.#follow(task);
    const position = this.#current.take(task);
    if (position === undefined) {
      this.#inserted++;
      return;
    }
    this.#taken++;
    if (position < this.#latest) this.#displaced++;
    this.#latest = Math.max(this.#latest, position);
  }

  #valueAt(point: string): number | undefined {
    for (const position of this.#current?.around ?? []) {
      const left = this.#values[position] ?? [];
      const i = left.findIndex((choice) => choice.point === point);
      if (i < 0) continue;
      this.#values[position] = left.toSpliced(i, 1);
      return left[i].value;
    }
    return undefined;
  }
}

interface RecordedStep {
  readonly name: string;
  /** In the recording, counted from 1. */
  readonly position: number;
}

/** A task and how far it has come in its part of the recording. */
class Followed {
  /** Index of its next recorded step. */
  #next = 0;
  #before = -1;

  constructor(readonly steps: readonly RecordedStep[]) {}

  /** The position of the step that the task would take; before all others, or after all, if the recording does not have it. */
  rankOf(task: Task): number {
    const index = this.#find(task);
    if (index >= 0) return this.steps[index].position;
    return this.#next < this.steps.length && task.state !== 'sleeping' ? 0 : Number.MAX_SAFE_INTEGER;
  }

  /** Its position; undefined: the recording does not have it. */
  take(task: Task): number | undefined {
    const index = this.#find(task);
    if (index < 0) return undefined;
    this.#before = this.#next - 1;
    this.#next = index + 1;
    return this.steps[index].position;
  }

  /** Where values of the step that was taken may be recorded: in it, or in a neighbour. */
  get around(): readonly number[] {
    const indices = [this.#next - 1, this.#before, this.#next];
    return indices.flatMap((index) => this.steps[index]?.position ?? []);
  }

  #find(task: Task): number {
    const name = stepName(task);
    return this.steps.findIndex((step, index) => index >= this.#next && step.name === name);
  }
}

function stepsByTask({ steps: { names, order } }: Trace): ReadonlyMap<string, readonly RecordedStep[]> {
  const byTask = new Map<string, RecordedStep[]>();
  order.forEach((index, i) => {
    const name = names[index];
    const [task] = name.split(' | ', 1);
    const steps = byTask.get(task);
    const step = { name, position: i + 1 };
    if (steps === undefined) byTask.set(task, [step]);
    else steps.push(step);
  });
  return byTask;
}

function valuesByStep({ choices }: Trace): (readonly DataChoice[] | undefined)[] {
  const values: DataChoice[][] = [];
  for (const choice of choices) if (choice.kind === 'data') (values[choice.step] ??= []).push(choice);
  return values;
}
