import { failureReport } from './failure-report';
import { formatNumber } from './human';
import { messageOf } from './message';
import { painter } from './paint';
import { standingText } from './standings';
import { hasFailed, replayOf, type ScenarioResult } from './result';

export interface JunitOptions {
  readonly milliseconds: number;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Scenarios that were not begun. */
  readonly notRun: number;
}

/**
 * JUnit's XML, a suite for each folder. An inconclusive scenario is a failure: a check that shows nothing is not green. So are, as
 * one, those that were not run.
 */
export function junit(results: readonly ScenarioResult[], { milliseconds, startedAt, notRun }: JunitOptions): string {
  const folders = new Map<string, ScenarioResult[]>();
  for (const result of results) {
    const folder = folderOf(result.scenario);
    const found = folders.get(folder);
    if (found === undefined) folders.set(folder, [result]);
    else found.push(result);
  }
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="quiesce" ${counts(results, notRun)} time="${seconds(milliseconds)}">`,
  ];
  for (const [folder, members] of folders) {
    const time = members.reduce((sum, result) => sum + result.milliseconds, 0);
    lines.push(
      `  <testsuite name="${attribute(folder)}" ${counts(members)} timestamp="${startedAt}" time="${seconds(time)}">`,
    );
    for (const result of members) lines.push(...testcase(result, folder));
    lines.push('  </testsuite>');
  }
  if (notRun > 0) {
    lines.push(
      `  <testsuite name="not run" ${counts([], notRun)} timestamp="${startedAt}" time="0.000">`,
      '    <testcase classname="not run" name="all scenarios are run" time="0.000">',
      `      <failure type="inconclusive" message="${formatNumber(notRun, 'scenario')} not run"></failure>`,
      ...['    </testcase>', '  </testsuite>'],
    );
  }
  lines.push('</testsuites>');
  return `${lines.join('\n')}\n`;
}

function testcase(result: ScenarioResult, folder: string): readonly string[] {
  const name = result.scenario.slice(folder === '.' ? 0 : folder.length + 1);
  const file = attribute(result.file);
  const head = `    <testcase classname="${attribute(folder)}" name="${attribute(name)}" file="${file}" time="${seconds(result.milliseconds)}">`;
  const properties = {
    seed: result.seed,
    runs: String(result.runs),
    traceHash: result.traceHash,
    ...(hasFailed(result) ? { replay: replayOf(result) } : {}),
    ...(result.standing === undefined ? {} : { standing: standingText(result.standing) }),
  };
  const lines = [head, '      <properties>'];
  for (const [key, value] of Object.entries(properties)) {
    lines.push(`        <property name="${key}" value="${attribute(value)}"/>`);
  }
  lines.push('      </properties>');
  if (hasFailed(result)) {
    const tag = isError(result) ? 'error' : 'failure';
    const report = result.report ?? failureReport(result, painter(false));
    lines.push(
      `      <${tag} type="${attribute(typeOf(result))}" message="${attribute(messageOf(result))}">${text(report)}</${tag}>`,
    );
  }
  return [...lines, '    </testcase>'];
}

function typeOf(result: ScenarioResult): string {
  return result.verdict === 'violation' ? (result.finding?.violations[0]?.class ?? 'expectation') : result.verdict;
}

function isError(result: ScenarioResult): boolean {
  return result.verdict === 'error' || result.verdict === 'nondeterminism';
}

function counts(results: readonly ScenarioResult[], notRun = 0): string {
  const missing = notRun > 0 ? 1 : 0;
  const errors = results.filter(isError).length;
  const failures = results.filter(hasFailed).length - errors;
  return `tests="${results.length + missing}" failures="${failures + missing}" errors="${errors}" skipped="0"`;
}

function folderOf(scenario: string): string {
  const end = scenario.replace(/\[.*$/, '').lastIndexOf('/');
  return end < 0 ? '.' : scenario.slice(0, end);
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attribute(value: string): string {
  return text(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** XML 1.0 has no place for most control characters, not even escaped, nor for half a character: they are spelled out. */
function text(value: string): string {
  return value
    .replace(/(?![\n\t])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, (character) => {
      const code = character.charCodeAt(0).toString(16);
      return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code}`;
    })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
