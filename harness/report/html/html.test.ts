import test from 'ava';
import { evidenceOf } from '../_evidence.test';
import { findingOf, NASTY, resultOf } from '../_result.test';
import type { Evidence } from '../evidence';
import type { ScenarioResult } from '../result';
import { articleIn, briefArticle, failureArticle } from './failure-article';
import { lanes } from './lanes';
import { page } from './page';
import { runPage } from './run-page';

/** What names in scenarios may try. */
const HOSTILE = `${NASTY}</pre></article></style><script>alert(1)</script><img src=x onerror=alert(2)>"'><!-- ]]> $& $1`;

function hostileResult(): ScenarioResult {
  const finding = findingOf(HOSTILE);
  const [violation] = finding.violations;
  const story = [HOSTILE, 'second'];
  const evidence: Evidence = {
    ...evidenceOf('A:w1', 'B:w1', 'C:w9', 'A:w1'),
    tasks: [HOSTILE, 'bob', 'carol'].map((name) => ({ name, parent: undefined, daemon: false })),
  };
  const steps = evidence.steps.map((step) => ({ ...step, label: HOSTILE, operation: HOSTILE, objects: [HOSTILE] }));
  const outcome = { ...evidence.outcome, violations: [{ ...violation, story }] };
  const run = { evidence: { ...evidence, steps, outcome }, accounts: resultOf().accounts };
  const pair = {
    first: { task: HOSTILE, operation: HOSTILE, nth: 1, objects: [HOSTILE] },
    second: { task: 'bob', operation: HOSTILE, nth: 1, objects: [HOSTILE] },
  };
  return resultOf({
    ...{ scenario: HOSTILE, file: HOSTILE, title: HOSTILE, verdict: 'violation', seed: HOSTILE },
    standing: { kind: 'known', file: HOSTILE },
    finding: {
      ...{ ...finding, signature: HOSTILE, replay: HOSTILE, violations: [{ ...violation, story }] },
      explained: { ...run, parameters: [], versions: [] },
      shrunk: { ...run, text: HOSTILE, isMinimal: true, pair },
    },
    exhibits: [{ kind: 'table', title: HOSTILE, columns: [HOSTILE], rows: [[HOSTILE]] }],
  });
}

/** Of the elements of a page: which there are, and what is not closed or not opened. */
function elementsOf(html: string): { readonly names: ReadonlySet<string>; readonly problem: string | undefined } {
  const names = new Set<string>();
  const open: string[] = [];
  let problem: string | undefined;
  const rest = html
    .replace(/^<!doctype html>\n/, '')
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>/g, (_tag, closes, name: string) => {
      names.add(name);
      if (closes === '') {
        if (name !== 'meta') open.push(name);
      } else if (open.pop() !== name) problem ??= `</${name}> closes another`;
      return '';
    });
  const at = rest.search(/[<>]/);
  if (at >= 0) problem ??= `something else: ${rest.slice(at, at + 40)}`;
  if (open.length > 0) problem ??= `${open.join(', ')} not closed`;
  return { names, problem };
}

const options = { seed: HOSTILE, milliseconds: 1, startedAt: '2026-01-01T00:00:00.000Z', notRun: 0 };

test('whatever stands in names and messages, a page has the elements that it is made of and no others', (t) => {
  const result = hostileResult();
  const article = failureArticle(result, `${HOSTILE}\n${HOSTILE}`);
  const known = [
    ...[
      'html',
      'head',
      'meta',
      'title',
      'body',
      'article',
      'h1',
      'h2',
      'h3',
      'p',
      'pre',
      'code',
      'span',
      'ol',
      'li',
      'b',
    ],
    ...['small', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'a'],
  ];
  for (const html of [page(HOSTILE, [article]), runPage([{ ...result, article }, result, resultOf()], options)]) {
    const { names, problem } = elementsOf(html);
    t.is(problem, undefined);
    t.deepEqual(
      [...names].filter((name) => !known.includes(name)),
      [],
    );
    t.regex(html, /&lt;script&gt;alert\(1\)/);
    t.is(articleIn(html)?.startsWith('<article'), html.includes('<article>') ? true : undefined);
  }
  t.is(articleIn(page('x', [article])), article);
});

test('the checker of pages sees what is wrong', (t) => {
  for (const html of ['<p>', '<p></b>', '<p a=b></p>', '<p>a < b</p>', '</p>'])
    t.not(elementsOf(html).problem, undefined, html);
});

test('a page needs nothing from elsewhere, and runs nothing', (t) => {
  const html = runPage([resultOf()], { ...options, seed: '1' });
  t.regex(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">/);
  t.notRegex(html, /https?:|src=|<link|<script|url\(|@import/);
});

test('each task has a lane; what led to the violation, the pair and the step itself are marked', (t) => {
  const evidence = evidenceOf('A:w1', 'B:w1', 'C:w9', 'A:w1', 'B:w1');
  const violation = { ...findingOf('m').violations[0], step: 5 };
  const outcome = { ...evidence.outcome, violations: [violation] };
  const pair = {
    first: { task: 'bob', operation: 'op', nth: 1, objects: [] },
    second: { task: 'alice', operation: 'op', nth: 2, objects: [] },
  };
  const lines = lanes({ ...evidence, outcome }, { pair });
  const rows = lines.filter((line) => line.startsWith('<tr class'));
  t.deepEqual(
    rows.map((row) => /^<tr class="([^"]*)">/.exec(row)?.[1]),
    ['past', 'past pair', 'aside', 'past pair', 'past end'],
  );
  t.regex(
    rows[1],
    /^<tr class="past pair"><td class="when">2<small>1 us<\/small><\/td><td class="idle"><\/td><td class="step">/,
  );
  t.regex(rows[1], /<b>first: that it comes before the second decides<\/b>● <code>op<\/code><small>object 1<\/small>/);
  t.regex(
    rows[2],
    /<td><\/td><td class="idle"><\/td><td class="step">○ <code>op<\/code>|<td class="idle"><\/td><td class="idle"><\/td><td class="step">○/,
  );
  t.true(
    lines.some((line) => /<th scope="col">alice<\/th><th scope="col">bob<\/th><th scope="col">carol<\/th>/.test(line)),
  );
});

test('a long run is cut to what led to the violation', (t) => {
  const evidence = evidenceOf(...Array.from({ length: 900 }, (_, i) => (i % 3 === 0 ? 'A:w1' : 'C:w9')));
  const lines = lanes(evidence, {});
  t.regex(lines[0], /^<p class="soft">150 of 900 steps, /);
  t.is(lines.filter((line) => line.startsWith('<tr class')).length, 150);
});

test('a failure that is no finding has its message, its command and its report', (t) => {
  const result = resultOf({ verdict: 'inconclusive', reasons: ['the fault never had effect'] });
  const html = failureArticle(result, 'the report');
  t.regex(html, /<span class="inconclusive">inconclusive<\/span>: kb\/a<\/h2>/);
  t.regex(html, /<p>the fault never had effect<\/p>/);
  t.regex(html, /<pre class="copy">npx quiesce run scenarios\/kb\/a\.yaml --seed 1<\/pre>/);
  t.regex(html, /<pre>the report<\/pre>/);
});

test('a page stays below 5 MB, and says what did not fit', (t) => {
  const failed = hostileResult();
  const article = failureArticle(failed, HOSTILE.repeat(2000));
  const html = runPage(
    Array.from({ length: 60 }, () => ({ ...failed, article })),
    options,
  );
  t.true(Buffer.byteLength(html) < 5_000_000);
  t.regex(html, /\d+ other failures did not fit on this page/);
  t.is(elementsOf(html).problem, undefined);
  t.true(
    Buffer.byteLength(
      runPage(
        Array.from({ length: 30_000 }, () => failed),
        options,
      ),
    ) < 5_000_000,
  );
});

test('the table leads to the failures', (t) => {
  const html = runPage(
    [resultOf({ scenario: 'a b/ü', verdict: 'error', error: { message: 'm', strategy: 's', run: 0, replay: 'r' } })],
    options,
  );
  t.regex(html, /<article id="a b\/ü">/);
  t.true(html.includes(`href="#${encodeURIComponent('a b/ü')}"`));
  t.true(briefArticle(resultOf()).startsWith('<article>'));
});
