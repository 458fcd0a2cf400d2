import type { FileToCompile } from '../suite/compile-file';
import type { RunOptions } from './run-options';

/** What a worker thread is told when it starts: all of it can be sent from one thread to another. */
export interface WorkerSetup {
  /** Of the suite, in its order. */
  readonly instances: readonly WorkerInstance[];
  /** Strategies by their names. */
  readonly options: Omit<RunOptions, 'strategies'> & { readonly strategies: readonly string[] | undefined };
  /** Which of the workers it is, counted from 0. */
  readonly place: number;
  readonly shared: SharedArrayBuffer;
}

/** An instance by what it was made from. Models can not be sent: each thread loads its own. */
export interface WorkerInstance {
  readonly file: FileToCompile;
  /** What makes this instance from its file. */
  readonly set: readonly string[];
  readonly id: string;
}

/** What a worker and who leads it share, besides messages: whether to break off, and how many runs there were so far. */
export const SLOTS = {
  cancel: 0,
  runs: 1,
  bufferFor: (workers: number): SharedArrayBuffer => new SharedArrayBuffer(workers * 8),
  of: ({ shared, place }: WorkerSetup): Int32Array => new Int32Array(shared, place * 8, 2),
} as const;
