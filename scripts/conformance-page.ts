import { join } from 'node:path';
import { Interrupt } from '../harness/cli/interrupt';
import { Pace } from '../harness/cli/run/pace';
import { runScenario } from '../harness/cli/run/run-scenario';
import type { Instance } from '../harness/cli/suite/instance';
import { loadSuite } from '../harness/cli/suite/load-suite';
import { describeRecords } from '../harness/scenario/judge-response';
import { Kernel, type Response } from '../harness/sim';
import { CASES, NOT_EXPRESSED } from './conformance-cases';
import { Onlooker, type Observation } from './conformance-observed';

/** Runs of each strategy: the answers are the same in all. */
const RUNS = 5;

/** docs/conformance.md, from runs of all of scenarios/conformance. */
export async function conformancePage(): Promise<string> {
  const rows: string[] = [];
  for (const id of CASES) rows.push(await conformanceRow(id));
  return `${INTRODUCTION}\n${rows.join('\n')}\n`;
}

/** Its line about one case. */
export async function conformanceRow(id: string): Promise<string> {
  const instance = conformanceSuite().find(({ scenario }) => scenario.tags.includes(id));
  return instance === undefined ? missingRow(id) : rowOf(id, instance);
}

/** The scenarios of the folder. */
export function conformanceSuite(): readonly Instance[] {
  const globs = ['scenarios/conformance'];
  suite ??= loadSuite({
    globs,
    cwd: join(__dirname, '..'),
    root: undefined,
    set: [],
    exploreWith: undefined,
  }).instances;
  return suite;
}

let suite: readonly Instance[] | undefined;

/** What a scenario's `why` says about where the case is from, behind "Source: ". */
export function sourceOf({ scenario }: Instance): string | undefined {
  return /Source: (.+)\.$/s.exec(scenario.why)?.[1]?.replace(/\s+/g, ' ');
}

/** What stands above the lines. */
export const INTRODUCTION = `# Conformance

What real Windows was seen to answer, by test suites that are run against it, and what the model answers. Each case is a scenario
in [scenarios/conformance](../scenarios/conformance), tagged with its number: \`npx quiesce run scenarios/conformance --tag N-06\`.
The cases with N go through the I/O manager, as a program on the machine does; those with R through SRV, in SMB1.

This page is made from runs by \`npm run conformance\`; a test fails when it is not what the runs say. In the column *observed* stands
every answer that some run gave, as far as something is expected of it.

| case | what it is about | source | expected | observed | verdict |
| --- | --- | --- | --- | --- | --- |`;

async function rowOf(id: string, instance: Instance): Promise<string> {
  const { scenario } = instance;
  const onlooker = new Onlooker();
  const watched = { ...instance, scenario: { ...scenario, model: onlooker.watched(scenario.model) } };
  const options = {
    seed: '1',
    strategies: undefined,
    runs: RUNS,
    only: undefined,
    untilSaturated: false,
    verify: 0,
    checked: false,
    verbose: false,
  };
  const { verdict, reasons } = await runScenario(new Kernel(), watched, options, new Pace(new Interrupt()));
  const observations = onlooker.observations(scenario);
  const cells = [
    `[${id}](../${scenario.file})`,
    scenario.title,
    sourceOf(instance) ?? 'not given',
    observations.map(({ what, expected }) => said(what, expected.statuses.join(' or '), expected)).join('<br>'),
    observations.map(observedText).join('<br>'),
    verdict === 'pass' ? 'as expected' : [verdict, ...reasons].join(': '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function missingRow(id: string): string {
  return `| ${id} | | | | | no scenario: ${NOT_EXPRESSED.get(id) ?? 'missing'} |`;
}

/** Distinct answers, each with no more than the expectation speaks of. */
function observedText({ what, expected, answers }: Observation): string {
  const texts = answers.map((answer) => said(what, answer.status, { ...expected, ...seenIn(answer, expected) }));
  return [...new Set(texts)].join('<br>') || `\`${what}\`: nothing`;
}

function seenIn(
  { information, records }: Response,
  expected: Observation['expected'],
): Partial<Observation['expected']> {
  return {
    information: expected.information === undefined ? undefined : (information ?? -1),
    records: expected.records === undefined ? undefined : { kind: 'in-order', records: records ?? [] },
  };
}

/** "n1: STATUS_SUCCESS, 18 bytes, [ADDED hoo]". */
function said(what: string, status: string, { information, records }: Observation['expected']): string {
  const parts = [
    ...(status === '' ? [] : [`\`${status}\``]),
    ...(information === undefined ? [] : [String(information)]),
    ...(records === undefined ? [] : [`\`${describeRecords(records)}\``]),
  ];
  return `\`${what}\`: ${parts.join(', ')}`;
}
