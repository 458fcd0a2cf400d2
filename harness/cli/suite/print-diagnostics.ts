import { formatNumber } from '../../report/human';
import { formatDiagnostic } from '../../scenario';
import { wantsColor, type Surroundings } from '../surroundings';
import type { Suite } from './load-suite';

/** Prints everything that is wrong, on stderr. Answers whether anything keeps the suite from being run. */
export function printDiagnostics(suite: Suite, color: boolean, surroundings: Surroundings): boolean {
  const { stderr } = surroundings;
  const options = { color: wantsColor(surroundings, stderr, color) };
  for (const diagnostic of suite.diagnostics) stderr.write(`${formatDiagnostic(diagnostic, options)}\n`);
  const errors = suite.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return false;
  const files = new Set(errors.map(({ file }) => file)).size;
  stderr.write(
    `${formatNumber(errors.length, 'mistake')} in ${formatNumber(files, 'file')}; nothing was run. ` +
      `\`quiesce explain ${errors[0]?.code}\` says more.\n`,
  );
  return true;
}
