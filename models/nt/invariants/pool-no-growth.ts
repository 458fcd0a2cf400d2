import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import type { PoolTag } from '../ex/tags';
import { changesOf, shapeOf, storyOf } from './story';
import { trendOf } from './trend';

/** Fewer cycles than this show no trend. */
const CYCLES_MIN = 100;
/** Samples kept; when there are more, every other one goes. */
const SAMPLES_MAX = 256;
/** One run in 30 million of a series without a trend lies beyond this. */
const Z_MAX = 5.5;
/** What each half must show by itself, so that one step, such as a client that connects half-way, is no growth. */
const HALF_Z_MAX = 3;

/** Live bytes of one tag after every so-manieth cycle. Kept from run to run, so that a short run does not pay for making it. */
class TagLevel {
  liveBytes = 0;
  readonly #samples = new Float64Array(SAMPLES_MAX);

  reset(): void {
    this.liveBytes = 0;
    this.#samples.fill(0);
  }

  sample(index: number): void {
    this.#samples[index] = this.liveBytes;
  }

  /** Keeps every other one of `count` samples. */
  thin(count: number): void {
    for (let i = 0; 2 * i + 1 < count; i++) this.#samples[i] = this.#samples[2 * i + 1] ?? 0;
  }

  samples(from: number, until: number): readonly number[] {
    return [...this.#samples.subarray(from, until)];
  }
}

export const poolNoGrowth: Invariant<NtEvents> = {
  id: 'pool.no-growth',
  number: 'I-05',
  statement: 'Over many like cycles of request and answer the live bytes of no tag trend upward.',
  source: 'KB Q150833, the detector it names: Memory\\Pool Paged Bytes over time; poolmon, Diff by tag',
  create(judge) {
    const levels = new Map<PoolTag, TagLevel>();
    let live = new Set<Block>();
    let cycles = 0;
    let sampled = 0;
    let spacing = 1;
    return {
      reset: () => {
        for (const level of levels.values()) level.reset();
        if (live.size > 0) live = new Set();
        cycles = 0;
        sampled = 0;
        spacing = 1;
      },
      poolAllocated: (block) => {
        let level = levels.get(block.tag);
        if (level === undefined) levels.set(block.tag, (level = new TagLevel()));
        level.liveBytes += block.bytes;
        live.add(block);
      },
      poolFreed: (block) => {
        const level = levels.get(block.tag);
        if (level !== undefined && live.delete(block)) level.liveBytes -= block.bytes;
      },
      requestForgotten: () => {
        if (++cycles % spacing !== 0) return;
        for (const level of levels.values()) level.sample(sampled);
        if (++sampled < SAMPLES_MAX) return;
        for (const level of levels.values()) level.thin(sampled);
        sampled /= 2;
        spacing *= 2;
      },
      atIdle: () => {
        if (cycles < CYCLES_MIN) return;
        judge.exercised();
        // What is made on the way to a steady state is no trend: the first fifth is left out.
        const from = Math.floor(sampled / 5);
        for (const [tag, level] of levels) {
          const { slope, z } = trendOf(level.samples(from, sampled));
          if (z <= Z_MAX || slope <= 0) continue;
          const middle = (from + sampled) >> 1;
          if (trendOf(level.samples(from, middle)).z <= HALF_Z_MAX) continue;
          if (trendOf(level.samples(middle, sampled)).z <= HALF_Z_MAX) continue;
          const blocks = [...live].filter((block) => block.tag === tag);
          const typical = blocks[blocks.length >> 1];
          const growth = `${(slope / spacing).toFixed(1)} bytes a request over ${cycles} requests`;
          judge.violate({
            class: 'leak',
            message: `tag ${tag} grows by ${growth} (Theil-Sen; Mann-Kendall z = ${z.toFixed(1)}), to ${blocks.length} blocks`,
            place: typical?.site ?? tag,
            shape: typical === undefined ? tag : shapeOf(typical),
            story: typical === undefined ? [] : storyOf(typical),
            about: typical && changesOf(typical),
          });
        }
      },
    };
  },
};
