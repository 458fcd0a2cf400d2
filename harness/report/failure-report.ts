import type { NamedChoice } from '../explore';
import { formatTicks } from '../sim';
import { accountsLines } from './accounts-lines';
import { sliceHeading, sliceText } from './causal-slice';
import { contextSwitches, type Evidence } from './evidence';
import { formatCount, formatNumber } from './human';
import type { Paint } from './paint';
import { printable } from './printable';
import {
  replayOf,
  type Explained,
  type Finding,
  type KnownRun,
  type NamedStep,
  type NoReturn,
  type ScenarioResult,
  type Shrunk,
} from './result';
import { differenceHeading, differenceLines } from './difference-lines';
import { standingText } from './standings';
import { thrownLines } from './thrown-lines';
import { timeline } from './timeline';
import { styleOf } from './verdict-line';
import { WIDTH, wrap } from './wrap';

/** Where the full files of a failure are. */
export interface ReportPaths {
  readonly folder?: string | undefined;
}

/** A failure, in the order in which a reader needs it. No newline at its end. */
export function failureReport(result: ScenarioResult, paint: Paint, paths: ReportPaths = {}): string {
  const head = `── ${printable(result.scenario)} `;
  const lines = [paint('bold', head.padEnd(WIDTH, '─')), ...body(result, paint)];
  if (paths.folder !== undefined) lines.push('', paint('bold', 'Files'), `  ${printable(paths.folder)}`);
  return lines.join('\n');
}

function body(result: ScenarioResult, paint: Paint): readonly string[] {
  const { finding, error, difference } = result;
  if (error !== undefined) {
    return [
      paint('bad', `internal error: this is a bug of the harness or of the model, not a finding`),
      ...replayLines(error.replay),
      '',
      ...paragraph(error.message),
      ...thrownLines(error).flatMap((line) => wrap(printable(line), { indent: 2, hanging: 2 })),
      ...wrap(printable(`strategy ${error.strategy}, seed ${result.seed}, run ${error.run}`), { indent: 2 }),
      ...(error.stack === undefined ? [] : ['', ...error.stack.split('\n').map((line) => `  ${printable(line)}`)]),
    ];
  }
  if (difference !== undefined) {
    const heading = paint('bad', differenceHeading(difference));
    return [heading, ...replayLines(difference.replay), '', ...differenceLines(difference)];
  }
  if (finding !== undefined) return findingLines(result, finding, paint);
  return [
    paint(
      styleOf(result.verdict),
      `${result.verdict} after ${formatNumber(result.runs, 'run')}, seed ${printable(result.seed)}`,
    ),
    ...replayLines(replayOf(result)),
    ...(result.inconclusiveRun === undefined ? [] : inconclusiveLines(result, result.inconclusiveRun)),
    '',
    ...[...result.reasons, ...result.notes].flatMap((line) => wrap(printable(line), { indent: 2, hanging: 2 })),
    ...standingLines(result),
    '',
    paint('bold', 'Accounts'),
    ...accountsLines(result),
  ];
}

function findingLines(result: ScenarioResult, finding: Finding, paint: Paint): readonly string[] {
  const [violation, ...others] = finding.violations;
  if (violation === undefined) return [];
  const { explained } = finding;
  const name = `${violation.invariant}${violation.number === undefined ? '' : ` (${violation.number})`}`;
  const when = `step ${formatCount(violation.step)}, ${formatTicks(violation.ticks)}`;
  return [
    paint(
      styleOf(result.verdict),
      `${result.verdict === 'pass' ? 'expected ' : ''}violation, ${violation.class}: ${printable(name)}`,
    ),
    `  signature  ${printable(finding.signature)}`,
    ...standingLines(result),
    ...replayLines(finding.replay),
    ...(finding.replayChoices === undefined ? [] : ['  or, choice by choice:', printable(finding.replayChoices)]),
    '',
    ...paragraph(violation.message),
    ...wrap(printable(`at ${when}, in ${violation.place}`), { indent: 2, hanging: 2 }),
    ...result.reasons.flatMap((reason) => wrap(printable(reason), { indent: 2, hanging: 2 })),
    ...(violation.story ?? []).flatMap((line) => wrap(printable(line), { indent: 4, hanging: 2 })),
    ...cleanRunsLines(finding),
    ...inTimeLines(finding),
    ...(others.length === 0 ? [] : ['', paint('bold', 'Broken by the same step')]),
    ...others.flatMap((other) => wrap(printable(`${other.invariant}: ${other.message}`), { indent: 2, hanging: 2 })),
    ...(explained === undefined ? [] : explanation(result, finding, explained, paint)),
    '',
    paint('bold', `Accounts (${formatNumber(result.runs, 'run')})`),
    ...accountsLines(result),
  ];
}

function standingLines({ standing }: ScenarioResult): readonly string[] {
  return standing === undefined ? [] : wrap(printable(standingText(standing)), { indent: 2, hanging: 2 });
}

function cleanRunsLines({ strategy, cleanRuns }: Finding): readonly string[] {
  if (cleanRuns === undefined) return [];
  const { of, needed } = cleanRuns;
  const text = `1 of ${formatNumber(of, 'run')} of ${strategy} failed: a fix needs ${formatCount(needed)} without a failure for 95 %`;
  return wrap(printable(text), { indent: 2, hanging: 2 });
}

function inTimeLines({ inTime }: Finding): readonly string[] {
  if (inTime === undefined) return [];
  const { strategy, runs, run } = inTime;
  const text =
    run === undefined
      ? `found without virtual time, and not confirmed: none of ${formatNumber(runs, 'run')} of ${strategy} fails in this way; ` +
        'time may not allow this order'
      : `found without virtual time; in time it comes as well: run ${run} of ${strategy} fails in the same way`;
  return wrap(printable(text), { indent: 2, hanging: 2 });
}

function explanation(result: ScenarioResult, finding: Finding, explained: Explained, paint: Paint): readonly string[] {
  const { shrunk } = finding;
  const settings = explained.parameters.map(([name, value]) => `${name}=${value}`);
  return [
    '',
    paint('bold', 'Counterexample'),
    ...(shrunk === undefined
      ? wrap(`${sizeOf(explained)}; not made smaller`, { indent: 2 })
      : shrunkLines(shrunk, explained)),
    '',
    ...sliceLines(explained, shrunk, paint),
    paint('bold', 'Timeline'),
    ...timeline((shrunk ?? explained).evidence),
    '',
    paint('bold', 'Parameters'),
    ...wrap(printable(`seed ${result.seed}, strategy ${finding.strategy}, run ${finding.run}, trace ${finding.hash}`), {
      indent: 2,
      hanging: 2,
    }),
    ...wrap(printable(settings.join(', ')), { indent: 2, hanging: 2 }),
    '',
    paint('bold', 'Versions'),
    ...wrap(printable(explained.versions.map(([name, value]) => `${name} ${value}`).join(', ')), {
      indent: 2,
      hanging: 2,
    }),
  ];
}

/** Before any trace: who did what until it broke. */
function sliceLines({ evidence }: Explained, shrunk: Shrunk | undefined, paint: Paint): readonly string[] {
  const text = sliceText(shrunk?.evidence ?? evidence, shrunk);
  return text === undefined ? [] : [paint('bold', sliceHeading(shrunk)), ...wrap(printable(text), { indent: 2 }), ''];
}

/** How much there is to look at. */
function sizeOf({ evidence, accounts }: Pick<Explained, 'evidence' | 'accounts'>): string {
  const operations = [...accounts.performed.values()].reduce((sum, count) => sum + count, 0);
  const fired = [...accounts.faults.values()].reduce((sum, fault) => sum + fault.fired, 0);
  return [
    formatNumber(operations, 'client operation'),
    formatNumber(fired, 'fired fault'),
    formatNumber(contextSwitches(evidence), 'context switch'),
    `${formatCount(evidence.choices.filter(({ value }) => value > 0).length)} of ${formatNumber(evidence.choices.length, 'choice')} not the plainest`,
  ].join(', ');
}

function shrunkLines(shrunk: Shrunk, from: Explained): readonly string[] {
  const minimal = shrunk.isMinimal
    ? '1-minimal: no client, step, fault or switch of it can be left out alone'
    : 'not 1-minimal: the budget for shrinking ended it';
  return [
    ...wrap(`${sizeOf(shrunk)}`, { indent: 2 }),
    ...wrap(`reduced from ${sizeOf(from)}; ${minimal}`, { indent: 2, hanging: 2 }),
    ...(shrunk.pair === undefined ? [] : pairLines(shrunk.pair)),
    ...(shrunk.noReturn === undefined ? [] : noReturnLines(shrunk.noReturn, shrunk.evidence)),
  ];
}

function pairLines({ first, second }: NonNullable<Shrunk['pair']>): readonly string[] {
  const text = `it fails because ${stepText(first)} comes before ${stepText(second)}; the other way round it does not`;
  return wrap(printable(text), { indent: 2, hanging: 2 });
}

function noReturnLines({ choice, before, runs }: NoReturn, { choices, stepOfChoice }: Evidence): readonly string[] {
  const made = choices[choice];
  const text =
    made === undefined
      ? `all of ${formatNumber(runs, 'random run')} of it fail`
      : `no way back from step ${formatCount(stepOfChoice[choice] ?? 0)}, ${choiceText(made)}: all of ` +
        `${formatNumber(runs, 'random continuation')} fail from there, just before it ${formatCount(before)} did`;
  return wrap(printable(text), { indent: 2, hanging: 2 });
}

function choiceText(choice: NamedChoice): string {
  if (choice.kind === 'schedule') return `\`${choice.operation}\` by ${choice.task}`;
  return `${formatCount(choice.value)} of ${formatCount(choice.count)} at ${choice.point} by ${choice.task}`;
}

function stepText({ task, operation, objects }: NamedStep): string {
  return `\`${operation}\` by ${task}${objects.length === 0 ? '' : ` (${objects.join(', ')})`}`;
}

function inconclusiveLines({ search }: ScenarioResult, { strategy, run, replay }: KnownRun): readonly string[] {
  if (replay === search) return [];
  return [
    ...wrap(
      printable(`that is the first run which shows nothing: strategy ${strategy}, run ${run}; the whole search:`),
      { indent: 2 },
    ),
    printable(search),
  ];
}

/** The command stands on a line of its own, unbroken, so that it can be copied. */
function replayLines(replay: string): readonly string[] {
  return ['  replay:', printable(replay)];
}

function paragraph(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => wrap(printable(line), { indent: 2 }));
}
