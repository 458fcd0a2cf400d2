import { formatNumber } from '../../report/human';
import { formatDiagnostic } from '../../scenario';
import { EXIT, type ExitCode } from '../exit-code';
import { loadSuite } from '../suite/load-suite';
import { strategiesNamed } from '../suite/strategies';
import { wantsColor, type Surroundings } from '../surroundings';

export interface ValidateFlags {
  readonly set?: readonly string[];
  readonly strategy?: readonly string[];
  readonly root?: string;
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
}

/** Judges scenario files. Here the mistakes are the data, so they go to stdout. */
export function validate(globs: readonly string[], flags: ValidateFlags, surroundings: Surroundings): ExitCode {
  const { cwd, stdout, stderr } = surroundings;
  if (flags.strategy !== undefined) strategiesNamed(flags.strategy);
  const suite = loadSuite({
    globs,
    cwd,
    root: flags.root,
    set: flags.set ?? [],
    exploreWith: flags.strategy,
    thorough: true,
  });
  const color = wantsColor(surroundings, stdout, flags.color);
  for (const diagnostic of suite.diagnostics) {
    stdout.write(`${flags.json === true ? JSON.stringify(diagnostic) : formatDiagnostic(diagnostic, { color })}\n`);
  }
  const errors = suite.diagnostics.filter(({ severity }) => severity === 'error').length;
  if (flags.quiet !== true) {
    const files = formatNumber(suite.files, 'file');
    const found = errors === 0 ? formatNumber(suite.instances.length, 'scenario') : formatNumber(errors, 'mistake');
    const summary = errors === 0 ? `${files}: ${found}, all valid` : `${files}: ${found}`;
    (flags.json === true ? stderr : stdout).write(`${summary}\n`);
  }
  return errors === 0 ? EXIT.pass : EXIT.usage;
}
