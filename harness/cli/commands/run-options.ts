import type { Command } from 'commander';
import type { CommandContext } from '../command-line';
import { lazy } from '../lazy';
import * as parsers from '../option-parsers';
import type * as Run from './run';
import type * as Validate from './validate';

/** `run` and `validate`: what works on the scenarios of a suite. */
export function addRunCommands(program: Command, { surroundings, outcome }: CommandContext): void {
  program
    .command('run', { isDefault: true })
    .description('run scenarios: files, folders or patterns (default: scenarios)')
    .argument('[globs...]', 'scenario files, folders of them, patterns such as "scenarios/**/*race*.yaml"')
    .option('-t, --grep <pattern>', 'only scenarios whose id or title matches this regular expression', parsers.grep)
    .option('--tag <tags>', 'only scenarios with one of these tags (a,b)', parsers.words)
    .option('--last-failed', 'only scenarios that did not pass in the last run, with its seed')
    .option('--shard <i/n>', 'only the i-th of n parts of the suite', parsers.shard)
    .option('--seed <text>', 'root seed; `random` draws one and prints it (default: 1)', parsers.seed)
    .option('--runs <n>', 'runs of each strategy', parsers.wholeNumber(1))
    .option('--run <i>', 'just run i of each strategy (counted from 0)', parsers.wholeNumber(0))
    .option('--until-saturated', 'end a strategy when hardly any run of it shows anything new')
    .option('--strategy <names>', 'search with these strategies (a,b)', parsers.words)
    .option('--set <setting=value>', 'override a setting: --set system.version=nt-3.51', parsers.each)
    .option('--root <folder>', 'count ids from this folder (default: the folder `scenarios` above)')
    .option(
      '-j, --jobs <n>',
      'worker threads (default: as many as there are cores, none for little work)',
      parsers.jobs,
    )
    .option('-x', 'stop after the first scenario that did not pass')
    .option('--max-failures <n>', 'stop after n scenarios that did not pass', parsers.wholeNumber(1))
    .option(
      '--time-budget <duration>',
      'real time for all of it, shared out among scenarios (30s, 5min)',
      parsers.milliseconds,
    )
    .option(
      '--verify-determinism [n]',
      'do n runs of each strategy twice first, whatever --runs says, and compare them (5)',
      parsers.wholeNumber(1),
    )
    .option('--watch', 'run again what has changed: scenario files, and models')
    .option(
      '--no-shrink',
      'show failures as they were found; otherwise 5 are made smaller, unless there is a time budget',
    )
    .option('--checked', 'fail the model when a step touches what it has not announced (slow)')
    .option('--json', 'print a line of JSON for each scenario')
    .option('--reporter <names>', 'instead of the console: console, json, junit, markdown, github', parsers.words)
    .option('--add-reporter <names>', 'besides the console', parsers.words)
    .option('--output <folder>', 'where results are written', 'results')
    .option('-q, --quiet', 'print only what did not pass')
    .option('-v, --verbose', 'explain expected violations too, print accounts and stacks')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are obeyed)')
    .addHelpText('after', RUN_NOTES)
    .action(async (globs: string[], flags: Run.RunFlags) => {
      const { run } = lazy('./commands/run') as typeof Run;
      outcome.exitCode = await run(globs, flags, surroundings);
    });

  program
    .command('validate')
    .description('judge scenario files without running them')
    .argument('[globs...]', 'scenario files, folders of them, patterns')
    .option('--set <setting=value>', 'override a setting', parsers.each)
    .option('--strategy <names>', 'as if searched with these strategies', parsers.words)
    .option('--root <folder>', 'count ids from this folder')
    .option('--json', 'print a line of JSON for each mistake')
    .option('-q, --quiet', 'print mistakes only')
    .option('--no-color', 'no colours')
    .action((globs: string[], flags: Validate.ValidateFlags) => {
      const { validate } = lazy('./commands/validate') as typeof Validate;
      outcome.exitCode = validate(globs, flags, surroundings);
    });
}

const RUN_NOTES = `
A search that the time budget ends is judged by the runs that it had: it says
so, and it is inconclusive when something that the scenario asks for, or the
violation that it expects, was not reached by then. With --until-saturated a
strategy is done when the chance that another run of it is a new trace is below
1 in 1,000 (Good-Turing). When verdicts are mixed,
the exit code is the first of 70, 5, 1, 3, 0.
`;
