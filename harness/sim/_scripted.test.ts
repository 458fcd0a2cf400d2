// A strategy for the tests beside this file: it gives the answers that a test wrote down.
import { Kernel } from './kernel';
import type { Odds, RunContext, Strategy, View } from './strategy';
import type { Name } from './name';
import type { Stop } from './kernel';
import type { Task } from './task';

export interface Script {
  readonly timed?: boolean | undefined;
  /** Answers to pick, one for each time that several tasks are enabled; then always 0. */
  readonly picks?: readonly number[];
  /** Answers to choices of values; then always 0. */
  readonly values?: readonly number[];
  readonly onlyChoices?: boolean;
  readonly stepsMax?: number;
}

export class Scripted implements Strategy {
  readonly name = 'scripted';
  readonly timed: boolean;
  readonly onlyChoices: boolean;
  /** The names of the tasks that were enabled, at each pick among several. */
  readonly offered: string[] = [];
  readonly #picks: number[];
  readonly #values: number[];

  constructor(script: Script = {}) {
    this.timed = script.timed ?? true;
    this.onlyChoices = script.onlyChoices ?? false;
    this.#picks = [...(script.picks ?? [])];
    this.#values = [...(script.values ?? [])];
  }

  begin(_run: RunContext): void {
    // The answers are those of one run.
  }

  pick(view: View): number {
    if (view.enabled.length === 1) return 0;
    this.offered.push(view.enabled.map((task) => task.name).join(' '));
    return this.#picks.shift() ?? 0;
  }

  data(_point: Name, _count: number, _task: Task, _odds: Odds | undefined): number {
    return this.#values.shift() ?? 0;
  }
}

/** What a run of a few tasks did. */
export interface Ran {
  readonly kernel: Kernel;
  readonly stop: Stop;
  readonly log: readonly string[];
  readonly offered: readonly string[];
}

/** Has `cast` start tasks on a fresh kernel and takes all their steps. They write to a log. */
export function play(script: Script, cast: (kernel: Kernel, log: string[]) => void, kernel = new Kernel()): Ran {
  const strategy = new Scripted(script);
  const log: string[] = [];
  kernel.begin(strategy, { stepsMax: script.stepsMax ?? 1000 });
  cast(kernel, log);
  return { kernel, stop: kernel.run(), log, offered: strategy.offered };
}
