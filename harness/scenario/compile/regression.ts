import type { Diagnostics } from '../diagnostics';
import { entryAt, textOf, valueAt, type MapNode } from '../node';
import type { Regression } from '../scenario';

/** `regression:`. A failure is kept as one run, by name: a seed means something else after the next change. */
export function compileRegression(root: MapNode, found: Diagnostics): Regression | undefined {
  const entry = entryAt(root, 'regression');
  const regression = regressionOf(root);
  if (entry !== undefined && valueAt(valueAt(root, 'explore'), 'schedule') === undefined) {
    const message = '`regression` needs `explore.schedule`: what is kept is a run, and not a search for one';
    found.add(entry.keySpan, { code: 'Q202', message });
  }
  return regression;
}

/** What a file says of it, whether or not all of it is a scenario; undefined when it says nothing. */
export function regressionOf(root: MapNode): Regression | undefined {
  const node = valueAt(root, 'regression');
  const of = textOf(valueAt(node, 'of'));
  return of === undefined ? undefined : { of, known: textOf(valueAt(node, 'known')) };
}
