// Strategies and a shrinker as short as they can be: proof that the interface carries what comes later.
import test from 'ava';
import {
  dependent,
  Kernel,
  Name,
  signatureOf,
  simulate,
  type Outcome,
  type Program,
  type RunContext,
  type Strategy,
  type Stream,
  type Task,
  type View,
} from '../sim';
import { LOCAL, program } from './fixtures/parts';
import * as programs from './fixtures/programs';
import { contradicts } from './fixtures/rates';
import { random, randomTimed } from './random';

const kernel = new Kernel();
const SCHEDULE = Name.of('sketch schedule');
const FINE = 2 ** 40;

function hits(program: Program, strategy: Strategy, runs: number): number {
  let found = 0;
  for (let run = 0; run < runs; run++) {
    if (simulate(kernel, program, strategy, { root: '1', run }).verdict === 'violation') found++;
  }
  return found;
}

/** Answers data choices plainly; what a sketch of a scheduler needs besides `pick`. */
abstract class Scheduler implements Strategy {
  readonly timed = false;
  protected stream: Stream = { below: () => 0 };

  constructor(readonly name: string) {}

  begin(run: RunContext): void {
    this.stream = run.stream(SCHEDULE);
  }

  abstract pick(view: View): number;

  data(): number {
    return 0;
  }
}

/** PCT (Burckhardt, Kothari, Musuvathi, Nagarakatte, ASPLOS 2010) for bugs of this depth in runs of so many steps. */
class Pct extends Scheduler {
  /** By task id: within one run ids will do. */
  readonly #priorities: number[] = [];
  #changes: readonly number[] = [];

  constructor(
    readonly depth: number,
    readonly stepsMax: number,
  ) {
    super('pct');
  }

  override begin(run: RunContext): void {
    super.begin(run);
    this.#priorities.length = 0;
    this.#changes = Array.from({ length: this.depth - 1 }, () => 1 + this.stream.below(this.stepsMax));
  }

  pick({ step, tasks, enabled }: View): number {
    while (this.#priorities.length < tasks.length) this.#priorities.push(this.stream.below(FINE));
    const change = this.#changes.indexOf(step + 1);
    if (change >= 0) this.#priorities[enabled[this.#highest(enabled)].id] = change - this.depth;
    return this.#highest(enabled);
  }

  #highest(enabled: readonly Task[]): number {
    let best = 0;
    for (let i = 1; i < enabled.length; i++) {
      if (this.#priorities[enabled[i].id] > this.#priorities[enabled[best].id]) best = i;
    }
    return best;
  }
}

/** POS (Yuan, Yang, Gu, CAV 2018): priorities belong to pending steps, and are drawn anew after a race. */
class Pos extends Scheduler {
  readonly #priorities = new Map<string, number>();

  override begin(run: RunContext): void {
    super.begin(run);
    this.#priorities.clear();
  }

  pick({ tasks, enabled }: View): number {
    for (const { name } of tasks) if (!this.#priorities.has(name)) this.#priorities.set(name, this.stream.below(FINE));
    const priority = ({ name }: Task): number => this.#priorities.get(name) ?? 0;
    const best = enabled.reduce((one, task) => (priority(task) > priority(one) ? task : one));
    for (const task of tasks) {
      const races = dependent(task.operation?.access ?? [], best.operation?.access ?? []);
      if (task === best || races) this.#priorities.delete(task.name);
    }
    return enabled.indexOf(best);
  }
}

/** URW (uniform random walk): run 0 counts the steps of each task; then a task's chance is its share of what is left. */
class Urw extends Scheduler {
  readonly #counts = new Map<string, number>();
  readonly #left = new Map<string, number>();
  #counting = false;

  constructor() {
    super('urw');
  }

  override begin(run: RunContext): void {
    super.begin(run);
    this.#counting = run.run === 0;
    if (this.#counting) this.#counts.clear();
    this.#left.clear();
    for (const [name, count] of this.#counts) this.#left.set(name, count);
  }

  pick({ enabled }: View): number {
    const left = enabled.map(({ name }) => Math.max(1, this.#left.get(name) ?? 1));
    let ticket = this.stream.below(left.reduce((sum, one) => sum + one, 0));
    return left.findIndex((one) => (ticket -= one) < 0);
  }

  after(_view: View, { name }: Task): void {
    if (this.#counting) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    else this.#left.set(name, (this.#left.get(name) ?? 1) - 1);
  }
}

/** Rates that the papers guarantee, on programs where the guarantee is tight. */
const guarantees: readonly (readonly [
  name: string,
  make: () => Strategy,
  program: Program,
  rate: number,
  runs: number,
])[] = [
  ['PCT(1)', () => new Pct(1, 22), programs.fig1a, 1 / 2, 50_000],
  ['PCT(1)', () => new Pct(1, 22), programs.fig5, 1 / 2, 50_000],
  ['PCT(2)', () => new Pct(2, 20), programs.fig1b, 1 / 40, 400_000],
  ['POS', () => new Pos('pos'), programs.oneAgainst25, 1 / 26, 30_000],
  ['URW', () => new Urw(), programs.oneAgainst25, 1 / 26, 50_000],
];

for (const [name, make, program, rate, runs] of guarantees) {
  test(`${name} finds the bug of ${program.id} at its rate`, (t) => {
    const found = hits(program, make(), runs);
    t.log(`${found} of ${runs}, expected ${runs * rate}`);
    t.is(contradicts(found, runs, rate), undefined);
  });
}

test('URW makes each of the 20 interleavings of 3 and 3 steps as often as any other', (t) => {
  const counts = new Map<string, number>();
  let order = '';
  const interleaved = program('interleaved', () => {
    order = '';
    for (const task of ['A', 'B']) {
      kernel.spawn(
        task,
        (function* () {
          for (let i = 0; i < 3; i++) {
            yield LOCAL;
            order += task;
          }
        })(),
      );
    }
    return () => undefined;
  });
  const strategy = new Urw();
  for (let run = 0; run <= 20_000; run++) {
    simulate(kernel, interleaved, strategy, { root: '1', run });
    if (run > 0) counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  t.is(counts.size, 20);
  for (const [, count] of counts) t.is(contradicts(count, 20_000, 1 / 20), undefined);
});

// ---- Shrinking ----------------------------------------------------------------------------------------------------

/** Gives these answers as far as they fit, and the plainest where they do not or have run out. */
function lenient(choices: readonly number[], timed: boolean): Strategy {
  let next = 0;
  const answer = (count: number): number => {
    const value = choices[next++] ?? 0;
    return value < count ? value : 0;
  };
  return {
    name: 'lenient',
    timed,
    onlyChoices: true,
    begin: () => {
      next = 0;
    },
    pick: (view) => answer(view.enabled.length),
    data: (_point, count) => answer(count),
  };
}

function failure(outcome: Outcome): string | undefined {
  return outcome.violations[0] === undefined ? undefined : signatureOf(outcome.violations[0]);
}

/** Deletes spans and lowers values for as long as the run fails in the same way. */
function shrink(program: Program, choices: readonly number[], timed: boolean, signature: string): readonly number[] {
  const id = { root: '1', run: 0 };
  const fails = (candidate: readonly number[]): boolean =>
    failure(simulate(kernel, program, lenient(candidate, timed), id)) === signature;
  let best = choices;
  for (let improved = true; improved;) {
    improved = false;
    for (const candidate of plainer(best)) {
      if (!fails(candidate)) continue;
      best = candidate;
      improved = true;
      break;
    }
  }
  return best;
}

/** What is less far from the plainest run comes first, then what is shorter: a list of few deviations reads best. */
function* plainer(choices: readonly number[]): Generator<readonly number[]> {
  for (let length = choices.length; length > 0; length--) {
    for (let at = 0; at + length <= choices.length; at++) {
      const span = choices.slice(at, at + length);
      if (span.some((value) => value !== 0)) yield choices.toSpliced(at, length, ...span.fill(0));
    }
  }
  for (let length = choices.length; length > 0; length--) {
    for (let at = 0; at + length <= choices.length; at++) yield choices.toSpliced(at, length);
  }
  for (const [at, value] of choices.entries()) if (value > 1) yield choices.with(at, value - 1);
}

/** The lists that no deletion and no lower value makes plainer, and what they mean. */
const shrunk: readonly (readonly [program: Program, make: () => Strategy, lists: readonly string[], what: string])[] = [
  [programs.lostUpdate, random, ['0,1'], 'B goes on when A has read'],
  [programs.lockOrder, random, ['0,1'], 'B goes on when A has its first lock'],
  [programs.fig1a, random, ['1'], 'B goes first'],
  [programs.faultyCleanup, random, ['0,0,0,1', '1,1'], 'the second allocation fails, and B does not matter'],
  [programs.lateAnswer, randomTimed, ['2'], 'the answer takes as long as the client waits'],
  [programs.patience, random, ['0,1'], 'A has set its timer, and it fires'],
];

for (const [program, make, lists, what] of shrunk) {
  test(`failures of ${program.id} shrink to this: ${what}`, (t) => {
    const strategy = make();
    const found = new Set<string>();
    for (let run = 0, failures = 0; failures < 20; run++) {
      const signature = failure(simulate(kernel, program, strategy, { root: '1', run }));
      if (signature === undefined) continue;
      failures++;
      found.add(shrink(program, kernel.choices.values(), strategy.timed, signature).join());
    }
    t.deepEqual([...found].sort(), lists);
  });
}
