import { objectOf, type Operation, type RunContext, type Task, type View } from '../sim';
import { ByChance } from './by-chance';
import { Remaining } from './remaining';

/**
 * SURW, selectively uniform random walk (Zhao, Wolff, Mathur, Roychoudhury, ASPLOS 2025): all interleavings of the selected steps are
 * equally likely, however many others the tasks take in between. Whose selected step comes next is drawn by how many each has left; who
 * else comes to one waits for it.
 */
export class Surw extends ByChance {
  readonly warmUp = 1;
  readonly #remaining = new Remaining();
  readonly #selected = new WeakMap<Operation, boolean>();
  /** Selected is a step on an object whose label begins in one of these ways. */
  #labels: readonly string[] = [];
  #counting = true;
  /** Who takes the next selected step, if he can. */
  #intended: Task | undefined;

  /** Without a focus, the model's first; where it has none, all shared objects. */
  constructor(readonly focus?: string) {
    super(focus === undefined ? 'surw' : `surw:${focus}`, false);
  }

  override begin(run: RunContext): void {
    super.begin(run);
    const [first] = Object.keys(run.focuses);
    this.#labels = run.focuses[this.focus ?? first]?.objects ?? [''];
    this.#counting = run.run === 0;
    if (this.#counting) this.#remaining.forget();
    this.#remaining.begin();
    this.#intended = undefined;
  }

  pick(view: View): number {
    const { tasks, enabled } = view;
    if (this.#counting) return this.below(enabled.length);
    this.#remaining.meet(tasks, (task, steps, before) => {
      // What was intended for a task may be meant for one that it starts.
      if (task.parent === this.#intended && this.below(Math.max(1, before)) < steps) this.#intended = task;
    });
    this.#intended ??= this.#draw(tasks);
    const free = enabled.filter((task) => task === this.#intended || !this.#isSelected(view, task.operation));
    if (free.length > 0) return enabled.indexOf(free[this.below(free.length)]);
    // Whoever was intended can not go on before one of these has.
    return enabled.indexOf(this.#draw(enabled) ?? enabled[this.below(enabled.length)]);
  }

  after(view: View, task: Task, performed: Operation): void {
    const selected = this.#isSelected(view, performed);
    if (this.#counting) this.#remaining.count(task, selected ? 1 : 0);
    else if (selected) this.#remaining.take(task);
    if (selected || this.#intended?.operation === undefined) this.#intended = undefined;
  }

  #draw(tasks: readonly Task[]): Task | undefined {
    const total = tasks.reduce((sum, task) => sum + this.#remaining.of(task), 0);
    if (total === 0) return undefined;
    let ticket = this.below(total);
    return tasks.find((task) => (ticket -= this.#remaining.of(task)) < 0);
  }

  #isSelected(view: View, operation: Operation | undefined): boolean {
    if (operation === undefined) return false;
    let selected = this.#selected.get(operation);
    if (selected === undefined) {
      const names = operation.access.map((access) => view.labelOf(objectOf(access)));
      selected = names.some((name) => this.#labels.some((label) => name.startsWith(label)));
      this.#selected.set(operation, selected);
    }
    return selected;
  }
}
