import type { Command } from 'commander';
import type { CommandContext } from '../command-line';
import { lazy } from '../lazy';
import * as parsers from '../option-parsers';
import { STEPS_ON_DEMAND } from '../shrink/steps';
import type * as Keep from './keep';
import type * as Merge from './merge';
import type * as Replay from './replay';
import type { ReplayFlags } from './replayed';
import type * as Results from './results';
import type * as Show from './show';
import type * as Shrink from './shrink';

/** What has been found before: `replay`, `shrink`, `keep`, `show`, `merge`, `results`. */
export function addReplayCommands(program: Command, { surroundings, outcome }: CommandContext): void {
  program
    .command('replay')
    .description('do a recorded run again, choice by choice')
    .argument('<file>', 'a repro.json; with --choices, a scenario')
    .option('--strict', 'end at the first choice that is not what it was')
    .option('--prefix <n>', 'force the first n choices, and search from there on', parsers.wholeNumber(0))
    .option('--runs <n>', 'how often, with --prefix', parsers.wholeNumber(1), 100)
    .option('--strategy <name>', 'with what, with --prefix (default: random, or random-timed)', parsers.words)
    .option('--choices <text>', 'the run, in the short form that reports print')
    .option('--set <setting=value>', 'with --choices: override a setting', parsers.each)
    .option('--root <folder>', 'with --choices: count ids from this folder')
    .option('-v, --verbose', 'print the report even when the run has not failed again, and stacks')
    .option('--no-color', 'no colours')
    .addHelpText('after', REPLAY_NOTES)
    .action((file: string, flags: ReplayFlags) => {
      const { replayFile } = lazy('./commands/replay') as typeof Replay;
      outcome.exitCode = replayFile(file, flags, surroundings);
    });

  program
    .command('shrink')
    .description('make a recorded failure smaller: a scenario file that fails by itself')
    .argument('<file>', 'a repro.json')
    .option('-o, --output <file>', 'where the scenario is written (default: minimized.yaml beside the repro.json)')
    .option(
      '--steps <n>',
      'steps of simulated tasks to spend, all runs together',
      parsers.wholeNumber(1),
      STEPS_ON_DEMAND,
    )
    .option('--no-color', 'no colours')
    .addHelpText('after', SHRINK_NOTES)
    .action((file: string, flags: Shrink.ShrinkFlags) => {
      const { shrink } = lazy('./commands/shrink') as typeof Shrink;
      outcome.exitCode = shrink(file, flags, surroundings);
    });

  program
    .command('keep')
    .description('put failures, made smaller, into regressions/, where `run` plays them first')
    .argument('[folders...]', 'folders of failures, or of runs; `latest`, unless told, is the last run')
    .option('--output <folder>', 'where results are', 'results')
    .option('--no-color', 'no colours')
    .addHelpText('after', KEEP_NOTES)
    .action((folders: string[], flags: Keep.KeepFlags) => {
      const { keep } = lazy('./commands/keep') as typeof Keep;
      outcome.exitCode = keep(folders, flags, surroundings);
    });

  program
    .command('show')
    .description('print the report of a failure of the last run, or list them')
    .argument('[run]', 'a run of `quiesce results list`; the last one unless told')
    .option('--failure <n>', 'which of several, counted from 1', parsers.wholeNumber(1))
    .option('--output <folder>', 'where results are', 'results')
    .action((run: string | undefined, flags: Show.ShowFlags) => {
      const { show } = lazy('./commands/show') as typeof Show;
      outcome.exitCode = show(run, flags, surroundings);
    });

  program
    .command('merge')
    .description('put the runs of shards together into one run, with one exit code')
    .argument('<folders...>', 'folders of runs with --shard, or results folders: then the last run of each')
    .option('--output <folder>', 'where the run is written', 'results')
    .option('--no-color', 'no colours')
    .action((folders: string[], flags: Merge.MergeFlags) => {
      const { merge } = lazy('./commands/merge') as typeof Merge;
      outcome.exitCode = merge(folders, flags, surroundings);
    });

  const results = program.command('results').description('list what earlier runs have left, or delete it');
  results
    .command('list', { isDefault: true })
    .description('list the runs that are kept, the newest last')
    .option('--output <folder>', 'where results are', 'results')
    .option('--json', 'print a line of JSON for each')
    .action((flags: Results.ResultsListFlags) => {
      const { listResults } = lazy('./commands/results') as typeof Results;
      outcome.exitCode = listResults(flags, surroundings);
    });
  results
    .command('prune')
    .description('delete runs beyond the newest 100, and those that are older than 30 days; never the last one')
    .option('--keep <n>', 'how many runs to keep', parsers.wholeNumber(1), 100)
    .option('--days <n>', 'how many days to keep them', parsers.wholeNumber(0), 30)
    .option('--output <folder>', 'where results are', 'results')
    .action((flags: Results.PruneFlags) => {
      const { pruneResults } = lazy('./commands/results') as typeof Results;
      outcome.exitCode = pruneResults(flags, surroundings);
    });
}

const REPLAY_NOTES = `
Exit codes:
  0   did not reproduce: the run passes now
  1   reproduced: the violation came again (or another one came)
  2   the file is no reproduction file, or its scenario is not valid any more
  3   did not reproduce: the run shows nothing now
  70  the model threw

Each choice is held against the name that it had. At the first that does not
fit any more, because the model or this program has changed, both sides are
printed ("choice 41: recorded ..., enabled now {...}"). --strict ends there,
with 3. Otherwise the run is done once more by name: what is not in the
recording is put in, what does not come is left out, and the repairs are
counted. --prefix says how many runs fail that begin as the recorded one did.
`;

const SHRINK_NOTES = `
What goes: clients, steps, faults and settings that the failure does not need,
then every choice of its schedule that is not the plainest, then large values.
The failure's signature stays what it is. The scenario that is left plays one
schedule, by name (\`explore: { schedule: ... }\`): kept in the suite it fails
until the failure is mended, whatever becomes of seeds.

Exit codes:
  0   it was made smaller, as far as the steps went
  2   the file is no reproduction file, or nothing could be written
  3   the failure does not come again
`;

const KEEP_NOTES = `
A failure is kept as a scenario that plays one schedule, below regressions/ of
the suite that it was found in, with \`regression: { of: ..., known: ... }\`:
whose failure it is, and its signature. Commit it. From then on \`run\` plays it
before the scenario that it belongs to, and calls a failure of this signature
known (exit 1 all the same), any other new, and this one resolved once it does
not come any more: then take \`known\` out, and the file is a guard, or delete it.

Exit codes:
  0   everything is kept, or was already
  2   something is not: other words are in its place, or it does not fail again
  4   there is nothing to keep
`;
