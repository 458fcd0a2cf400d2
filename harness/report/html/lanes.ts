import { formatTicks } from '../../sim';
import { causalPast } from '../causal-past';
import type { Turns } from '../causal-slice';
import type { Evidence, StepRecord } from '../evidence';
import { formatCount, formatNumber } from '../human';
import { choicesByStep, drawn, isSwitch, stepNamed, stepsThatBegin, tasksOf } from '../timeline-steps';
import { escaped } from './escaped';

/** A table of more rows helps nobody: of longer runs only the past of the violation is shown, and of that the last steps. */
const ROWS_MAX = 150;

/** What is said of a row. */
interface Row {
  readonly step: StepRecord;
  /** The author's workload begins something with it. */
  readonly begins: boolean;
  readonly classes: readonly string[];
  readonly remarks: readonly string[];
  readonly notes: readonly string[];
}

/** A run as a table: a lane for each task, a row for each step; what can not have led to the violation is pale. */
export function lanes(evidence: Evidence, turns: Turns): readonly string[] {
  const past = new Set(causalPast(evidence));
  const shown = evidence.steps.length <= ROWS_MAX ? evidence.steps : [...past].slice(-ROWS_MAX);
  const tasks = tasksOf(shown);
  const rows = rowsOf(evidence, { shown, past, turns });
  const heads = tasks.map((task) => `<th scope="col">${escaped(evidence.tasks[task]?.name ?? `task ${task}`)}</th>`);
  const marks = '● can have led to it, ○ can not, ▸ the search chose who goes';
  const count = `${formatCount(shown.length)} of ${formatNumber(evidence.steps.length, 'step')}`;
  return [
    `<p class="soft">${count}, ${formatCount(past.size)} of them in the past of the violation: ${marks}</p>`,
    '<div class="scroll" tabindex="0"><table class="lanes">',
    `<thead><tr><th scope="col" class="when">step, time</th>${heads.join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row, i) => rowHtml(row, { tasks, rows, i })),
    '</tbody></table></div>',
  ];
}

interface Showing {
  readonly shown: readonly StepRecord[];
  readonly past: ReadonlySet<StepRecord>;
  readonly turns: Turns;
}

function rowsOf(evidence: Evidence, { shown, past, turns: { pair, noReturn } }: Showing): readonly Row[] {
  const choices = choicesByStep(evidence);
  const begin = stepsThatBegin(shown);
  const [first, second] = [pair?.first, pair?.second].map((one) => one && stepNamed(evidence, one));
  const decided = noReturn && evidence.stepOfChoice[noReturn.choice];
  const violation = evidence.outcome.violations[0]?.step;
  return shown.map((step) => {
    const chosen = choices.get(step.step) ?? [];
    const isPair = step === first || step === second;
    const remarks = [
      ...(step === first ? ['first: that it comes before the second decides'] : []),
      ...(step === second ? ['second: were it first, it would not fail'] : []),
      ...(step.step === decided ? ['no way back: from here on chance did not save it'] : []),
      ...(step.step === violation ? ['found here'] : []),
    ];
    const classes = [
      past.has(step) ? 'past' : 'aside',
      ...(isPair ? ['pair'] : []),
      ...(step.step === violation ? ['end'] : []),
    ];
    const mark = `${past.has(step) ? '●' : '○'}${isSwitch(chosen) ? ' ▸' : ''}`;
    return { step, begins: begin.has(step), classes, remarks, notes: [mark, ...drawn(chosen)] };
  });
}

interface Place {
  readonly tasks: readonly number[];
  readonly rows: readonly Row[];
  readonly i: number;
}

function rowHtml(row: Row, { tasks, rows, i }: Place): string {
  const { step, classes } = row;
  const before = rows[i - 1]?.step;
  const time = before?.ticks === step.ticks ? '' : `<small>${escaped(formatTicks(step.ticks))}</small>`;
  const cells = tasks.map((task) => {
    if (task === step.task) return `<td class="step">${stepHtml(row)}</td>`;
    const isIdle = [rows.slice(0, i), rows.slice(i + 1)].every((side) => side.some((one) => one.step.task === task));
    return isIdle ? '<td class="idle"></td>' : '<td></td>';
  });
  return `<tr class="${classes.join(' ')}"><td class="when">${formatCount(step.step)}${time}</td>${cells.join('')}</tr>`;
}

function stepHtml({ step, begins, remarks, notes: [mark, ...notes] }: Row): string {
  const small = [step.objects.join(', '), ...notes].filter((text) => text !== '');
  return [
    ...remarks.map((remark) => `<b>${escaped(remark)}</b>`),
    ...(begins ? [`<b>${escaped(step.label)}</b>`] : []),
    `${mark} <code>${escaped(step.operation)}</code>`,
    ...small.map((text) => `<small>${escaped(text)}</small>`),
  ].join('');
}
