/** What a series does over its length, by methods that outliers and the size of the numbers do not sway. */
export interface Trend {
  /** Theil-Sen: the median of the slopes between all pairs, per sample. */
  readonly slope: number;
  /** Mann-Kendall: how many standard deviations the count of rises over falls lies above what chance gives. */
  readonly z: number;
}

/**
 * The trend of equally spaced samples, of which only those are compared that were taken under the same condition: `conditions[i]` is that
 * of sample i (seasonal Kendall test). Without conditions all are compared. O(n^2): for a few hundred.
 */
export function trendOf(samples: readonly number[], conditions?: readonly number[]): Trend {
  const groups = new Map<number, number[]>();
  samples.forEach((_, i) => {
    const condition = conditions?.[i] ?? 0;
    const group = groups.get(condition);
    if (group === undefined) groups.set(condition, [i]);
    else group.push(i);
  });
  const slopes: number[] = [];
  let rises = 0;
  let variance = 0;
  for (const group of groups.values()) {
    rises += risesIn(samples, group, slopes);
    variance += varianceOf(group.map((i) => samples[i] ?? 0));
  }
  slopes.sort((a, b) => a - b);
  const z = variance <= 0 ? 0 : (rises - Math.sign(rises)) / Math.sqrt(variance);
  return { slope: slopes[slopes.length >> 1] ?? 0, z };
}

/** Rises over falls between all pairs of some samples; adds the slopes of the pairs to `slopes`. */
function risesIn(samples: readonly number[], group: readonly number[], slopes: number[]): number {
  let rises = 0;
  for (let a = 0; a < group.length; a++) {
    for (let b = a + 1; b < group.length; b++) {
      const [i, j] = [group[a] ?? 0, group[b] ?? 0];
      const difference = (samples[j] ?? 0) - (samples[i] ?? 0);
      slopes.push(difference / (j - i));
      rises += Math.sign(difference);
    }
  }
  return rises;
}

/** Of the count of rises over falls, with no trend; equal samples have neither. */
function varianceOf(samples: readonly number[]): number {
  const n = samples.length;
  const counts = new Map<number, number>();
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  let variance = n * (n - 1) * (2 * n + 5);
  for (const t of counts.values()) variance -= t * (t - 1) * (2 * t + 5);
  return variance / 18;
}
