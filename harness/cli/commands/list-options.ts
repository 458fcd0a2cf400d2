import type { Command } from 'commander';
import type { CommandContext } from '../command-line';
import { lazy } from '../lazy';
import * as parsers from '../option-parsers';
import type * as Explain from './explain';
import type * as List from './list';
import type * as Schema from './schema';

/** The words of the language: `list`, `explain`, `schema`. */
export function addListCommands(program: Command, { surroundings, outcome }: CommandContext): void {
  program
    .command('list')
    .description('list what there is to be run, and what scenarios can say')
    .argument(
      '[what]',
      'scenarios, faults, clients, operations, actions, invariants, defects, strategies, models, marks, settings, statuses or exhibits',
      'scenarios',
    )
    .argument('[globs...]', 'with scenarios: files, folders, patterns')
    .option('--model <name>', 'whose words: a name, or a path that begins with ./', 'nt')
    .option('-t, --grep <pattern>', 'only those whose name or description matches', parsers.grep)
    .option('--tag <tags>', 'with scenarios: only those with one of these tags', parsers.words)
    .option('--root <folder>', 'with scenarios: count ids from this folder')
    .option('--json', 'print a line of JSON for each')
    .option('--no-color', 'no colours')
    .action((what: string, globs: string[], flags: List.ListFlags) => {
      const { list } = lazy('./commands/list') as typeof List;
      outcome.exitCode = list(what, globs, flags, surroundings);
    });

  program
    .command('explain')
    .description('say what a code or a name means')
    .argument(
      '<name>',
      'a code (Q301), or the name or number of an invariant, defect, fault point, operation, mark ...',
    )
    .option('--model <name>', 'whose words: a name, or a path that begins with ./', 'nt')
    .option('--no-color', 'no colours')
    .action((name: string, flags: Explain.ExplainFlags) => {
      const { explain } = lazy('./commands/explain') as typeof Explain;
      outcome.exitCode = explain(name, flags, surroundings);
    });

  program
    .command('schema')
    .description('print the JSON schema of scenarios on a model, for editors')
    .argument('[model]', 'a name, or a path that begins with ./', 'nt')
    .option('--write <file>', 'write it to a file')
    .action((model: string, flags: Schema.SchemaFlags) => {
      const { schema } = lazy('./commands/schema') as typeof Schema;
      outcome.exitCode = schema(model, flags, surroundings);
    });
}
