/** What a series does over its length, by methods that outliers and the size of the numbers do not sway. */
export interface Trend {
  /** Theil-Sen: the median of the slopes between all pairs, per sample. */
  readonly slope: number;
  /** Mann-Kendall: how many standard deviations the count of rises over falls lies above what chance gives. */
  readonly z: number;
}

/** The trend of equally spaced samples. O(n^2): for a few hundred. */
export function trendOf(samples: readonly number[]): Trend {
  const n = samples.length;
  const slopes: number[] = [];
  let rises = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const difference = (samples[j] ?? 0) - (samples[i] ?? 0);
      slopes.push(difference / (j - i));
      rises += Math.sign(difference);
    }
  }
  slopes.sort((a, b) => a - b);
  const variance = (n * (n - 1) * (2 * n + 5) - tieCorrection(samples)) / 18;
  const z = variance <= 0 ? 0 : (rises - Math.sign(rises)) / Math.sqrt(variance);
  return { slope: slopes[slopes.length >> 1] ?? 0, z };
}

function tieCorrection(samples: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  let correction = 0;
  for (const t of counts.values()) correction += t * (t - 1) * (2 * t + 5);
  return correction;
}
