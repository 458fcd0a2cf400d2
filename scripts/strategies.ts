/**
 * How soon each strategy finds each defect of the NT model: runs to the first violation, the median over seeds. The defects are switched on
 * in scenarios that force nothing. A strategy that is to be the default must need fewer runs than `random`.
 *
 *   node -r ts-node/register scripts/strategies.ts [seeds, 20 unless given] [runs at most, 100]
 */
import { strategyNamed } from '../harness/explore';
import { ScenarioProgram } from '../harness/scenario/program';
import { Kernel, simulate, type Strategy } from '../harness/sim';
import { model } from '../models/nt';
import { suiteOf } from '../scenarios/_suite.test';

const [seeds = 20, runsMax = 100] = process.argv.slice(2).map(Number);

const SCENARIOS = [
  ...['faults/random-mix', 'native/random-mix', 'faults/cancel-between-names-searched'],
  ...['faults/cancel-against-change-searched', 'faults/cleanup-during-cancel-searched'],
  ...['faults/first-of-two-cancelled-searched', 'faults/disconnect-before-worker-searched'],
];
const STRATEGIES = ['random-timed', 'random', 'pct-timed', 'pct', 'pos-timed', 'pos', 'urw', 'surw'];

const kernel = new Kernel();
const medians = new Map<string, number[]>(STRATEGIES.map((name) => [name, []]));

for (const path of SCENARIOS) {
  for (const { id } of model.defects) {
    const [{ scenario }] = suiteOf({ globs: [`${path}.yaml`], set: [`system.defects=[${id}]`] }).instances;
    const program = new ScenarioProgram(scenario);
    const row = STRATEGIES.map((name) =>
      medianOf(Array.from({ length: seeds }, (_, i) => runsTo(program, name, i + 1))),
    );
    // What nobody finds, or everybody at once, tells nothing about strategies.
    if (row.every((median) => median > runsMax) || row.every((median) => median <= 2)) continue;
    STRATEGIES.forEach((name, i) => medians.get(name)?.push(row[i]));
    const cells = row.map((median, i) => `${STRATEGIES[i]} ${median > runsMax ? `over ${runsMax}` : median}`);
    console.log(`${id} in ${path}: ${cells.join(', ')}`);
  }
}

for (const [name, found] of medians) {
  const mean = Math.exp(found.reduce((sum, median) => sum + Math.log(median), 0) / found.length);
  const never = found.filter((median) => median > runsMax).length;
  console.log(`${name.padEnd(14)} geometric mean ${mean.toFixed(1)}, not found ${never} of ${found.length}`);
}

/** Runs to the first violation; one more than there may be where there is none. */
function runsTo(program: ScenarioProgram, name: string, seed: number): number {
  const strategy: Strategy = strategyNamed(name)!.make();
  for (let run = 0; run < runsMax; run++) {
    const outcome = simulate(kernel, program, strategy, { root: String(seed), run });
    if (outcome.verdict === 'violation') return run + 1;
    strategy.end?.(kernel, outcome);
  }
  return runsMax + 1;
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
