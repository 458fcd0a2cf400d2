import type { Command, Option } from 'commander';
import type { CommandContext } from '../command-line';
import { lazy } from '../lazy';
import * as parsers from '../option-parsers';
import type * as Completion from './completion';
import type * as Explain from './explain';
import type * as List from './list';
import type * as New from './new';
import type * as Schema from './schema';

/** What helps to write: `list`, `explain`, `schema`, `new`, `completion`. */
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

  program
    .command('new')
    .description('write a scenario file to begin with; what is there is never overwritten')
    .argument('<name>', 'what it is called below scenarios/, or a path that ends with .yaml')
    .option('--model <name>', 'a name, or a path that begins with ./', 'nt')
    .action((name: string, flags: New.NewFlags) => {
      const { newScenario } = lazy('./commands/new') as typeof New;
      outcome.exitCode = newScenario(name, flags, surroundings);
    });

  program
    .command('completion')
    .description('print a script that completes this command line in a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .action((shell: string) => {
      const { completion } = lazy('./commands/completion') as typeof Completion;
      outcome.exitCode = completion(shell, program.commands.map(completableOf), surroundings);
    });
}

/** What the command line itself knows of a command. */
function completableOf(command: Command): Completion.Completable {
  const flags = [...command.options, ...command.commands.flatMap(({ options }) => options)].flatMap(flagOf);
  const [argument] = command.registeredArguments;
  const listed = argument?.description.split(/, | or /).filter((word) => /^[a-z]+$/.test(word)) ?? [];
  return {
    name: command.name(),
    description: command.description(),
    flags: flags.filter(({ long }, i) => flags.findIndex((flag) => flag.long === long) === i),
    words: [...command.commands.map((one) => one.name()), ...(listed.length > 2 ? listed : [])],
  };
}

function flagOf({ long, short, description, required, optional }: Option): readonly Completion.Flag[] {
  return long === null || long === undefined
    ? []
    : [{ long, short: short ?? undefined, description, takesValue: required || optional }];
}
