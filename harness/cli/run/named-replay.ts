import { Diverged, replay, RUN } from '../../explore';
import type { ChoiceRecord } from '../../report/evidence';
import { formatNumber } from '../../report/human';
import type { Strategy, Task, View } from '../../sim';
import { describeEnabled } from './recorder';

/** Recorded choices, and whether virtual time decided when they were made. */
export interface Recording {
  readonly choices: readonly number[];
  /** The same choices by name. */
  readonly names: readonly ChoiceRecord[];
  readonly timed: boolean;
}

/** A replay that knows where it has left its recording. */
export interface NamedReplay {
  readonly strategy: Strategy;
  /** "choice 41: recorded ..., enabled now {...}"; undefined while it has not diverged. */
  divergence(): string | undefined;
  /** Recorded choices that were never asked for. */
  left(): number;
}

/**
 * Replays choice by choice, and compares each with the name that it had. From the first one that does not fit on, it
 * answers what is plainest, so that the run still comes to an end that can be judged.
 */
export function namedReplay({ choices, names, timed }: Recording): NamedReplay {
  const strict = replay(choices, timed);
  let next = 0;
  let diverged: string | undefined;
  const answer = (mismatch: string | undefined, ask: () => number): number => {
    if (diverged !== undefined) return 0;
    if (mismatch !== undefined) {
      diverged = mismatch;
      return 0;
    }
    try {
      const value = ask();
      next++;
      return value;
    } catch (error) {
      if (!(error instanceof Diverged)) throw error;
      diverged = error.message;
      return 0;
    }
  };
  const strategy: Strategy = {
    name: 'replay',
    timed,
    answersSweeps: true,
    begin: (run) => {
      next = 0;
      diverged = undefined;
      strict.begin(run);
    },
    pick: (view) => {
      if (view.enabled.length === 1) return 0;
      return answer(pickMismatch(next, names[next], view), () => strict.pick(view));
    },
    data: (point, count, task, odds) =>
      answer(dataMismatch(next, names[next], { point: point.text, count, by: task.name }), () =>
        strict.data(point, count, task, odds),
      ),
    lacks: (feature) =>
      answer(dataMismatch(next, names[next], { point: feature.text, count: 2, by: RUN }), () =>
        strict.lacks?.(feature) === true ? 1 : 0,
      ) === 1,
    end: () => false,
  };
  return { strategy, divergence: () => diverged, left: () => (diverged === undefined ? choices.length - next : 0) };
}

function pickMismatch(index: number, recorded: ChoiceRecord | undefined, view: View): string | undefined {
  const now = `enabled now {${view.enabled.map(taskText).join(', ')}}`;
  if (recorded === undefined) return `choice ${index}: the recording has ended, ${now}`;
  if (recorded.kind === 'schedule' && recorded.count === view.enabled.length) {
    const task = view.enabled[recorded.value];
    const { name, operation } = describeEnabled(task);
    if (name === recorded.task && operation === recorded.operation) return undefined;
  }
  return `choice ${index}: recorded ${recordedText(recorded)}, ${now}`;
}

function dataMismatch(
  index: number,
  recorded: ChoiceRecord | undefined,
  { point, count, by }: { readonly point: string; readonly count: number; readonly by: string },
): string | undefined {
  const now = `there is now a choice of ${count} at ${point} by ${by}`;
  if (recorded === undefined) return `choice ${index}: the recording has ended, ${now}`;
  if (recorded.kind === 'data' && recorded.point === point && recorded.count === count) return undefined;
  return `choice ${index}: recorded ${recordedText(recorded)}, ${now}`;
}

function recordedText(recorded: ChoiceRecord): string {
  if (recorded.kind === 'data')
    return `${recorded.value} of ${recorded.count} at ${recorded.point} by ${recorded.task}`;
  const objects = recorded.objects.length === 0 ? '' : ` of ${recorded.objects.join(', ')}`;
  return `\`${recorded.operation}\`${objects} by ${recorded.task}, one of ${formatNumber(recorded.count, 'enabled task')}`;
}

function taskText(task: Task): string {
  return `${task.operation?.kind.text} by ${task.name}`;
}
