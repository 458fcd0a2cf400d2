import { dependent, type Operation, type Task, type View } from '../sim';
import { Answers } from './answers';
import { DepthFirst, type Node } from './depth-first';
import type { Clock } from './history';
import { standIns } from './stand-ins';

interface Branching extends Node {
  /** Who can take the step: of interchangeable tasks, one. */
  readonly enabled: readonly number[];
  /** Who is to be tried. */
  readonly backtrack: number[];
  /** Whoever is tried from here again only repeats a trace. */
  readonly sleep: number[];
}

/**
 * All there is: source-DPOR with sleep sets (Abdulla, Aronsson, Jonsson, Sagonas, POPL 2014, algorithm 1), which visits every
 * Mazurkiewicz trace and completes no trace twice. Simplified: no wake-up trees, so that some runs are pruned half-way.
 */
export class Exhaustive extends DepthFirst<Branching> {
  readonly name = 'exhaustive';
  protected readonly coverage = { bound: undefined, reduction: 'source-DPOR' };

  protected arrive(view: View): Branching | undefined {
    const sleep = this.#stillAsleep(view.tasks);
    const enabled = standIns(view.enabled, this.history).map((task) => this.history.slotOf(task));
    const chosen = enabled.find((slot) => !sleep.includes(slot));
    if (chosen === undefined) return undefined;
    return { enabled, backtrack: [chosen], sleep, chosen, answers: new Answers() };
  }

  protected explore(depth: number, operation: Operation): void {
    this.races(this.nodes[depth].chosen, operation);
  }

  protected races(slot: number, operation: Operation): void {
    const { history } = this;
    const own = history.pastOf(slot);
    const past = history.pastOfNext(slot, operation.access);
    // A step that can be disabled may not be able to come before the last step that it depends on, but before earlier ones.
    const certain = operation.enabled === undefined && operation.ticks < 0;
    const between: Clock = [];
    for (const index of history.conflicting(operation.access)) {
      if (history.isIn(index, own)) continue;
      if (!certain || !history.isIn(index, between)) this.#reverse(index, slot, past);
      history.join(between, index);
    }
  }

  protected next(node: Branching): number | undefined {
    node.sleep.push(node.chosen);
    return node.backtrack.find((slot) => !node.sleep.includes(slot));
  }

  /** Who slept before the last step and was not woken by it. */
  #stillAsleep(tasks: readonly Task[]): number[] {
    const before = this.nodes.at(-1);
    const event = this.history.events.at(-1);
    if (before === undefined || event === undefined || before.sleep.length === 0) return [];
    return tasks
      .filter((task) => {
        if (task.operation === undefined || !before.sleep.includes(this.history.slotOf(task))) return false;
        return !dependent(task.operation.access, event.access);
      })
      .map((task) => this.history.slotOf(task));
  }

  /** Plans a run in which the task takes its step before step `index`, unless one that leads there is planned or done. */
  #reverse(index: number, slot: number, past: Clock): void {
    const { enabled, backtrack, sleep } = this.nodes[index];
    const initials = this.history.initialsWithout(index, slot, past);
    if (initials.some((one) => backtrack.includes(one) || sleep.includes(one))) return;
    const able = initials.filter((one) => enabled.includes(one));
    if (able.length > 0) backtrack.push(able.includes(slot) ? slot : able[0]);
    else backtrack.push(...enabled.filter((one) => !backtrack.includes(one)));
  }
}
