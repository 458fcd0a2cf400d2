import { dependent, type Operation, type RunContext, type Task, type View } from '../sim';
import { ByChance, PRIORITIES } from './by-chance';

/**
 * POS, partial order sampling (Yuan, Yang, Gu, CAV 2018): each announced step has a random priority, and the highest that can is taken;
 * those that it races with get new ones. Of runs that differ only in the order of independent steps it makes few, so that
 * rare traces are not so rare.
 */
export class Pos extends ByChance {
  /** By task id, of the step that it has announced; undefined: to be drawn. */
  readonly #priorities: (number | undefined)[] = [];

  constructor(timed: boolean) {
    super(timed ? 'pos-timed' : 'pos', timed);
  }

  override begin(run: RunContext): void {
    super.begin(run);
    this.#priorities.length = 0;
  }

  pick({ tasks, enabled }: View): number {
    for (const { id, operation } of tasks) {
      if (operation !== undefined) this.#priorities[id] ??= this.below(PRIORITIES);
    }
    const priorityOf = ({ id }: Task): number => this.#priorities[id] ?? 0;
    let best = 0;
    for (let i = 1; i < enabled.length; i++) if (priorityOf(enabled[i]) > priorityOf(enabled[best])) best = i;
    return best;
  }

  after({ tasks }: View, task: Task, performed: Operation): void {
    for (const { id, operation } of tasks) {
      if (id === task.id || (operation !== undefined && dependent(operation.access, performed.access))) {
        this.#priorities[id] = undefined;
      }
    }
  }
}
