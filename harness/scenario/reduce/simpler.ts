import { partsOf } from './parts';
import { at, isList, isMap, withValue, type Path, type Plain, type PlainMap } from './plain';

/** The same scenario with one thing said more simply, each in turn; the boldest first. */
export function* simpler(root: PlainMap): Generator<PlainMap> {
  for (const { path } of partsOf(root)) {
    const step = at(root, path);
    const [[operation, value] = ['', null]] = isMap(step) ? Object.entries(step) : [];
    if (operation === 'repeat' && isMap(value)) {
      if (isList(value.do)) yield spliced(root, path, value.do);
      for (const times of smallerThan(value.times)) yield withValue(root, [...path, 'repeat', 'times'], times);
    } else if (operation === 'parallel' && isList(value)) {
      yield spliced(
        root,
        path,
        value.flatMap((branch) => (isList(branch) ? branch : [])),
      );
    } else if (operation === 'random' && isMap(value)) {
      for (const count of smallerThan(value.operations))
        yield withValue(root, [...path, 'random', 'operations'], count);
    }
  }
}

/** 1, then halves. */
function smallerThan(value: Plain | undefined): readonly number[] {
  if (typeof value !== 'number' || value <= 1) return [];
  const smaller = [1];
  for (let less = 2; less < value; less *= 2) smaller.push(less);
  return value > 2 ? [...smaller, value - 1] : smaller;
}

/** Steps in the place of the step that held them. */
function spliced(root: PlainMap, path: Path, steps: readonly Plain[]): PlainMap {
  const list = at(root, path.slice(0, -1));
  const index = path.at(-1);
  if (!isList(list) || typeof index !== 'number') return root;
  return withValue(root, path.slice(0, -1), [...list.slice(0, index), ...steps, ...list.slice(index + 1)]);
}
