import { hashText, hexOf, objectOf, type Name, type Strategy, type Task, type View } from '../sim';
import { RUN } from './schedule';

/**
 * A run by name: each choice with its arity, and each step, so that both are found again after something else has changed. What
 * decides is `choices`; what was passed on the way is `steps`.
 */
export interface Trace {
  /** Whether virtual time decided. */
  readonly timed: boolean;
  readonly choices: readonly NamedChoice[];
  readonly steps: StepOrder;
}

/** A choice of a run, by name: enough to find it again after something else has changed. */
export type NamedChoice = ScheduleChoice | DataChoice;

export interface ScheduleChoice {
  readonly kind: 'schedule';
  readonly value: number;
  readonly count: number;
  readonly task: string;
  readonly label: string;
  readonly operation: string;
  readonly objects: readonly string[];
  /** How often this task had been picked for this operation before. */
  readonly occurrence: number;
  /** Over the names of the enabled tasks and their operations: 8 hexadecimal digits. */
  readonly enabled: string;
}

export interface DataChoice {
  readonly kind: 'data';
  readonly value: number;
  readonly count: number;
  readonly point: string;
  /** How often there had been a choice at this point before. */
  readonly occurrence: number;
  /** The step it was made in, counted from 1. */
  readonly step: number;
  readonly task: string;
}

/** Steps in the order in which they were taken, as indices of names: a long run has few different ones. */
export interface StepOrder {
  /** `stepName` of each. */
  readonly names: readonly string[];
  readonly order: readonly number[];
}

/**
 * "alice | notify n1 | irp.create": who, in which of the author's steps, does what. Where that step stands in the file is left
 * out. That a timer fires is another step than what its task waits for.
 */
export function stepName({ name, label, operation, state }: Task): string {
  const what = `${name} | ${label.replace(/^\d+: /, '')} | ${operation?.kind.text ?? ''}`;
  return state === 'sleeping' ? `${what} | timer` : what;
}

/** Writes down the trace of a run, as a stand-in for its strategy. It changes no answer, so the run stays what it was. */
export class TraceRecorder {
  readonly #choices: NamedChoice[] = [];
  readonly #stepOfChoice: number[] = [];
  readonly #names = new Map<string, number>();
  readonly #order: number[] = [];
  readonly #occurrences = new Map<string, number>();

  /** The same strategy, listened to. */
  listenTo(strategy: Strategy): Strategy {
    return {
      name: strategy.name,
      get timed() {
        return strategy.timed;
      },
      answersSweeps: strategy.answersSweeps === true,
      begin: (run) => {
        strategy.begin(run);
      },
      pick: (view) => {
        const index = strategy.pick(view);
        const task = view.enabled[index];
        if (task !== undefined) this.#picked(view, index, task);
        return index;
      },
      data: (point, count, task, odds) => {
        const value = strategy.data(point, count, task, odds);
        this.#chose(point, { value, count, task: task.name });
        return value;
      },
      lacks: (feature) => {
        const lacks = strategy.lacks?.(feature) === true;
        this.#chose(feature, { value: lacks ? 1 : 0, count: 2, task: RUN });
        return lacks;
      },
      after: (view, task, performed) => strategy.after?.(view, task, performed),
    };
  }

  get choices(): readonly NamedChoice[] {
    return this.#choices;
  }

  /** The step that each choice belongs to, counted from 1. */
  get stepOfChoice(): readonly number[] {
    return this.#stepOfChoice;
  }

  get steps(): StepOrder {
    return { names: [...this.#names.keys()], order: this.#order };
  }

  #chose({ text: point }: Name, chosen: Pick<DataChoice, 'value' | 'count' | 'task'>): void {
    const occurrence = increment(this.#occurrences, `${point} `);
    const step = this.#order.length;
    this.#choices.push({ kind: 'data', ...chosen, point, occurrence, step });
    this.#stepOfChoice.push(step);
  }

  #picked(view: View, value: number, task: Task): void {
    const name = stepName(task);
    let index = this.#names.get(name);
    if (index === undefined) this.#names.set(name, (index = this.#names.size));
    this.#order.push(index);
    const count = view.enabled.length;
    if (count === 1) return;
    const { label } = task;
    const operation = task.operation?.kind.text ?? '';
    const objects = (task.operation?.access ?? []).map((one) => view.labelOf(objectOf(one)));
    const occurrence = increment(this.#occurrences, `${task.name}\n${label}\n${operation}`);
    const named = { task: task.name, label, operation, objects, occurrence };
    this.#choices.push({ kind: 'schedule', value, count, ...named, enabled: hashOfEnabled(view) });
    this.#stepOfChoice.push(this.#order.length);
  }
}

/** 8 hexadecimal digits over the names of the enabled tasks and their operations. */
export function hashOfEnabled(view: View): string {
  const names = view.enabled.map((task) => `${task.name} ${task.operation?.kind.text}`).sort();
  return hexOf(hashText(names.join('\n')));
}

function increment(counts: Map<string, number>, key: string): number {
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  return count;
}
