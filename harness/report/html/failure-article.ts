import { formatTicks } from '../../sim';
import { accountsLines } from '../accounts-lines';
import { sliceHeading, sliceText } from '../causal-slice';
import { exhibitLines } from '../exhibit';
import { formatCount } from '../human';
import { messageOf } from '../message';
import { replayOf, type Finding, type NamedStep, type ScenarioResult } from '../result';
import { standingText } from '../standings';
import { escaped, escapedLines } from './escaped';
import { lanes } from './lanes';

/** A failure, in the order in which a reader needs it; its report in words at the end. */
export function failureArticle(result: ScenarioResult, report: string): string {
  const { finding } = result;
  return [
    '<article>',
    ...head(result),
    ...(finding === undefined ? [] : findingHtml(finding)),
    ...details('Accounts', accountsLines(result).join('\n')),
    ...result.exhibits.flatMap((exhibit) => {
      const [title = '', ...lines] = exhibitLines(exhibit);
      return details(title, lines.join('\n'));
    }),
    ...details('The report as text', report),
    '</article>',
  ].join('\n');
}

/** What is left of a failure where there is no room for all of them. */
export function briefArticle(result: ScenarioResult): string {
  return ['<article>', ...head(result), '</article>'].join('\n');
}

/** The article of a page that was written before; undefined when it has none. */
export function articleIn(page: string): string | undefined {
  return /<article>[^]*<\/article>/.exec(page)?.[0];
}

function head(result: ScenarioResult): readonly string[] {
  const { verdict, scenario, title, file, seed, finding, standing } = result;
  const [violation] = verdict === 'violation' ? (finding?.violations ?? []) : [];
  const known = standing === undefined ? '' : escaped(standingText(standing));
  const kind = violation === undefined ? verdict : `${verdict}, ${violation.class}`;
  return [
    `<h2><span class="${verdict}">${escaped(kind)}</span>: ${escaped(scenario)}</h2>`,
    `<p class="soft">${escaped(title)} (${escaped(file)}, seed ${escaped(seed)})</p>`,
    `<p>${escaped(messageOf(result))}</p>`,
    ...(violation === undefined
      ? []
      : [
          `<p class="soft">at step ${formatCount(violation.step)}, ${escaped(formatTicks(violation.ticks))}, in ${escaped(violation.place)}</p>`,
        ]),
    ...(finding === undefined
      ? known && [`<p>${known}</p>`]
      : [`<p>signature <code>${escaped(finding.signature)}</code>${known && ` (${known})`}</p>`]),
    '<h3>Replay</h3>',
    `<pre class="copy">${escaped(replayOf(result))}</pre>`,
  ];
}

function findingHtml({ violations: [violation, ...others], explained, shrunk }: Finding): readonly string[] {
  const story = violation.story ?? [];
  const { evidence } = shrunk ?? explained ?? {};
  const turns = shrunk ?? {};
  const slice = evidence && sliceText(evidence, turns);
  return [
    ...(slice === undefined ? [] : [`<h3>${sliceHeading(shrunk)}</h3>`, `<p>${escaped(slice)}</p>`]),
    ...(shrunk?.pair === undefined ? [] : pairHtml(shrunk.pair)),
    ...(story.length === 0 ? [] : ['<h3>The story behind it</h3>', list(story)]),
    ...(others.length === 0
      ? []
      : ['<h3>Broken by the same step</h3>', list(others.map(({ invariant, message }) => `${invariant}: ${message}`))]),
    ...(evidence === undefined
      ? []
      : [`<h3>${shrunk === undefined ? 'Timeline' : 'Timeline of the smaller run'}</h3>`, ...lanes(evidence, turns)]),
    ...(shrunk === undefined ? [] : details('The smaller scenario', shrunk.text)),
  ];
}

function pairHtml({ first, second }: { readonly first: NamedStep; readonly second: NamedStep }): readonly string[] {
  const step = ({ task, operation, objects }: NamedStep): string => {
    const touched = objects.length === 0 ? '' : ` (${escaped(objects.join(', '))})`;
    return `<code>${escaped(operation)}</code> by ${escaped(task)}${touched}`;
  };
  return [
    '<h3>The two steps whose order decides</h3>',
    `<p>It fails because ${step(first)} comes before ${step(second)}; the other way round it does not.</p>`,
  ];
}

function list(lines: readonly string[]): string {
  return `<ol>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ol>`;
}

function details(title: string, text: string): readonly string[] {
  if (text === '') return [];
  return [`<details><summary>${escaped(title)}</summary><pre>${escapedLines(text)}</pre></details>`];
}
