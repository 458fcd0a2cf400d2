import { join, relative } from 'node:path';
import { parse, TEXT_MAX } from '../../scenario';
import { regressionOf } from '../../scenario/compile/regression';
import type { Regression } from '../../scenario';
import { isSameFailure } from '../../scenario/same-failure';
import { findFiles, type FoundFile } from './find-files';
import { withoutPart } from './identity';
import { readText } from './read-text';

/** Below the root of a suite: where `quiesce keep` puts failures, and where `quiesce run` looks for them. */
export const REGRESSIONS = 'regressions';

/** A file that keeps an earlier failure, or guards against it. */
export interface Kept {
  readonly file: FoundFile;
  readonly regression: Regression;
}

/** What is kept below these roots. A file that can not be read is left to whoever runs it, and is told so. */
export function keptBelow(roots: readonly string[], cwd: string): readonly Kept[] {
  const folders = [...new Set(roots)].map((root) => relative(cwd, join(root, REGRESSIONS)) || '.');
  return findFiles(folders, cwd).files.flatMap((file) => {
    const read = readText(file.path, { bytesMax: 4 * TEXT_MAX });
    const tree = read.kind === 'text' ? parse(file.name, read.text).value : undefined;
    const regression = tree && regressionOf(tree.root);
    return regression === undefined ? [] : [{ file, regression }];
  });
}

/** Whether it is a failure of a scenario with one of these ids, whatever instance of it. */
export function belongsTo({ of }: Regression, ids: ReadonlySet<string>): boolean {
  return ids.has(withoutPart(of));
}

/** Whether it is this failure. What a scenario expects is its own: the same words in another are another failure. */
export function isKnownAs({ of, known }: Regression, scenario: string, signature: string): boolean {
  if (known === undefined || !isSameFailure(known, signature)) return false;
  return !signature.startsWith('expect.') || withoutPart(of) === withoutPart(scenario);
}
