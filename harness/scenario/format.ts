import type { Diagnostic } from './diagnostics';
import { quote } from './quote';

/** Columns of a source line that are shown around a mistake. */
const WIDTH = 120;

/**
 * A diagnostic for people, without a newline at its end:
 *
 *     scenarios/a.yaml:7:7: error Q301: expected a step, found `opne`
 *         - opne: \docs
 *           ^^^^
 *       did you mean `open`?
 */
export function formatDiagnostic(diagnostic: Diagnostic, options?: { readonly color?: boolean | undefined }): string {
  const paint = options?.color === true ? colored : plain;
  const { file, line, column, code, severity, message, suggestion } = diagnostic;
  const head = `${paint('bold', `${file}:${line}:${column}:`)} ${paint(severity, `${severity} ${code}:`)} ${message}`;
  const [source, carets] = underlined(diagnostic);
  const lines = [head];
  if (source.trim() !== '') lines.push(`    ${source}`, `    ${carets[0]}${paint(severity, carets[1])}`);
  if (suggestion !== undefined) lines.push(`  did you mean ${paint('bold', quote(suggestion))}?`);
  return lines.join('\n');
}

/** The source line, cut around the mistake when it is long, and below it the indentation and the carets. */
function underlined({
  sourceLine,
  column,
  length,
}: Diagnostic): readonly [source: string, carets: readonly [string, string]] {
  const from = column <= WIDTH - 20 ? 0 : column - 40;
  const shown = sourceLine.slice(from, from + WIDTH);
  const before = shown.slice(0, column - 1 - from);
  const count = Math.max(1, Math.min(length, shown.length - before.length));
  // A tab stays a tab, so that the carets stand where they should at any tab width.
  const indentation = before.replace(/[^\t]/g, ' ');
  const lead = from > 0 ? '…' : '';
  const tail = sourceLine.length > from + WIDTH ? '…' : '';
  return [`${lead}${shown}${tail}`, [`${from > 0 ? ' ' : ''}${indentation}`, '^'.repeat(count)]];
}

type Style = 'bold' | Diagnostic['severity'];

const SGR: Readonly<Record<Style, string>> = { bold: '1', error: '1;31', warning: '1;33' };

function colored(style: Style, text: string): string {
  return `\u001b[${SGR[style]}m${text}\u001b[0m`;
}

function plain(_style: Style, text: string): string {
  return text;
}
