/**
 * Holds every search that leaves runs out against a count through all of them, over generated programs: it must visit every trace, and the
 * exhaustive one must complete none twice. What the tests do in seconds with fewer.
 *
 *   node -r ts-node/register scripts/reducers.ts [programs, 5000 unless given] [seed, 1 unless given] [runs of a program at most, 3000]
 */
import { counting, descriptions, longerDescriptions } from '../harness/explore/_generated.test';
import { difference, differenceOrRepetition, explored } from '../harness/explore/_oracle.test';
import { Exhaustive } from '../harness/explore/exhaustive';
import { PreemptionBounded } from '../harness/explore/preemption';

const [programs = 5000, seed = 1, runsMax = 3000] = process.argv.slice(2).map(Number);
let wrong = 0;

for (const bound of [undefined, 0, 1, 2, 3]) {
  const sums = { programs: 0, runs: 0, traces: 0, complete: 0, pruned: 0, wrong: 0 };
  const of = bound === undefined ? descriptions : longerDescriptions;
  for (const { program, tasks, all } of counting({ of, programs, seed, runsMax, preemptionsMax: bound })) {
    const reduced = explored(program, bound === undefined ? new Exhaustive() : new PreemptionBounded(bound));
    if (reduced === undefined) continue;
    const found = bound === undefined ? differenceOrRepetition(reduced, all) : difference(reduced, all);
    sums.programs++;
    sums.runs += all.complete;
    sums.traces += all.traces.size;
    sums.complete += reduced.complete;
    sums.pruned += reduced.runs - reduced.complete;
    if (found === undefined && all.ambiguous.length === 0) continue;
    sums.wrong++;
    console.log(`${JSON.stringify(tasks)}: ${found ?? 'two runs of one trace end differently'}`);
  }
  wrong += sums.wrong;
  const name = bound === undefined ? 'exhaustive' : `preemption:${bound}`;
  console.log(
    `${name}: ${sums.programs} programs, ${sums.runs} runs, ${sums.traces} traces; visited by ${sums.complete} runs, ` +
      `${sums.pruned} pruned; ${sums.wrong} wrong`,
  );
}

process.exitCode = wrong === 0 ? 0 : 1;
