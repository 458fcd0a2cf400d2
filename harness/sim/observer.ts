import type { Kernel } from './kernel';
import type { Response } from './model';
import type { Name } from './name';
import type { Operation } from './operation';
import type { Task } from './task';

/** Watches a run that is being explained or compared. It must change nothing. */
export interface Observer {
  /** A step begins. */
  stepping(kernel: Kernel, task: Task, operation: Operation): void;
  /** A data choice was made. */
  chose?(kernel: Kernel, point: Name, value: number, count: number): void;
  /** A client's task has been answered. */
  answered?(kernel: Kernel, task: Task, response: Response): void;
}
