import type { Deviation, Name, Operation, Schedule, StepName, Strategy, Task, View } from '../sim';

/** Who makes the choices that hold for the whole run: what it does without. */
export const RUN = 'the run';

/** Plays a schedule, and knows what of it had no place in the run. */
export interface Playing extends Strategy {
  /** Deviations that did not come to pass in the latest run. */
  unused(): readonly Deviation[];
  /** The step that an enabled task takes next. */
  next(task: Task): StepName;
}

/** Takes the plainest choice wherever the schedule says nothing. What has no place is passed over. */
export function playing(schedule: Schedule): Playing {
  const steps = new StepCounts();
  const values = new ValuesByName(schedule.deviations);
  let orders = new Map<string, (Deviation & { kind: 'order' })[]>();
  return {
    name: 'schedule',
    timed: schedule.timed,
    onlyChoices: true,
    answersSweeps: true,
    begin: () => {
      steps.clear();
      values.begin();
      orders = new Map();
      for (const deviation of schedule.deviations) {
        if (deviation.kind === 'value') continue;
        const key = keyOf(deviation.before);
        orders.set(key, [...(orders.get(key) ?? []), deviation]);
      }
    },
    pick: ({ enabled }) => {
      const waiting = orders.get(keyOf(steps.next(enabled[0])));
      if (waiting === undefined) return 0;
      for (const [at, { task }] of waiting.entries()) {
        const index = enabled.findIndex(({ name }) => name === task);
        if (index < 0) continue;
        waiting.splice(at, 1);
        return index;
      }
      return 0;
    },
    data: (point, count, task) => values.draw(point, count, task),
    lacks: (feature) => values.lacks(feature),
    after: (_view, task, performed) => {
      steps.took(task, performed);
    },
    end: () => false,
    unused: () => [...[...orders.values()].flat(), ...values.unused],
    next: (task) => steps.next(task),
  };
}

/** A strategy, listened to: what it answers, as a schedule. */
export interface Recording extends Strategy {
  /** Of the latest run. */
  schedule(): Schedule;
}

/** The same answers as those of `strategy`, which answers sweeps itself. */
export function recording(strategy: Strategy): Recording {
  const steps = new StepCounts();
  const draws = new DrawCounts();
  const deviations: Deviation[] = [];
  const lacking = new Set<string>();
  return {
    name: strategy.name,
    get timed() {
      return strategy.timed;
    },
    onlyChoices: strategy.onlyChoices === true,
    answersSweeps: true,
    begin: (run) => {
      steps.clear();
      draws.clear();
      deviations.length = 0;
      lacking.clear();
      strategy.begin(run);
    },
    pick: (view: View) => {
      const index = strategy.pick(view);
      const { enabled } = view;
      if (index > 0) {
        deviations.push({ kind: 'order', task: enabled[index].name, before: steps.next(enabled[0]) });
      }
      return index;
    },
    data: (point, count, task, odds) => {
      const value = strategy.data(point, count, task, odds);
      const nth = draws.count(point, task);
      if (value > 0) deviations.push({ kind: 'value', point: point.text, task: task.name, nth, value });
      return value;
    },
    lacks: (feature) => {
      const lacks = strategy.lacks?.(feature) === true;
      const { text } = feature;
      if (lacks && !lacking.has(text)) deviations.push({ kind: 'value', point: text, task: RUN, nth: 1, value: 1 });
      if (lacks) lacking.add(text);
      return lacks;
    },
    after: (view, task, performed) => {
      steps.took(task, performed);
      strategy.after?.(view, task, performed);
    },
    end: (view, outcome) => strategy.end?.(view, outcome) !== false,
    schedule: () => ({ timed: strategy.timed, deviations: [...deviations] }),
  };
}

/** How often each task has taken a step at each operation in this run. */
export class StepCounts {
  readonly #taken: Map<Name, number>[] = [];

  clear(): void {
    this.#taken.length = 0;
  }

  took({ id }: Task, { kind }: Operation): void {
    const taken = (this.#taken[id] ??= new Map<Name, number>());
    taken.set(kind, (taken.get(kind) ?? 0) + 1);
  }

  /** The step that a task takes next at this operation. */
  next({ id, name, operation }: Task, { kind }: Partial<Operation> = operation ?? {}): StepName {
    const nth = kind === undefined ? 0 : (this.#taken[id]?.get(kind) ?? 0) + 1;
    return { task: name, operation: kind?.text ?? '', nth };
  }
}

/** The values that a schedule has, each given where a run asks for it by name. */
export class ValuesByName {
  readonly #draws = new DrawCounts();
  readonly #lacking = new Set<string>();
  readonly #all: readonly ValueDeviation[];
  #left = new Map<string, ValueDeviation>();

  constructor(deviations: readonly Deviation[]) {
    this.#all = deviations.filter((deviation) => deviation.kind === 'value');
  }

  begin(): void {
    this.#draws.clear();
    this.#lacking.clear();
    this.#left = new Map(this.#all.map((deviation) => [keyOfDraw(deviation), deviation]));
  }

  /** The plainest where the schedule says nothing, or more than there is now. */
  draw(point: Name, count: number, task: Task): number {
    const key = keyOfDraw({ point: point.text, task: task.name, nth: this.#draws.count(point, task) });
    const value = this.#left.get(key)?.value ?? 0;
    if (value >= count) return 0;
    this.#left.delete(key);
    return value;
  }

  lacks({ text }: Name): boolean {
    const key = keyOfLack(text);
    if (this.#left.delete(key)) this.#lacking.add(key);
    return this.#lacking.has(key);
  }

  /** What nobody has asked for in the latest run. */
  get unused(): readonly Deviation[] {
    return [...this.#left.values()];
  }
}

/** How often each task has made a choice at each point in this run. */
class DrawCounts {
  readonly #made: Map<Name, number>[] = [];

  clear(): void {
    this.#made.length = 0;
  }

  count(point: Name, { id }: Task): number {
    const made = (this.#made[id] ??= new Map<Name, number>());
    const nth = (made.get(point) ?? 0) + 1;
    made.set(point, nth);
    return nth;
  }
}

function keyOf({ task, operation, nth }: StepName): string {
  return `${task}\n${operation}\n${nth}`;
}

type ValueDeviation = Deviation & { kind: 'value' };

function keyOfDraw({ point, task, nth }: Omit<ValueDeviation, 'kind' | 'value'>): string {
  return `${task}\n${point}\n${nth}`;
}

function keyOfLack(feature: string): string {
  return keyOfDraw({ point: feature, task: RUN, nth: 1 });
}
