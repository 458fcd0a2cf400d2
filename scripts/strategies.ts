/**
 * How soon each strategy finds each defect of the NT model, in runs to the first violation, the median over seeds: in the scenario that
 * the defect has, which mostly forces it, and in scenarios that force nothing.
 *
 *   npm run strategies -- --raw <file>           measures what the file does not have yet, and writes docs/reference/strategies.md
 *                        [--strategy <name>]...  measures these only
 *                        [--print]               prints the page instead
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSuite } from '../harness/cli/suite/load-suite';
import { search, strategyNamed } from '../harness/explore';
import { ScenarioProgram } from '../harness/scenario/program';
import type { Scenario } from '../harness/scenario/scenario';
import { AssertionError, Kernel } from '../harness/sim';
import { model } from '../models/nt';
import { pageOf, type Kills } from './strategies/page';

const ROOT = join(__dirname, '..');
const PAGE = 'docs/reference/strategies.md';
const SEEDS = 20;
/** What is not found by then counts as not found. */
const RUNS_MAX = 300;
/** Races that are left to the search, and random workloads with faults. */
const UNFORCED = [
  ...['faults/random-mix', 'native/random-mix', 'faults/cancel-between-names-searched'],
  ...['faults/cancel-against-change-searched', 'faults/cleanup-during-cancel-searched'],
  ...['faults/first-of-two-cancelled-searched', 'faults/disconnect-before-worker-searched'],
];
const STRATEGIES = [
  ...['random-timed', 'random', 'pct-timed:2', 'pct:2', 'pct:3', 'pos-timed', 'pos', 'urw', 'surw'],
  ...['delay:2', 'preemption:2', 'portfolio'],
];
/** One of these finds what is to be measured at all: the others are not asked about anything else. */
const SCOUTS = ['random-timed', 'random', 'pos', 'pct:2'];

const { values } = parseArgs({
  options: {
    raw: { type: 'string' },
    strategy: { type: 'string', multiple: true, default: STRATEGIES },
    print: { type: 'boolean', default: false },
  },
});

const kernel = new Kernel();

/** A scenario with a defect in it. */
interface Hunt {
  readonly name: string;
  readonly isForced: boolean;
  readonly scenario: Scenario;
}

main();

function main(): void {
  const known = new Map<string, Kills>();
  if (values.raw !== undefined && existsSync(values.raw)) {
    for (const line of readFileSync(values.raw, 'utf8').trim().split('\n')) {
      const kills = JSON.parse(line) as Kills;
      known.set(keyOf(kills), kills);
    }
  }
  for (const hunt of hunts()) {
    if (!hunt.isForced && !SCOUTS.some((name) => firstKill(hunt.scenario, name, 0) !== undefined)) continue;
    for (const strategy of values.strategy) {
      const { name, isForced } = hunt;
      if (known.has(keyOf({ name, strategy }))) continue;
      const seeds = strategyNamed(strategy)?.make().warmUp === Infinity ? 1 : SEEDS;
      const runs = Array.from({ length: seeds }, (_, i) => firstKill(hunt.scenario, strategy, i + 1) ?? null);
      const kills: Kills = { name, isForced, strategy, runs };
      known.set(keyOf(kills), kills);
      if (values.raw !== undefined) appendFileSync(values.raw, `${JSON.stringify(kills)}\n`);
    }
    process.stderr.write(`${hunt.name}\n`);
  }
  const page = pageOf([...known.values()], { seeds: SEEDS, runsMax: RUNS_MAX });
  if (values.print) process.stdout.write(page);
  else writeFileSync(join(ROOT, PAGE), page);
}

function keyOf({ name, strategy }: Pick<Kills, 'name' | 'strategy'>): string {
  return `${name} ${strategy}`;
}

function* hunts(): Generator<Hunt> {
  for (const scenario of scenariosAt('scenarios/defects')) yield { name: scenario.id, isForced: true, scenario };
  for (const path of UNFORCED) {
    for (const { id } of model.defects) {
      const [scenario] = scenariosAt(`scenarios/${path}.yaml`, [`system.defects=[${id}]`]);
      yield { name: `${id} in ${path}`, isForced: false, scenario };
    }
  }
}

function scenariosAt(glob: string, set: readonly string[] = []): readonly Scenario[] {
  const suite = loadSuite({ globs: [glob], cwd: ROOT, root: undefined, set, exploreWith: undefined });
  return suite.instances.map(({ scenario }) => scenario);
}

/** Counted from 1. A mistake that the model asserts itself counts; what is expected of the requests does not. */
function firstKill(scenario: Scenario, strategy: string, seed: number): number | undefined {
  const expect = { requests: [], sometimes: [], exercises: [] };
  const program = new ScenarioProgram({ ...scenario, expect });
  let runs = 0;
  try {
    const { failures } = search(kernel, program, {
      root: String(seed),
      strategies: [{ make: () => strategyNamed(strategy)!.make(), runs: RUNS_MAX }],
      stop: () => true,
      ran: () => void runs++,
    });
    return failures.length === 0 ? undefined : runs;
  } catch (error) {
    if (error instanceof AssertionError) return runs + 1;
    throw error;
  }
}
