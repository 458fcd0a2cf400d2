/** What is left of a list, and whether nothing more can go: each item alone was tried, and is needed. */
export interface Minimized<T> {
  readonly kept: readonly T[];
  readonly isMinimal: boolean;
}

/**
 * Delta debugging (Zeller and Hildebrandt, TSE 2002, algorithm ddmin): takes chunks out of a list, large ones first, as long as
 * what is left still fails. At most n² + 3n tests, about 2 log n when one item is enough. `spent` ends it early.
 */
export function ddmin<T>(
  items: readonly T[],
  fails: (kept: readonly T[]) => boolean,
  spent: () => boolean,
): Minimized<T> {
  let kept = items;
  let chunks = 1;
  while (kept.length > 0) {
    const size = Math.ceil(kept.length / chunks);
    const smaller = withoutOneChunk(kept, size, fails, spent);
    if (smaller !== undefined) {
      kept = smaller;
      chunks = Math.min(Math.max(chunks - 1, 1), Math.max(kept.length, 1));
    } else if (spent()) {
      return { kept, isMinimal: false };
    } else if (size === 1) {
      return { kept, isMinimal: true };
    } else {
      chunks = Math.min(chunks * 2, kept.length);
    }
  }
  return { kept, isMinimal: true };
}

/** From the end: what comes late depends on what came early. */
function withoutOneChunk<T>(
  items: readonly T[],
  size: number,
  fails: (kept: readonly T[]) => boolean,
  spent: () => boolean,
): readonly T[] | undefined {
  for (let to = items.length; to > 0; to -= size) {
    if (spent()) return undefined;
    const without = [...items.slice(0, Math.max(0, to - size)), ...items.slice(to)];
    if (fails(without)) return without;
  }
  return undefined;
}
