/**
 * Which invariant finds which defect, and what each is worth: every scenario of scenarios/defects is searched by its own strategies with all
 * invariants, with each alone, and with each of those that were the first to find it left out. Then a random workload is searched with each
 * defect switched on.
 *
 *   npm run kill-matrix              writes docs/reference/kill-matrix.md
 *   npm run kill-matrix -- --print   prints it
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSuite, type Suite } from '../harness/cli/suite/load-suite';
import { search, strategyNamed, type SearchPlan } from '../harness/explore';
import { ScenarioProgram } from '../harness/scenario/program';
import type { Scenario } from '../harness/scenario/scenario';
import { AssertionError, Kernel } from '../harness/sim';
import { model } from '../models/nt';

const ROOT = join(__dirname, '..');
const PAGE = 'docs/reference/kill-matrix.md';
const RANDOM = 'scenarios/notify/anything.yaml';
const SEED = '1';
/** Runs of each strategy at most: what is not found by then counts as not found. */
const RUNS_MAX = 300;

/** The first run that broke something, counted over all strategies from 1, in which step, and what it broke. */
interface Kill {
  readonly run: number;
  readonly step: number;
  readonly broken: readonly string[];
}

/** What the searches of one scenario have found. */
interface Row {
  readonly scenario: string;
  readonly defects: string;
  readonly all: Kill | undefined;
  /** Those that find it alone, and in which run. */
  readonly alone: ReadonlyMap<string, number>;
  /** Of those that were the first to find it: how it is found without that one. */
  readonly without: ReadonlyMap<string, Kill | undefined>;
  /** How the random workload finds it. */
  readonly random: Kill | undefined;
}

/** Why an invariant is kept that finds nothing before others do. */
const KEPT: Readonly<Record<string, string>> = {
  'notify.donated-freed-once':
    'it says which buffer was freed twice or not at all, where I-02 says that some memory was and I-03 that a buffer is left.',
  'notify.no-storm':
    'on one handle it follows from I-18 and I-20, which take a ledger to judge; it takes a counter, and is what KB Q167023 is about.',
};

/** Why the random workload can not find a defect, or is not likely to. */
const NOT_AT_RANDOM: Readonly<Record<string, string>> = {
  'defects/access-not-checked':
    'it takes a handle that was opened without the right to list; a random workload opens with all.',
  'defects/length-wraps': 'it takes 64 KiB of changes between two requests, and a buffer for them.',
};

const ids = model.invariants.map(({ id }) => id);

function rows(): readonly Row[] {
  const suite = suiteOf('scenarios/defects');
  const kernel = new Kernel();
  return suite.instances.map(({ scenario }): Row => {
    process.stderr.write(`${scenario.id}\n`);
    const all = searched(kernel, scenario, ids);
    const alone = new Map<string, number>();
    const without = new Map<string, Kill | undefined>();
    for (const id of ids) {
      const kill = searched(kernel, scenario, [id]);
      if (kill?.broken.includes(id) === true) alone.set(id, kill.run);
      if (all?.broken.includes(id) !== true) continue;
      const others = ids.filter((other) => other !== id);
      without.set(id, searched(kernel, scenario, others));
    }
    const { defects, values } = scenario.settings;
    const on = [...defects].map((id) => model.defects.find((one) => one.id === id)?.number ?? id);
    const version = values.version === 'nt-3.51' ? ['version nt-3.51'] : [];
    const random = randomly(kernel, scenario);
    return { scenario: scenario.id, defects: [...on, ...version].join(', '), all, alone, without, random };
  });
}

/** The scenario’s own search with these invariants, until something breaks. A mistake that the model asserts itself counts. */
function searched(kernel: Kernel, scenario: Scenario, judge: readonly string[]): Kill | undefined {
  const expect = { requests: [], sometimes: [], exercises: [] };
  const program = new ScenarioProgram({ ...scenario, judge, expect });
  let runs = 0;
  const plan: SearchPlan = {
    root: SEED,
    strategies: scenario.explore.strategies.map((name) => ({
      make: () => strategyNamed(name)?.make() ?? missing(name),
      runs: Math.min(scenario.explore.runs, RUNS_MAX),
    })),
    stop: () => true,
    ran: () => void runs++,
  };
  try {
    const failure = search(kernel, program, plan).failures[0]?.outcome;
    const violations = failure?.violations ?? [];
    const broken = [...new Set(violations.map(({ invariant }) => invariant))];
    return violations.length === 0 ? undefined : { run: runs, step: violations[0].step, broken };
  } catch (error) {
    if (error instanceof AssertionError) return { run: runs + 1, step: kernel.step, broken: ['assertion'] };
    throw error;
  }
}

/** The random workload with the defects of a scenario, in each of its settings in turn. */
function randomly(kernel: Kernel, { settings: { defects, values } }: Scenario): Kill | undefined {
  let before = 0;
  for (const { scenario } of suiteOf(RANDOM).instances) {
    const settings = { values: { ...scenario.settings.values, version: values.version }, defects };
    const kill = searched(kernel, { ...scenario, settings }, ids);
    if (kill !== undefined) return { ...kill, run: before + kill.run };
    before += scenario.explore.strategies.length * Math.min(scenario.explore.runs, RUNS_MAX);
  }
  return undefined;
}

function suiteOf(glob: string): Suite {
  return loadSuite({ globs: [glob], cwd: ROOT, root: undefined, set: [], exploreWith: undefined });
}

function missing(name: string): never {
  throw new Error(`there is no strategy ${name}`);
}

// ---- the page -----------------------------------------------------------------------------------------------------

function page(all: readonly Row[]): string {
  return `${[...defectTable(all), '', ...invariantTable(all), '', ...worthless(all), '', ...survivors(all)].join('\n')}\n`;
}

function defectTable(all: readonly Row[]): readonly string[] {
  return [
    '<!-- Made by `npm run kill-matrix`. -->',
    '',
    '# Kill matrix',
    '',
    `Each scenario of \`scenarios/defects\`, searched by its own strategies with root seed ${SEED}, ${RUNS_MAX} runs of each at most. With all ` +
      'invariants: the first run that broke one, and which that step broke. Alone: the invariants that find the defect with all others ' +
      'switched off, and in which run, where that is not the first. At random: the run in which `scenarios/notify/anything.yaml`, which ' +
      'knows nothing of it, finds the defect.',
    '',
    '| defect | scenario | run | found by | alone | at random |',
    '| --- | --- | --- | --- | --- | --- |',
    ...all.map(({ scenario, defects, all: kill, alone, random }) => {
      const found = kill === undefined ? '**nothing**' : kill.broken.map(nameOf).join(' ');
      const by = [...alone].map(([id, run]) => (run === 1 ? nameOf(id) : `${nameOf(id)} (${run})`)).join(' ');
      const chance = random === undefined ? '-' : `${random.run}: ${random.broken.map(nameOf).join(' ')}`;
      return `| ${defects} | ${scenario.replace('defects/', '')} | ${kill?.run ?? '-'} | ${found} | ${by || '-'} | ${chance} |`;
    }),
  ];
}

function invariantTable(all: readonly Row[]): readonly string[] {
  return [
    '## What each invariant is worth',
    '',
    'Finds: how many of these scenarios it finds alone. Only one: those that nothing else finds, so that they survive without it. Later: ' +
      'those that are found later without it, in another run or in a later step of the same.',
    '',
    '| invariant | finds | only one | later |',
    '| --- | --- | --- | --- |',
    ...ids.map((id) => {
      const { finds, survivors, later } = worthOf(id, all);
      return `| ${nameOf(id)} ${id} | ${finds} | ${survivors.join(', ') || '-'} | ${later.join(', ') || '-'} |`;
    }),
  ];
}

function worthless(all: readonly Row[]): readonly string[] {
  const idle = ids.filter((id) => {
    const { survivors, later } = worthOf(id, all);
    return survivors.length + later.length === 0;
  });
  return [
    '## Invariants that earn nothing here',
    '',
    'Without one of these every defect of the catalogue is found as soon as with it.',
    '',
    ...idle.map((id) => `- ${nameOf(id)} ${id}: ${KEPT[id] ?? '**no reason is given why it is kept**'}`),
    ...(idle.length === 0 ? ['None.'] : []),
  ];
}

function survivors(all: readonly Row[]): readonly string[] {
  const missed = all.filter(({ random }) => random === undefined);
  return [
    '## Defects that the random workload does not find',
    '',
    'Each is found by its own scenario, in the first table.',
    '',
    ...missed.map((row) => `- ${labelOf(row)}: ${NOT_AT_RANDOM[row.scenario] ?? '**no reason is given**'}`),
    ...(missed.length === 0 ? ['None.'] : []),
  ];
}

function worthOf(
  id: string,
  all: readonly Row[],
): { finds: number; survivors: readonly string[]; later: readonly string[] } {
  const finds = all.filter(({ alone }) => alone.has(id)).length;
  const concerned = all.filter(({ without }) => without.has(id));
  const survivors = concerned.filter(({ without }) => without.get(id) === undefined);
  const later = concerned.flatMap((row) => {
    const [before, after] = [row.all, row.without.get(id)];
    if (before === undefined || after === undefined) return [];
    if (after.run > before.run) return [`${labelOf(row)} (run ${before.run} → ${after.run})`];
    return after.step > before.step ? [`${labelOf(row)} (step ${before.step} → ${after.step})`] : [];
  });
  return { finds, survivors: survivors.map(labelOf), later };
}

function labelOf({ scenario }: Row): string {
  return scenario.replace('defects/', '');
}

function nameOf(id: string): string {
  return model.invariants.find((invariant) => invariant.id === id)?.number ?? id;
}

const text = page(rows());
if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(join(ROOT, PAGE), text);
