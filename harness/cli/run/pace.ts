import { elapsed } from '../clock';
import type { Interrupt } from '../interrupt';

/** How long the process may be deaf to signals. */
const TURN_MILLISECONDS = 50;

export type Cut = 'time budget' | 'interrupt';

/** When a search pauses, and when it is broken off. */
export class Pace {
  #lastTurn = elapsed();
  #away = 0;
  #deadline = Infinity;
  #ranOut = false;
  #runs = 0;

  constructor(
    readonly interrupt: Interrupt,
    /** Called at each turn, for progress. */
    readonly onTurn: () => void = () => undefined,
  ) {}

  /** Gives what begins now until then, as `elapsed` counts; Infinity: as long as it needs. */
  allowUntil(deadline: number): void {
    this.#deadline = deadline;
    this.#ranOut = false;
    this.#runs = 0;
  }

  /** Runs since then. */
  get runs(): number {
    return this.#runs;
  }

  readonly ran = (): void => {
    this.#runs++;
  };

  /** Real time in milliseconds as `elapsed` counts it, but for what passed in turns. */
  get worked(): number {
    return elapsed() - this.#away;
  }

  /** Why what was broken off was so. */
  get cut(): Cut | undefined {
    if (this.#ranOut) return 'time budget';
    return this.interrupt.signal === undefined ? undefined : 'interrupt';
  }

  /** Whether to break off now. What has begun has one run at least: without one it would show nothing. */
  readonly breakOff = (): boolean => {
    if (this.interrupt.signal !== undefined) return true;
    if (this.#deadline !== Infinity && this.#runs > 0 && elapsed() >= this.#deadline) this.#ranOut = true;
    return this.#ranOut;
  };

  /** Something to wait for, if it is time to let the process hear of the world. */
  readonly turn = (): Promise<void> | undefined => {
    const now = elapsed();
    if (now - this.#lastTurn < TURN_MILLISECONDS) return undefined;
    this.onTurn();
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#lastTurn = elapsed();
        this.#away += this.#lastTurn - now;
        resolve();
      });
    });
  };
}
