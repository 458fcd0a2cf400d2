import { isRead, objectOf } from '../sim';
import { causalPast } from './causal-past';
import type { Evidence, StepRecord } from './evidence';
import { formatCount } from './human';
import type { Shrunk } from './result';
import { stepNamed, stepsThatBegin } from './timeline-steps';

/** More of them nobody reads as a sentence. */
const STEPS_MAX = 6;

export type Turns = Pick<Shrunk, 'pair' | 'noReturn'>;

/** What decided, as far as it is known of the run that was made smaller. */
interface Decisive {
  readonly first: StepRecord | undefined;
  readonly second: StepRecord | undefined;
  readonly noReturn: number | undefined;
}

/**
 * The few steps that tell how a run came to its violation, in their order: those whose order decided, then the last that each task
 * did to what the violation is about, then what the author's clients were doing, the latest first.
 */
export function causalSlice(evidence: Evidence, turns: Turns = {}): readonly StepRecord[] {
  return sliceOf(evidence, causalPast(evidence), decisiveOf(evidence, turns));
}

function sliceOf(
  evidence: Evidence,
  past: readonly StepRecord[],
  { first, second, noReturn }: Decisive,
): readonly StepRecord[] {
  const objects = subjectOf(evidence, past);
  const decided = past.filter((step) => step === first || step === second || step.step === noReturn);
  const touched = past.filter(({ access }) => access.some((one) => !isRead(one) && objects.has(objectOf(one))));
  const lastTouch = new Map(touched.map((step) => [step.task, step]));
  const lastTouches = touched.filter((step) => lastTouch.get(step.task) === step);
  const begun = [...stepsThatBegin(past)].filter(({ label }) => !/^\d+: wait\b/.test(label));
  const named = [...decided, ...lastTouches.reverse(), ...begun.reverse()];
  const chosen = new Set([...new Set(named)].slice(0, STEPS_MAX));
  return past.filter((step) => chosen.has(step));
}

/** Steps are counted in the run that is shown: the one that was made smaller, if there is one. */
export function sliceHeading(shrunk: Shrunk | undefined): string {
  return shrunk === undefined ? 'How it came about' : 'How it came about, in the smaller run';
}

/** The same as a paragraph of plain words; undefined where no step was recorded, and for a trend, which no few steps led to. */
export function sliceText(evidence: Evidence, turns: Turns = {}): string | undefined {
  const [violation] = evidence.outcome.violations;
  if (violation === undefined || violation.about?.kind === 'trend') return undefined;
  const decisive = decisiveOf(evidence, turns);
  const steps = sliceOf(evidence, causalPast(evidence), decisive);
  if (steps.length === 0) return undefined;
  const begin = stepsThatBegin(evidence.steps);
  const sentences = steps.map((step, i) => {
    const task = evidence.tasks[step.task]?.name ?? `task ${step.task}`;
    const isSame = i > 0 && steps[i - 1].task === step.task;
    const what = begin.has(step)
      ? `begins "${step.label}"`
      : `does \`${step.operation}\`${step.objects.length === 0 ? '' : ` to ${step.objects.join(' and ')}`}`;
    return `${isSame ? 'then it' : task} ${what} (step ${formatCount(step.step)}${remark(step, decisive)})`;
  });
  const end = `${violation.invariant} is found broken in step ${formatCount(violation.step)}, in ${violation.place}.`;
  return `${sentences.join('; ')}. ${end}`;
}

function remark(step: StepRecord, { first, second, noReturn }: Decisive): string {
  const remarks = [
    ...(step === first && second !== undefined ? [`before step ${formatCount(second.step)}, which decides`] : []),
    ...(step === second && first !== undefined ? [`the other way round it does not fail`] : []),
    ...(step.step === noReturn ? ['from here on chance did not save it'] : []),
  ];
  return remarks.length === 0 ? '' : `: ${remarks.join('; ')}`;
}

function decisiveOf(evidence: Evidence, { pair, noReturn }: Turns): Decisive {
  return {
    first: pair && stepNamed(evidence, pair.first),
    second: pair && stepNamed(evidence, pair.second),
    noReturn: noReturn && evidence.stepOfChoice[noReturn.choice],
  };
}

/** What the violation is about: the objects that it names or that its steps touched, else those of the last step. */
function subjectOf({ steps, outcome }: Evidence, past: readonly StepRecord[]): ReadonlySet<number> {
  const about = outcome.violations[0]?.about;
  if (about?.kind === 'objects') return new Set(about.objects);
  const ends = about === undefined ? past.slice(-1) : steps.filter(({ step }) => about.steps.includes(step));
  return new Set(ends.flatMap(({ access }) => access.map(objectOf)));
}
