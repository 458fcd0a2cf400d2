import { getHeapSpaceStatistics } from 'node:v8';
import test from 'ava';
import { randomTimed } from '../../harness/explore/random';
import { loadSuite } from '../../harness/cli/suite/load-suite';
import { ScenarioProgram } from '../../harness/scenario/program';
import { Kernel, simulate } from '../../harness/sim';

const RUNS = 100;

/** Bytes in old space, to which V8 moves what has survived two collections of young objects. */
function oldBytes(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space');
  return space?.space_used_size ?? NaN;
}

// A run is over before the next collection. What keeps it longer is a hidden class that was made in it; then a run costs more.
for (const file of ['notify/cancel', 'native/random-mix']) {
  test(`what a run of ${file} leaves is collected while it is young`, (t) => {
    const globs = [`scenarios/${file}.yaml`];
    const suite = loadSuite({ globs, cwd: process.cwd(), root: undefined, set: [], exploreWith: undefined });
    const kernel = new Kernel();
    const strategy = randomTimed();
    for (const { scenario } of suite.instances) {
      const program = new ScenarioProgram(scenario);
      let run = 0;
      // What is compiled on the way is old too, on Node 26 for some 800 runs: windows without that are looked for.
      const grown = Array.from({ length: 16 }, () => {
        const before = oldBytes();
        for (let i = 0; i < RUNS; i++) simulate(kernel, program, strategy, { root: '1', run: run++ });
        return (oldBytes() - before) / RUNS;
      });
      const middle = grown.filter((bytes) => bytes >= 0).sort((a, b) => a - b)[3];
      t.true(middle < 3000, `${scenario.id}: ${middle} bytes a run, of ${grown.join(', ')}`);
    }
  });
}
