import type { Operation, Task, View } from '../sim';
import { Answers } from './answers';
import { DepthFirst, type Node } from './depth-first';
import { Footprint } from './footprint';
import { matesOf, standIns } from './stand-ins';

/** A task that has been tried: until something depends on what it does, trying it again leads to nothing new. */
interface Tried {
  readonly slot: number;
  /** What the steps touch that it would take. */
  readonly footprint: Footprint;
}

interface Switching extends Node {
  /** Who can take the step: of interchangeable tasks, one. */
  readonly enabled: readonly number[];
  /**
   * The task that took the step before and can take the next one too; -1 when it can not, or has joined others of its crew: then
   * switching costs nothing.
   */
  readonly running: number;
  /** Preemptions so far. */
  readonly preemptions: number;
  /** Index of the node at which the task that is chosen here took over. */
  start: number;
  /** What that task touches from here on to where it can not go on, so far as it is known. */
  block: Footprint;
  /** Something of what followed conflicts with what was done here: others are to be tried. */
  raced: boolean;
  readonly tried: Tried[];
  readonly sleep: readonly Tried[];
}

/**
 * All runs with at most so many preemptions (Musuvathi and Qadeer, PLDI 2007): switches away from a task that could have
 * gone on. Switching from one that can not costs nothing.
 *
 * A bound makes partial-order reduction unsound as it stands: an equivalent run may need more preemptions. This reduction respects
 * the bound. A run is a sequence of blocks, the steps of one task from where it takes over to where it is stopped; one that is
 * preempted costs 1, others nothing, in whatever order they stand. Of equivalent sequences of blocks that cost no more, the one that is
 * first in the order of this search is never left out:
 * - What is tried at a node first, as a block, sleeps behind its siblings until they conflict with something of it: to have it earlier
 *   costs the same.
 * - Where a task was preempted it sleeps until a step conflicts with its next one: to be preempted later costs the same.
 * - Both also wake where somebody comes to wait for what they touch: earlier, he would have had to be preempted.
 * - A node is branched at only if a step of it, or of the block that begins with it, conflicts with a later step that it does not
 *   happen before (compare Coons, Musuvathi, McKinley, Bounded partial-order reduction, OOPSLA 2013).
 */
export class PreemptionBounded extends DepthFirst<Switching> {
  readonly name: string;
  protected readonly coverage: { readonly bound: string; readonly reduction: string };

  constructor(readonly preemptionsMax: number) {
    super();
    this.name = `preemption:${preemptionsMax}`;
    const bound = preemptionsMax === 1 ? 'at most 1 preemption' : `at most ${preemptionsMax} preemptions`;
    this.coverage = { bound, reduction: 'by blocks' };
  }

  protected arrive(view: View): Switching | undefined {
    const { history } = this;
    const last = this.lastOf(view.tasks);
    const runsOn = last !== undefined && view.enabled.includes(last) && matesOf(last, view.enabled).length === 0;
    const running = runsOn ? history.slotOf(last) : -1;
    const sleep = this.#stillAsleep(last, runsOn);
    const enabled = standIns(view.enabled, history).map((task) => history.slotOf(task));
    const before = this.nodes.at(-1);
    const node: Switching = {
      chosen: running,
      answers: new Answers(),
      enabled,
      running,
      preemptions: before === undefined ? 0 : before.preemptions + costOf(before, before.chosen),
      start: -1,
      block: new Footprint(),
      raced: false,
      tried: [],
      sleep,
    };
    if (running >= 0) return node;
    const first = enabled.find((slot) => this.#mayTry(node, slot));
    if (first === undefined) return undefined;
    node.chosen = first;
    return node;
  }

  protected explore(depth: number, operation: Operation): void {
    const node = this.nodes[depth];
    node.start = node.chosen === node.running ? this.nodes[depth - 1].start : depth;
    this.nodes[node.start].block.add(operation.access);
    if (node.chosen === node.running) {
      node.block = new Footprint();
      node.block.add(operation.access);
    }
    this.races(node.chosen, operation);
  }

  protected races(slot: number, { access }: Operation): void {
    const own = this.history.pastOf(slot);
    for (const index of this.history.conflicting(access)) {
      if (this.history.isIn(index, own)) continue;
      const node = this.nodes[index];
      node.raced = true;
      this.nodes[node.start].raced = true;
    }
  }

  protected next(node: Switching): number | undefined {
    node.tried.push({ slot: node.chosen, footprint: node.block });
    node.block = new Footprint();
    return node.raced ? node.enabled.find((slot) => this.#mayTry(node, slot)) : undefined;
  }

  #mayTry(node: Switching, slot: number): boolean {
    const isSlot = (one: Tried): boolean => one.slot === slot;
    if (node.tried.some(isSlot) || node.sleep.some(isSlot)) return false;
    return node.preemptions + costOf(node, slot) <= this.preemptionsMax;
  }

  /** Who was tried before the last step was taken, and is not woken by it, nor by whoever took it and now waits. */
  #stillAsleep(last: Task | undefined, runsOn: boolean): readonly Tried[] {
    const before = this.nodes.at(-1);
    const event = this.history.events.at(-1);
    if (before === undefined || event === undefined) return [];
    const waitsFor = runsOn ? undefined : last?.operation?.access;
    if (waitsFor !== undefined) this.nodes[before.start].block.add(waitsFor);
    const sleepsOn = ({ slot, footprint }: Tried): boolean => {
      if (slot === event.slot || footprint.isDependent(event.access)) return false;
      return waitsFor === undefined || !footprint.isDependent(waitsFor);
    };
    const asleep = before.sleep.filter(sleepsOn);
    for (const one of before.tried) if (sleepsOn(one)) asleep.push(one);
    return asleep;
  }
}

/** To switch away from a task that can go on is to preempt it. */
function costOf(node: Switching, slot: number): number {
  return node.running >= 0 && slot !== node.running ? 1 : 0;
}
