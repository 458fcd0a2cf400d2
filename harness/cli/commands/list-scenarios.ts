import { EXIT, type ExitCode } from '../exit-code';
import { loadSuite } from '../suite/load-suite';
import { printDiagnostics } from '../suite/print-diagnostics';
import { selects } from '../suite/select';
import type { Surroundings } from '../surroundings';
import type { Listed, ListFlags } from './list';

/** Every instance of the scenario files that are valid; with others, they are said and the exit code tells. */
export function listScenarios(
  globs: readonly string[],
  flags: ListFlags,
  surroundings: Surroundings,
): { readonly listed: readonly Listed[]; readonly exitCode: ExitCode } {
  const suite = loadSuite({ globs, cwd: surroundings.cwd, root: flags.root, set: [], exploreWith: undefined });
  const isWrong = printDiagnostics(suite, flags.color, surroundings);
  const listed = suite.instances
    .filter(({ scenario }) => selects({ tags: flags.tag ?? [] }, scenario))
    .map(({ scenario, model }): Listed => {
      const { id, title, file, tags, set, expect, explore } = scenario;
      const details = {
        file,
        title,
        tags,
        model: model.reference,
        set,
        strategies: explore.strategies,
        runs: explore.runs,
      };
      return { name: id, doc: title, details: { ...details, violates: expect.violates } };
    });
  return { listed, exitCode: isWrong ? EXIT.usage : listed.length === 0 ? EXIT.nothing : EXIT.pass };
}
