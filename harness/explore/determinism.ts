import {
  simulate,
  type Kernel,
  type Name,
  type Observer,
  type Operation,
  type Outcome,
  type Program,
  type RunId,
  type Strategy,
  type Task,
} from '../sim';
import { warmUp } from './warm-up';

/** Where two executions of the same run part. */
export interface Difference {
  /** Index of the first step or choice that differs, counted together; their number, where only the ends differ. */
  readonly at: number;
  readonly first: string;
  readonly second: string;
}

/**
 * Executes a run twice and compares: undefined when both did the same and ended alike, else the first step or choice that
 * differs, or how they ended.
 */
export function determinism(kernel: Kernel, program: Program, make: () => Strategy, id: RunId): Difference | undefined {
  const first = simulate(kernel, program, ready(kernel, program, make, id), id);
  const second = simulate(kernel, program, ready(kernel, program, make, id), id);
  if (JSON.stringify(first) === JSON.stringify(second)) return undefined;
  return locate(kernel, program, make, id);
}

/** A new instance, having learned what it must. */
function ready(kernel: Kernel, program: Program, make: () => Strategy, id: RunId): Strategy {
  const strategy = make();
  warmUp(kernel, program, strategy, id);
  return strategy;
}

/** Records both executions in full. Slow: only once they are known to differ. */
function locate(kernel: Kernel, program: Program, make: () => Strategy, id: RunId): Difference {
  const again = (): readonly string[] => record(kernel, program, ready(kernel, program, make, id), id);
  const [first, second] = [again(), again()];
  let at = 0;
  while (at < first.length && at < second.length && first[at] === second[at]) at++;
  if (at === first.length) {
    return {
      at,
      first: 'differed before',
      second: 'agreed when it was executed again: what differs is not in every execution',
    };
  }
  return { at, first: first[at], second: second[at] };
}

function record(kernel: Kernel, program: Program, strategy: Strategy, id: RunId): readonly string[] {
  const lines: string[] = [];
  const observer: Observer = {
    stepping: (_kernel: Kernel, task: Task, operation: Operation) => {
      const objects = operation.access.map((access) => kernel.labelOf(access >>> 2)).join(', ');
      lines.push(`step ${kernel.step} at ${kernel.now}: ${task.name} ${operation.kind.text} [${objects}]`);
    },
    chose: (_kernel: Kernel, point: Name, value: number, count: number) => {
      lines.push(`choice ${point.text}: ${value} of ${count}`);
    },
  };
  const before = kernel.observer;
  kernel.observer = observer;
  try {
    lines.push(ending(simulate(kernel, program, strategy, id)));
  } finally {
    kernel.observer = before;
  }
  return lines;
}

function ending({ verdict, ticks, violations, reasons }: Outcome): string {
  const findings = violations.map(({ invariant, message }) => `${invariant}: ${message}`);
  return [`end at ${ticks}: ${verdict}`, ...findings, ...reasons].join('; ');
}
