import { formatTicks } from '../sim';
import { causalPast } from './causal-past';
import type { NamedChoice } from '../explore';
import type { Evidence, StepRecord } from './evidence';
import { formatCount, formatNumber } from './human';
import { printable } from './printable';
import { choicesByStep, drawn, isSwitch, stepsThatBegin, tasksOf } from './timeline-steps';
import { cut, WIDTH, wrap } from './wrap';

const LINES_MAX = 40;
/** Tasks with a lane of their own; others are named in the text only. */
const LANES_MAX = 12;
const TIME_WIDTH = 11;
/** The heading and the names of the tasks. */
const HEAD_MAX = 5;
const NAME_MAX = 20;

/**
 * The last steps that can have led to how a run ended, a line each, the tasks side by side:
 *
 *     A alice, B bob, > the search chose
 *       1.2 ms   A |   ring.put  "8: put a"  (ring)
 *                | >B  ring.take  (ring)
 */
export function timeline(evidence: Evidence): readonly string[] {
  const past = causalPast(evidence);
  if (past.length === 0) return [];
  const choices = choicesByStep(evidence);
  const begin = stepsThatBegin(past);
  const shown: { readonly step: StepRecord; readonly lines: readonly string[] }[] = [];
  let room = LINES_MAX - HEAD_MAX;
  for (let i = past.length - 1; i >= 0; i--) {
    const step = past[i];
    const lines = linesOf(step, begin.has(step), choices.get(step.step) ?? []);
    if (lines.length > room) break;
    room -= lines.length;
    shown.unshift({ step, lines });
  }
  const steps = shown.map(({ step }) => step);
  const lanes = tasksOf(steps).slice(0, LANES_MAX);
  const legend = lanes.map((task, i) =>
    `${letter(i)} ${nameOf(evidence, task).replaceAll(' ', '\u00a0')}`.replace(' ', '\u00a0'),
  );
  const rows = shown.flatMap(({ step, lines }, row) => {
    const isLater = row === 0 || steps[row - 1].ticks !== step.ticks;
    return lines.map((text, i) => {
      const time = isLater && i === 0 ? formatTicks(step.ticks) : '';
      const marks = lanes.map((task, lane) =>
        markOf(task, lane, { steps, row, isFirst: i === 0, choices: choices.get(step.step) }),
      );
      const stray = i === 0 && !lanes.includes(step.task) ? `${nameOf(evidence, step.task)}  ` : '';
      return cut(`${time.padStart(TIME_WIDTH)} ${marks.join('')}  ${stray}${text}`.trimEnd(), WIDTH);
    });
  });
  return [
    cut(heading(shown.length, past.length, evidence), WIDTH),
    ...wrap([...legend, '>\u00a0the\u00a0search\u00a0chose'].join(', '), { indent: 2 }).map((line) =>
      line.replaceAll('\u00a0', ' '),
    ),
    ...rows,
  ];
}

function heading(shown: number, past: number, { steps, outcome }: Evidence): string {
  const about = outcome.violations[0]?.about;
  const inAll = `of ${formatCount(steps.length)} in all`;
  if (about?.kind === 'trend') return `how it grows the last time: ${formatNumber(shown, 'step')}, ${inAll}`;
  const which = shown < past ? `the last ${formatCount(shown)} of ` : '';
  const where = about === undefined ? 'here' : 'to this';
  return `${which}${formatCount(past)} steps that can have led ${where}, ${inAll}`;
}

interface Row {
  readonly steps: readonly StepRecord[];
  readonly row: number;
  /** Of the lines of this step. */
  readonly isFirst: boolean;
  readonly choices: readonly NamedChoice[] | undefined;
}

/** Two columns: the lane's letter where its task takes the step, a line while it is between two of its steps. */
function markOf(task: number, lane: number, { steps, row, isFirst, choices }: Row): string {
  if (steps[row].task === task && isFirst) return `${isSwitch(choices) ? '>' : ' '}${letter(lane)}`;
  const began = steps.slice(0, row + 1).some((step) => step.task === task);
  return began && steps.slice(row + 1).some((step) => step.task === task) ? ' |' : '  ';
}

/** The step with what the author's workload begins with it, and below it what was drawn in it. */
function linesOf(step: StepRecord, begins: boolean, choices: readonly NamedChoice[]): readonly string[] {
  const label = begins ? `  "${printable(step.label)}"` : '';
  const objects = step.objects.length > 0 ? `  (${printable(step.objects.join(', '))})` : '';
  return [`${step.operation}${label}${objects}`, ...drawn(choices).map((line) => `  ${line}`)];
}

function letter(lane: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + lane);
}

function nameOf(evidence: Evidence, task: number): string {
  return cut(printable(evidence.tasks[task]?.name ?? `task ${task}`), NAME_MAX);
}
