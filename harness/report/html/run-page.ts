import { headline } from '../headline';
import { formatCount, formatMilliseconds, formatNumber } from '../human';
import { hasFailed, type ScenarioResult } from '../result';
import { standings, standingsText, standingText } from '../standings';
import { escaped } from './escaped';
import { briefArticle } from './failure-article';
import { page } from './page';

/** A browser opens more, slowly. Counted in characters, of which most take a byte, and none more than three. */
const CHARACTERS_MAX = 1_600_000;

/** Articles that are kept until the page is written. */
export const ARTICLES_MAX = 40;

export interface RunPageOptions {
  readonly seed: string;
  readonly milliseconds: number;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Scenarios that were not begun. */
  readonly notRun: number;
}

/** A run on one page: every failure, as far as there is room, and a table of all scenarios. */
export function runPage(results: readonly ScenarioResult[], options: RunPageOptions): string {
  const failed = results.filter(hasFailed);
  const room = { characters: CHARACTERS_MAX };
  /** As many as there is room for. */
  const fitting = (texts: readonly string[]): readonly string[] =>
    texts.filter((text) => (room.characters -= text.length) >= 0);
  const articles = fitting(failed.map((result) => withId(result.article ?? briefArticle(result), result)));
  const rows = fitting(results.map(rowHtml));
  const left = failed.length - articles.length;
  const more = `<p>${formatNumber(left, 'other failure')} did not fit on this page; the folder <code>failures</code> beside it has all of them.</p>`;
  return page(`Quiesce: ${headline(results, options.notRun)}`, [
    ...head(results, options),
    ...articles,
    ...(left > 0 ? [more] : []),
    '<h2>Scenarios</h2>',
    '<div class="scroll" tabindex="0"><table>',
    '<thead><tr><th scope="col">verdict</th><th scope="col">scenario</th><th scope="col">runs</th><th scope="col">time</th></tr></thead>',
    '<tbody>',
    ...rows,
    '</tbody></table></div>',
    ...(rows.length < results.length
      ? [`<p>… and ${formatNumber(results.length - rows.length, 'scenario')} more.</p>`]
      : []),
  ]);
}

function head(
  results: readonly ScenarioResult[],
  { seed, milliseconds, startedAt, notRun }: RunPageOptions,
): readonly string[] {
  const runs = results.reduce((sum, result) => sum + result.runs, 0);
  const findings = standingsText(standings(results));
  const resolved = results.flatMap(({ standing }) => (standing?.kind === 'resolved' ? [standingText(standing)] : []));
  return [
    `<h1>${escaped(headline(results, notRun))}</h1>`,
    `<p class="soft">${formatNumber(runs, 'run')}, ${formatMilliseconds(milliseconds)}, seed ${escaped(seed)}, ${escaped(startedAt)}</p>`,
    ...(findings === undefined ? [] : [`<p>findings: ${findings}</p>`]),
    ...resolved.map((text) => `<p>${escaped(text)}</p>`),
  ];
}

/** So that the table can lead there. */
function withId(article: string, { scenario }: ScenarioResult): string {
  return article.replace('<article>', () => `<article id="${escaped(scenario)}">`);
}

function rowHtml(result: ScenarioResult): string {
  const { verdict, scenario, runs, milliseconds, standing } = result;
  const name = escaped(scenario);
  const link = hasFailed(result) ? `<a href="#${escaped(encodeURIComponent(wellFormed(scenario)))}">${name}</a>` : name;
  const kind = standing === undefined ? '' : ` (${standing.kind})`;
  return (
    `<tr><td class="${verdict}">${verdict}${kind}</td><td class="id">${link}</td>` +
    `<td class="number">${formatCount(runs)}</td><td class="number">${formatMilliseconds(milliseconds)}</td></tr>`
  );
}

/** Half a character has no place in a link. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
