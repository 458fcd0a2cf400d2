import { unreachable } from '../sim';
import { formatCount } from './human';
import { printable } from './printable';
import type { FoundDifference } from './result';
import { wrap } from './wrap';

/** What is wrong with a run that does not depend on its choices alone, in a line. */
export function differenceHeading(difference: FoundDifference): string {
  const run = `strategy ${difference.strategy}, run ${difference.run}`;
  switch (difference.kind) {
    case 'two ways':
      return `nondeterminism: ${run} went two ways`;
    case 'from outside':
      return difference.whenLoaded
        ? `nondeterminism: the model is not the same in every process`
        : `nondeterminism: ${run} depends on what is no choice`;
    default:
      return unreachable(difference);
  }
}

/** Where it was and what: a place of the model's for whatever is known to have one. */
export function differenceLines(difference: FoundDifference): readonly string[] {
  const { step, task, operation } = difference;
  const by = task === undefined ? 'before any step' : `in step ${formatCount(step)}, by ${task} at ${operation}`;
  const text = (line: string, hanging = 2): readonly string[] => wrap(printable(line), { indent: 2, hanging });
  if (difference.kind === 'from outside') {
    const { what, site, whenLoaded } = difference;
    return [...text(what), ...text(whenLoaded ? 'when it was loaded' : by), ...text(`in ${site}`)];
  }
  const { at, first, second, firstSite, secondSite, since } = difference;
  return [
    ...text(`first difference at step or choice ${formatCount(at)}, ${by}`),
    ...text(`first:  ${first}`, 8),
    ...(firstSite === undefined ? [] : inSite(firstSite)),
    ...text(`second: ${second}`, 8),
    ...(secondSite === undefined ? [] : inSite(secondSite)),
    ...(since === undefined ? [] : text(`both had gone on from ${since}`)),
  ];
}

function inSite(site: string): readonly string[] {
  return wrap(printable(`in ${site}`), { indent: 10, hanging: 2 });
}
