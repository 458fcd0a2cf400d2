import {
  simulate,
  type Kernel,
  type Name,
  type Observer,
  type Operation,
  type Outcome,
  type Program,
  type Response,
  type RunId,
  type Strategy,
  type Task,
} from '../sim';
import { warmUp } from './warm-up';

/** Says where in the model's code a run is: "Ring.put (ring.ts:107:5)". Slow: asked at the places only that differ. */
export interface Places {
  /** Where a task waits that is about to take a step: at its `yield`. */
  ofStep(task: Task): string | undefined;
  /** Who asks for the choice that is just being made. */
  ofChoice(): string | undefined;
}

/** What one of two executions did. */
export interface Happening {
  /** "step 4 at 0: A write [x]", "choice size: 0 of 4". */
  readonly text: string;
  readonly site?: string | undefined;
}

/** Where two executions of the same run part. */
export interface Difference {
  /** Index of the first step, choice or answer that differs, counted together; their number, where only the ends differ. */
  readonly at: number;
  /** Whose it is in the first execution, and the operation of the step. Undefined before the first step. */
  readonly task?: string | undefined;
  readonly operation?: string | undefined;
  readonly step: number;
  readonly first: Happening;
  readonly second: Happening;
  /** Where that task went on from: both executions agree on it, and what they do not agree on lies behind. */
  readonly since?: string | undefined;
}

export interface Looking {
  readonly places: Places;
  /** Indices at which the first two executions are to be asked as well: what only the first one does is not to be seen again. */
  readonly seen?: readonly number[] | undefined;
}

/**
 * Executes a run twice and compares every step, choice and answer, and how it ended: undefined when both did the same. What
 * differs is looked at when the run is executed twice more.
 */
export function determinism(
  kernel: Kernel,
  program: Program,
  make: () => Strategy,
  id: RunId,
  looking?: Looking,
): Difference | undefined {
  const execute = (seen: readonly number[]): readonly Entry[] => {
    const strategy = make();
    warmUp(kernel, program, strategy, id);
    return record(kernel, program, strategy, { id, places: looking?.places, seen });
  };
  const known = looking?.seen ?? [];
  const [first, second] = [execute(known), execute(known)];
  const at = first.findIndex(({ text }, i) => text !== second[i]?.text);
  if (at < 0) return undefined;
  const since = stepBefore(second, at);
  const again = looking === undefined ? [] : [execute([since, at]), execute([since, at])];
  const all = [first, second, ...again];
  const { task, operation, step } = first[at];
  return {
    ...{ at, task, operation, step },
    first: { text: first[at].text, site: siteOf(first[at], at, all) },
    second: { text: second[at].text, site: siteOf(second[at], at, all) },
    since: since < 0 ? undefined : siteOf(second[since], since, all),
  };
}

/** A step, a choice or an answer of a run, or its end. */
interface Entry {
  readonly text: string;
  /** The same for what comes from the same place, whatever the values. */
  readonly kind: string;
  readonly task?: string | undefined;
  readonly operation?: string | undefined;
  readonly step: number;
  readonly site?: string | undefined;
}

/** The step that led to what happened at `at`: the one in which it did, or the one before of the task that takes it. */
function stepBefore(entries: readonly Entry[], at: number): number {
  const task = entries[at]?.task;
  return entries.slice(0, at).findLastIndex((entry) => entry.kind.startsWith('step') && entry.task === task);
}

/** Where it happened in an execution that was asked: where the same did, or at least the same kind of thing. */
function siteOf({ text, kind }: Entry, at: number, executions: readonly (readonly Entry[])[]): string | undefined {
  const asked = executions.map((entries) => entries[at]).filter((entry) => entry?.kind === kind && entry.site);
  return (asked.find((entry) => entry.text === text) ?? asked[0])?.site;
}

interface Recording {
  readonly id: RunId;
  readonly places: Places | undefined;
  /** Indices of entries whose places are wanted. */
  readonly seen: readonly number[];
}

function record(kernel: Kernel, program: Program, strategy: Strategy, recording: Recording): readonly Entry[] {
  const { id, places, seen } = recording;
  const entries: Entry[] = [];
  /** How many choices had been made at the last entry. */
  let choices = 0;
  const add = (kind: string, text: string, site: () => string | undefined): void => {
    const { current, step } = kernel;
    const [task, operation] = [current?.name, current?.operation?.kind.text];
    entries.push({ text, kind, task, operation, step, site: seen.includes(entries.length) ? site() : undefined });
  };
  const observer: Observer = {
    stepping: ({ step, now }: Kernel, task: Task, operation: Operation) => {
      const objects = operation.access.map((access) => kernel.labelOf(access >>> 2)).join(', ');
      const [kind, text] = [operation.kind.text, `${task.name} ${operation.kind.text}`];
      const site = seen.includes(entries.length) ? places?.ofStep(task) : undefined;
      const what = { task: task.name, operation: kind, step, site };
      // Between two steps there is at most one choice: who takes the second.
      const of = kernel.choices.length > choices ? `, one of ${kernel.choices.countAt(choices)}` : '';
      choices = kernel.choices.length;
      entries.push({ text: `step ${step} at ${now}: ${text} [${objects}]${of}`, kind: `step ${text}`, ...what });
    },
    chose: (_kernel: Kernel, point: Name, value: number, count: number) => {
      choices = kernel.choices.length;
      add(`choice ${point.text}`, `choice ${point.text}: ${value} of ${count}`, () => places?.ofChoice());
    },
    answered: (_kernel: Kernel, task: Task, response: Response) => {
      const { status, information, records } = response;
      const text = [status, information, ...(records ?? [])].filter((part) => part !== undefined).join(', ');
      add('answer', `answer to ${task.name}${task.label && ` (${task.label})`}: ${text}`, () => undefined);
    },
  };
  const before = kernel.observer;
  kernel.observer = observer;
  try {
    const outcome = simulate(kernel, program, strategy, id);
    const { task, operation, step } = entries.at(-1) ?? { step: 0 };
    for (const text of [ending(outcome), `the trace ${outcome.hash}`]) {
      entries.push({ text, kind: 'end', task, operation, step });
    }
  } finally {
    kernel.observer = before;
  }
  return entries;
}

function ending({ verdict, ticks, violations, reasons }: Outcome): string {
  const findings = violations.map(({ invariant, message }) => `${invariant}: ${message}`);
  return [`end at ${ticks}: ${verdict}`, ...findings, ...reasons].join('; ');
}
