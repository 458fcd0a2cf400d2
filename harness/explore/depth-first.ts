import {
  assert,
  type Name,
  type Operation,
  type Outcome,
  type Strategy,
  type Task,
  type View,
  type Certificate,
} from '../sim';
import { Answers } from './answers';
import { History } from './history';

/** The state before a step, by what has led there. Tasks are named by their slots in the history. */
export interface Node {
  /** The task whose step is being explored. */
  chosen: number;
  /** The answers to the data choices of that step. */
  answers: Answers;
}

/**
 * Stateless depth-first search of the runs of a program: each run repeats the one before it up to the last node that has something
 * left to try. Which nodes have is for a subclass to say.
 */
export abstract class DepthFirst<N extends Node> implements Strategy {
  abstract readonly name: string;
  readonly timed = false;
  readonly answersSweeps = true;
  readonly warmUp = Infinity;
  protected readonly history = new History();
  protected readonly nodes: N[] = [];
  /** To the choices made before the first step. */
  readonly #setup = new Answers();
  /** Steps below this index are those of the run before. */
  #fresh = 0;
  readonly #traces = new Set<number>();
  #runs = 0;
  #pruned = 0;
  #violations = 0;

  begin(): void {
    this.history.clear();
    this.#setup.rewind();
    this.#fresh = this.nodes.length - 1;
  }

  pick(view: View): number {
    const { history, nodes } = this;
    const depth = history.events.length;
    history.meet(view.tasks);
    if (depth === nodes.length) {
      const node = this.arrive(view);
      if (node === undefined) return -1;
      nodes.push(node);
    }
    const { chosen, answers } = nodes[depth];
    const index = view.enabled.findIndex((task) => history.slotOf(task) === chosen);
    assert(index >= 0, () => {
      const who = history.nameOf(chosen);
      return `step ${depth} was one of ${who}, which now can not go on: the program is not deterministic`;
    });
    answers.rewind();
    const operation = view.enabled[index].operation as Operation;
    if (depth >= this.#fresh) this.explore(depth, operation);
    history.add(chosen, operation);
    return index;
  }

  data(point: Name, count: number): number {
    const answers = this.nodes[this.history.events.length - 1]?.answers ?? this.#setup;
    const value = answers.give(count);
    this.history.answered(point, value);
    return value;
  }

  end(view: View, outcome: Outcome): boolean {
    this.#count(outcome);
    // Who still waits may be kept waiting by a step that could have come later.
    for (const task of view.tasks) {
      const slept = outcome.verdict === 'pruned' && view.enabled.includes(task);
      if (task.operation !== undefined && !slept) this.races(this.history.slotOf(task), task.operation);
    }
    for (let node = this.nodes.at(-1); node !== undefined; node = this.nodes.at(-1)) {
      if (node.answers.countUp()) return true;
      const next = this.next(node);
      if (next !== undefined) {
        node.chosen = next;
        node.answers = new Answers();
        return true;
      }
      this.nodes.pop();
    }
    return this.#setup.countUp();
  }

  get certificate(): Certificate {
    return {
      strategy: this.name,
      runs: this.#runs,
      pruned: this.#pruned,
      traces: this.#traces.size,
      violations: this.#violations,
      ...this.coverage,
    };
  }

  /** What the search covers when it ends by itself. */
  protected abstract readonly coverage: Pick<Certificate, 'bound' | 'reduction'>;

  /** The node of a state that is reached for the first time; undefined when nothing new can come of it. */
  protected abstract arrive(view: View): N | undefined;

  /** A step that the run before has not taken there is about to be taken. */
  protected abstract explore(depth: number, operation: Operation): void;

  /** The task of this slot takes such a step, or waits to: looks for earlier steps that this one could have come before. */
  protected abstract races(slot: number, operation: Operation): void;

  /** All that comes after the chosen step has been explored. Who takes it next; undefined when nothing is left to try. */
  protected abstract next(node: N): number | undefined;

  /** The task that took the last step. */
  protected lastOf(tasks: readonly Task[]): Task | undefined {
    const slot = this.history.events.at(-1)?.slot;
    return slot === undefined ? undefined : tasks.find((task) => this.history.slotOf(task) === slot);
  }

  #count({ verdict }: Outcome): void {
    if (verdict === 'pruned') {
      this.#pruned++;
      return;
    }
    this.#runs++;
    this.#traces.add(this.history.trace);
    if (verdict === 'violation') this.#violations++;
  }
}
