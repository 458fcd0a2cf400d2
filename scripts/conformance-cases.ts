/** Every case of the conformance set that scenarios/conformance is made from, in its order. */
export const CASES: readonly string[] = [...numbered('N', 19), ...numbered('R', 41)];

/** Those that are no scenario, and why. */
export const NOT_EXPRESSED: ReadonlyMap<string, string> = new Map([
  [
    'R-37',
    'raw.notify, tree: a table of watches in a deep tree. What Windows answered to each is not listed in the set, so that there is nothing to hold the model to.',
  ],
]);

function numbered(series: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${series}-${String(i + 1).padStart(2, '0')}`);
}
