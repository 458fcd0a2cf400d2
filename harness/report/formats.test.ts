import test from 'ava';
import { findingOf, NASTY, resultOf } from './_result.test';
import { accountsLines } from './accounts-lines';
import { failureReport } from './failure-report';
import { githubAnnotations } from './github';
import { runPage } from './html/run-page';
import { junit } from './junit';
import { markdown } from './markdown';
import { resultLine } from './ndjson';
import { painter } from './paint';
import type { Finding, Standing } from './result';
import { totalsLines } from './totals';

const failed = resultOf({ scenario: `kb/${NASTY}`, verdict: 'violation', finding: findingOf(NASTY) });
const error = { message: NASTY, strategy: 'random', run: 0, replay: 'npx x' };

/** What keeps a text from being XML: characters that have no place in it, tags that do not match, bare ampersands. */
function xmlProblem(text: string): string | undefined {
  const bad = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (bad !== null) return `the character ${bad[0].charCodeAt(0)}`;
  if (/&(?!(amp|lt|gt|quot|#\d+);)/.test(text)) return 'a bare ampersand';
  const open: string[] = [];
  const rest = text
    .replace(/^<\?xml [^>]*\?>\n/, '')
    .replace(/<(\/?)(\w+)((?: \w+="[^"<]*")*) ?(\/?)>/g, (_tag, closes, name, _attributes, empty) => {
      if (closes === '/') return open.pop() === name ? '' : '<';
      if (empty !== '/') open.push(String(name));
      return '';
    });
  if (rest.includes('<')) return `something else at ${rest.slice(rest.indexOf('<'), rest.indexOf('<') + 40)}`;
  return open.length === 0 ? undefined : `${open.join(', ')} not closed`;
}

test('JUnit is XML, whatever stands in names and messages', (t) => {
  const results = [
    resultOf(),
    failed,
    resultOf({ verdict: 'error', error }),
    resultOf({ verdict: 'inconclusive', reasons: [NASTY] }),
  ];
  const text = junit(results, { milliseconds: 1234, startedAt: '2026-01-01T00:00:00.000Z', notRun: 0 });
  t.is(xmlProblem(text), undefined);
  t.regex(text, /<testsuites name="quiesce" tests="4" failures="2" errors="1" skipped="0" time="1\.234">/);
  t.regex(text, /<testcase classname="kb" name="a" file="scenarios\/kb\/a\.yaml" time="0\.312">/);
  t.regex(
    text,
    /<failure type="leak" message="x\.y: a &lt; b &amp; &quot;c&quot; \\x1b\[31m\]\]&gt;\\x00 \\ud800 \\ufffe 50%/,
  );
  t.is(xmlProblem(junit([], { milliseconds: 0, startedAt: '', notRun: 0 })), undefined);
});

test('where scenarios were not run no format says that all pass', (t) => {
  const given = { milliseconds: 0, startedAt: '', seed: '1' };
  const all = { ...given, notRun: 0 };
  const some = { ...given, notRun: 2 };
  const results = [resultOf()];
  t.regex(markdown(results, all), /^## Quiesce: pass$/m);
  t.regex(markdown(results, some), /^## Quiesce: 1 scenario passed, 2 were not run$/m);
  t.regex(markdown([failed], some), /^## Quiesce: 1 of 1 scenario did not pass, 2 were not run$/m);
  t.true(runPage(results, all).includes('<h1>1 scenario, all pass</h1>'));
  t.true(runPage(results, some).includes('<h1>1 scenario passed, 2 were not run</h1>'));
  t.regex(junit(results, all), /^<testsuites name="quiesce" tests="1" failures="0"/m);
  t.is(xmlProblem(junit(results, some)), undefined);
  t.regex(junit(results, some), /^<testsuites name="quiesce" tests="2" failures="1"/m);
  t.true(junit(results, some).includes('message="2 scenarios not run"'));
});

test('the checker of XML sees what is wrong', (t) => {
  for (const text of ['<a>', '<a></b>', '<a>&</a>', '<a>\u0001</a>', '<a b="<"/>', '</a>'])
    t.not(xmlProblem(text), undefined, text);
});

test('annotations are one line each, ten at most', (t) => {
  const [line] = githubAnnotations([failed]);
  t.regex(
    line,
    /^::error file=scenarios\/kb\/a\.yaml,line=1,title=violation%3A kb\/a < b .*50%25%0D%0A%3A%3Aerror%3A%3Ax.*::x\.y: a < b/,
  );
  t.false(/[\r\n]/.test(line));
  const many = githubAnnotations(Array.from({ length: 25 }, () => failed));
  t.is(many.length, 10);
  t.is(many[9], '::error title=quiesce::and 16 more');
  t.is(githubAnnotations(Array.from({ length: 10 }, () => failed)).length, 10);
});

test('the summary stays below what GitHub shows', (t) => {
  const many = Array.from({ length: 30_000 }, (_, i) => (i % 2 === 0 ? failed : resultOf()));
  const text = markdown(many, { seed: '1', milliseconds: 1, notRun: 0 });
  t.true(Buffer.byteLength(text) < 900_000);
  t.regex(text, /… and [\d,]+ scenarios more\.\n$/);
  t.regex(text, /^## Quiesce: 15,000 of 30,000 scenarios did not pass/);
});

test('a table of the summary is not broken by names', (t) => {
  const text = markdown([failed], { seed: '`', milliseconds: 1, notRun: 0 });
  const rows = text.split('\n').filter((line) => line.startsWith('| violation'));
  t.is(rows.length, 1);
  t.is(rows[0].replaceAll('\\|', '').split('|').length, 6);
});

test('the line of JSON is one line', (t) => {
  const line = resultLine(failed);
  t.false(line.includes('\n'));
  t.like(JSON.parse(line), {
    verdict: 'violation',
    signature: 'x.y@z#w',
    replay: findingOf('').replay,
    seed: '1',
    runs: 2000,
  });
  t.false('signature' in (JSON.parse(resultLine(resultOf({ finding: findingOf('') }))) as object));
});

test('no control character reaches a terminal', (t) => {
  // eslint-disable-next-line no-control-regex
  t.notRegex(failureReport(failed, painter(false)), /[\u0000-\u0009\u000b-\u001f]/);
});

test('totals name every verdict and the exit code', (t) => {
  const end = { notRun: 2, milliseconds: 61_000, exitCode: 1, exitMeaning: 'a violation', unexercised: ['a.b', 'c.d'] };
  t.deepEqual(totalsLines({ results: [resultOf(), failed], ...end }, painter(false)), [
    '',
    'No scenario of this suite exercised these invariants:',
    '  a.b, c.d',
    '',
    '2 scenarios: 1 pass, 1 violation, 2 not run  (4,000 runs, 1 min 1 s, 66 runs/s)',
    'exit 1: a violation',
  ]);
});

test('accounts say how many traces and states each strategy has met, and how likely a new one is', (t) => {
  const random = { runs: 2000, ended: false, traces: { distinct: 150, once: 40 }, states: { distinct: 3, once: 0 } };
  const fifo = { runs: 1, ended: true, traces: { distinct: 1, once: 1 }, states: { distinct: 1, once: 1 } };
  const strategies = [
    { strategy: 'random', ...random },
    { strategy: 'fifo', ...fifo },
  ];
  t.deepEqual(accountsLines(resultOf({ strategies })), [
    '  random: 2,000 runs, 150 traces, 3 final states; chance of a new trace 2 %,',
    '    chance of a new state below 0.05 %',
    '  fifo: 1 run, 1 trace, 1 final state; it has no other',
  ]);
});

test('a report says how many clean runs a fix needs', (t) => {
  const finding = { ...findingOf('m'), cleanRuns: { of: 18, needed: 53 } };
  const lines = failureReport(resultOf({ verdict: 'violation', finding }), painter(false)).split('\n');
  t.true(
    lines.includes('  1 of 18 runs of random failed: a fix needs 53 without a failure for 95 %'),
    lines.join('\n'),
  );
});

const inTimes: readonly (readonly [Finding['inTime'], string])[] = [
  [
    { strategy: 'random-timed', runs: 13, run: 12 },
    'found without virtual time; in time it comes as well: run 12 of random-timed fails in the same way',
  ],
  [
    { strategy: 'random-timed', runs: 200 },
    'found without virtual time, and not confirmed: none of 200 runs of random-timed fails in this way; time may not allow this order',
  ],
];

for (const [inTime, text] of inTimes) {
  test(`a report says "${text}"`, (t) => {
    const finding = { ...findingOf('m'), inTime };
    const report = failureReport(resultOf({ verdict: 'violation', finding }), painter(false));
    t.true(report.replace(/\s+/g, ' ').includes(text), report);
  });
}

const standings: readonly (readonly [Standing, string])[] = [
  [{ kind: 'new' }, 'new'],
  [{ kind: 'known', file: NASTY }, 'known: kept in a < b'],
  [
    { kind: 'resolved', file: NASTY, signature: 'x.y@z#w' },
    'resolved: x.y@z#w no longer comes. Take `known` out of a < b',
  ],
  [{ kind: 'stale', file: NASTY, of: 'kb/a' }, 'stale: a < b'],
];

for (const [standing, says] of standings) {
  test(`every format says what is ${standing.kind}, whatever the file is called`, (t) => {
    const isResolved = standing.kind === 'resolved';
    const isStale = standing.kind === 'stale';
    const unfailed = resultOf({
      standing,
      verdict: isStale ? 'inconclusive' : 'pass',
      reasons: isStale ? ['why'] : [],
    });
    const result = isResolved || isStale ? unfailed : { ...failed, standing };
    const xml = junit([result], { milliseconds: 1, startedAt: '', notRun: 0 });
    t.is(xmlProblem(xml), undefined);
    t.true(xml.includes(`<property name="standing" value="${says.replaceAll('<', '&lt;')}`), xml);
    t.deepEqual((JSON.parse(resultLine(result)) as { standing: unknown }).standing, standing);
    const end = { notRun: 0, milliseconds: 1, exitCode: 0, exitMeaning: '', unexercised: undefined };
    const totals = totalsLines({ results: [result], ...end }, painter(false));
    t.true(totals.includes(`findings: 1 ${standing.kind}`));
    const report = isResolved ? totals.join('\n') : failureReport(result, painter(false));
    t.true(report.replace(/\s+/g, ' ').includes(says), report);
    // eslint-disable-next-line no-control-regex
    t.notRegex(report, /[\u0000-\u0009\u000b-\u001f]/);
  });
}
