import { join } from 'node:path';
import type * as Threads from 'node:worker_threads';
import { elapsed } from '../clock';
import { isCompiled } from '../package-info';
import type { Done, Hand, Job } from './hand';
import { SLOTS, type WorkerSetup } from './worker-setup';

/** Starting threads does not pay for what is done sooner. */
const ALONE_MILLISECONDS = 200;

/** So many threads, or as many as are worth it up to a number. */
export type Jobs = { readonly kind: 'exactly' | 'at most'; readonly count: number };

/** Those who do the jobs: this thread by itself, or worker threads. */
export class Crew {
  readonly #own: Hand;
  readonly #workers: readonly WorkerHand[];
  readonly #startedAt = elapsed();
  readonly #isExact: boolean;

  constructor(own: Hand, jobs: Jobs, setup: Omit<WorkerSetup, 'place'>) {
    this.#own = own;
    this.#isExact = jobs.kind === 'exactly';
    const count = jobs.count > 1 ? jobs.count : 0;
    this.#workers = Array.from({ length: count }, (_, place) => new WorkerHand({ ...setup, place }));
  }

  /** Those who can be given jobs now. */
  get hands(): readonly Hand[] {
    if (this.#workers.length === 0) return [this.#own];
    if (this.#isExact) return this.#workers;
    if (elapsed() - this.#startedAt < ALONE_MILLISECONDS) return [this.#own];
    for (const worker of this.#workers) worker.start();
    const ready = this.#workers.filter(({ isReady }) => isReady);
    return ready.length > 0 ? ready : [this.#own];
  }

  end(): void {
    for (const worker of this.#workers) worker.end();
  }
}

/** A worker thread. It is started when there is something for it to do, and again if it was lost. */
class WorkerHand implements Hand {
  isReady = false;
  readonly #setup: WorkerSetup;
  readonly #slots: Int32Array;
  #worker: Threads.Worker | undefined;
  #answer: ((done: Done) => void) | undefined;
  #error: string | undefined;

  constructor(setup: WorkerSetup) {
    this.#setup = setup;
    this.#slots = SLOTS.of(setup);
  }

  get runs(): number {
    return this.#answer === undefined ? 0 : Atomics.load(this.#slots, SLOTS.runs);
  }

  perform(job: Job): Promise<Done> {
    this.start();
    Atomics.store(this.#slots, SLOTS.cancel, 0);
    Atomics.store(this.#slots, SLOTS.runs, 0);
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#worker?.postMessage(job);
    });
  }

  cancel(): void {
    Atomics.store(this.#slots, SLOTS.cancel, 1);
  }

  start(): void {
    if (this.#worker !== undefined) return;
    const { Worker } = module.require('node:worker_threads') as typeof Threads;
    const entry = join(__dirname, '..', isCompiled ? 'worker.js' : 'worker.ts');
    const execArgv = isCompiled ? [] : ['-r', require.resolve('ts-node/register')];
    const worker = new Worker(entry, { workerData: this.#setup, execArgv });
    worker.on('message', (done: Done | 'ready') => {
      if (done === 'ready') this.isReady = true;
      else this.#settle(done);
    });
    worker.on('error', (error: unknown) => {
      this.#error = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', (code) => {
      const message =
        this.#error === undefined ? `a worker ended with exit code ${code}` : `a worker failed (${this.#error})`;
      this.#worker = this.#error = undefined;
      this.#settle({ kind: 'lost', message });
    });
    this.#worker = worker;
  }

  end(): void {
    void this.#worker?.terminate();
  }

  #settle(done: Done): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(done);
  }
}
