import test from 'ava';
import { checkSettings, SHIPPED_LEAK } from './settings';

/** Settings that are wrong only together. */
const together: readonly (readonly [
  values: Readonly<Record<string, string>>,
  defects: readonly string[],
  wrong: string | undefined,
])[] = [
  [{ version: 'reference' }, [SHIPPED_LEAK], undefined],
  [{ version: 'nt-3.51' }, [], undefined],
  [{ version: 'nt-3.51' }, [SHIPPED_LEAK], 'defects'],
  [{ version: 'reference', 'fsd.closed-means': 'hidden' }, [], undefined],
  [{ version: 'nt-3.51-sp5', 'fsd.closed-means': 'no-traverse' }, [], undefined],
  [{ version: 'nt-3.51-sp5', 'fsd.closed-means': 'hidden' }, [], 'fsd.closed-means'],
];

for (const [values, defects, wrong] of together) {
  test(`${JSON.stringify(values)} with ${defects.length} defects: ${wrong ?? 'nothing'} is wrong`, (t) => {
    const problems = checkSettings({ values, defects: new Set(defects) });
    t.deepEqual(
      problems.map(({ setting }) => setting),
      wrong === undefined ? [] : [wrong],
    );
  });
}
