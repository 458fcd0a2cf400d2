/**
 * A process that searches scenarios with one mutant switched on after another. It is told a number, and answers what kills that mutant;
 * one that never comes back from a step is for its parent to end.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chosen, reached, switchOn } from './switch';
import { Interrupt } from '../../harness/cli/interrupt';
import { Pace } from '../../harness/cli/run/pace';
import { runScenario } from '../../harness/cli/run/run-scenario';
import type { Instance } from '../../harness/cli/suite/instance';
import { loadSuite } from '../../harness/cli/suite/load-suite';
import type { ScenarioResult } from '../../harness/report/result';
import { Checker, Kernel } from '../../harness/sim';
import { ROOT } from './mutants';

/** What a scenario does with few runs and without any mutant. */
interface Reference {
  readonly traceHash: string | undefined;
  readonly passes: boolean;
  readonly steps: number;
  /** The mutants that it comes past, by number. */
  readonly reached: readonly number[];
}

export interface Question {
  readonly number: number;
  /** Search with all runs those that few runs did not kill. */
  readonly thorough: boolean;
}

export interface Answer extends Question {
  /** The first scenario that does not pass, and how. */
  readonly killer: string | undefined;
  /** How many scenarios come past the mutant. */
  readonly scenarios: number;
}

const [, , plainPath, referencePath, few, checked, ...globs] = process.argv;
const { instances } = loadSuite({ globs, cwd: ROOT, root: undefined, set: [], exploreWith: undefined });
const kernel = new Kernel();
if (checked === 'true') kernel.checker = new Checker(kernel);
/** Between runs the parent hears that this process lives. */
const pace = new Pace(new Interrupt(), () => void process.send?.('alive'));
const kills = instances.map(() => 0);
/** Whether a scenario passes with all its runs and without any mutant, by its number; not asked before it matters. */
const passesWholly = new Map<number, boolean>();
let references: readonly Reference[];

void main();

async function main(): Promise<void> {
  if (!existsSync(plainPath)) {
    writeFileSync(plainPath, JSON.stringify(await withoutMutants()));
    return void process.send?.('ready', () => process.disconnect());
  }
  if (!existsSync(referencePath)) writeFileSync(referencePath, JSON.stringify(await withoutMutants()));
  references = read(referencePath);
  const plain = read(plainPath);
  const changed = instances.filter((_, i) => plain[i].traceHash !== references[i].traceHash);
  if (changed.length > 0) {
    const names = changed.map(({ scenario }) => scenario.id).join(', ');
    throw new Error(`with all mutants switched off the model is not what it was: ${names}`);
  }
  process.on('message', (question: Question) => void examine(question).then((answer) => process.send?.(answer)));
  process.send?.('ready');
}

function read(path: string): readonly Reference[] {
  return JSON.parse(readFileSync(path, 'utf8')) as readonly Reference[];
}

async function withoutMutants(): Promise<readonly Reference[]> {
  const all: Reference[] = [];
  for (const instance of instances) {
    reached.fill(0);
    const { verdict, steps, traceHash } = await searched(instance, Number(few));
    const past = chosen.map((_, i) => i).filter((i) => reached[i] === 1);
    all.push({ traceHash, passes: verdict === 'pass', steps, reached: past });
  }
  return all;
}

/** The scenarios that come past the mutant, the cheap ones and those that have killed others first. */
async function examine({ number, thorough }: Question): Promise<Answer> {
  const worth = (i: number): number => (kills[i] + 1) / (references[i].steps + 1);
  const past = instances
    .map((_, i) => i)
    .filter((i) => references[i].reached.includes(number))
    .sort((a, b) => worth(b) - worth(a));
  let killer: string | undefined;
  for (const i of past) {
    if (!thorough && !references[i].passes) continue;
    killer = await failure(i, number, thorough);
    if (killer === undefined) continue;
    kills[i]++;
    break;
  }
  return { number, thorough, killer, scenarios: past.length };
}

/** How the scenario fails with a mutant. That few runs show nothing says nothing: then it gets all of them. */
async function failure(i: number, mutant: number, thorough: boolean): Promise<string | undefined> {
  switchOn(mutant);
  let result = await searched(instances[i], thorough ? undefined : Number(few));
  const isWhole = thorough || result.verdict === 'inconclusive';
  if (isWhole && !thorough) result = await searched(instances[i], undefined);
  switchOn(-1);
  const { verdict, reasons, finding, scenario } = result;
  if (verdict === 'pass' || (isWhole && !(await passesWhole(i)))) return undefined;
  const [why = reasons[0] ?? ''] = finding?.violations.map(({ invariant }) => invariant) ?? [];
  return `${scenario}: ${verdict}, ${why.split('\n')[0].slice(0, 100)}`;
}

async function passesWhole(i: number): Promise<boolean> {
  let passes = passesWholly.get(i);
  if (passes === undefined) {
    passes = (await searched(instances[i], undefined)).verdict === 'pass';
    passesWholly.set(i, passes);
  }
  return passes;
}

function searched(instance: Instance, runs: number | undefined): Promise<ScenarioResult> {
  const few = runs === undefined ? undefined : Math.min(runs, instance.scenario.explore.runs);
  const options = {
    ...{ seed: '1', strategies: undefined, runs: few, only: undefined },
    ...{ untilSaturated: false, verify: 0, checked: checked === 'true', verbose: false },
  };
  return runScenario(kernel, instance, options, pace);
}
