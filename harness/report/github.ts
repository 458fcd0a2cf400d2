import { messageOf } from './message';
import { hasFailed, replayOf, type ScenarioResult } from './result';

/** GitHub shows no more of a step. */
const ANNOTATIONS_MAX = 10;

/** Workflow commands that put each failure on its scenario file: at most ten, the tenth says how many there are besides. */
export function githubAnnotations(results: readonly ScenarioResult[]): readonly string[] {
  const failed = results.filter(hasFailed);
  const shown = failed.length > ANNOTATIONS_MAX ? failed.slice(0, ANNOTATIONS_MAX - 1) : failed;
  const lines = shown.map((result) => {
    const { standing } = result;
    const kind = standing === undefined || standing.kind === 'new' ? '' : `${standing.kind}: `;
    const message = `${kind}${messageOf(result)}\n${replayOf(result)}`;
    const title = `${result.verdict}: ${result.scenario}`;
    return `::error file=${property(result.file)},line=1,title=${property(title)}::${data(message)}`;
  });
  if (shown.length < failed.length) lines.push(`::error title=quiesce::and ${failed.length - shown.length} more`);
  return lines;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
