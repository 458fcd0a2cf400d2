import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import type { PoolTag } from '../ex/tags';
import { shapeOf, storyOf } from './story';
import { trendOf } from './trend';

/** Fewer cycles than this show no trend. */
const CYCLES_MIN = 40;
/** Samples kept; when there are more, every other one goes. */
const SAMPLES_MAX = 256;
/** One run in 30 million of a series without a trend lies beyond this. */
const Z_MAX = 5.5;

/** What is known of one tag. */
interface TagLevel {
  liveBytes: number;
  /** Live bytes after every `spacing`th cycle. */
  samples: number[];
  readonly live: Set<Block>;
}

export const poolNoGrowth: Invariant<NtEvents> = {
  id: 'pool.no-growth',
  number: 'I-05',
  statement: 'Over many like cycles of request and answer the live bytes of no tag trend upward.',
  source: 'KB Q150833, the detector it names: Memory\\Pool Paged Bytes over time; poolmon, Diff by tag',
  create(judge) {
    let levels = new Map<PoolTag, TagLevel>();
    let cycles = 0;
    let spacing = 1;
    const levelOf = (tag: PoolTag): TagLevel => {
      let level = levels.get(tag);
      if (level === undefined) {
        level = { liveBytes: 0, samples: new Array<number>(Math.floor(cycles / spacing)).fill(0), live: new Set() };
        levels.set(tag, level);
      }
      return level;
    };
    return {
      reset: () => {
        levels = new Map();
        cycles = 0;
        spacing = 1;
      },
      poolAllocated: (block) => {
        const level = levelOf(block.tag);
        level.liveBytes += block.bytes;
        level.live.add(block);
      },
      poolFreed: (block) => {
        const level = levelOf(block.tag);
        if (level.live.delete(block)) level.liveBytes -= block.bytes;
      },
      requestForgotten: () => {
        if (++cycles % spacing !== 0) return;
        for (const level of levels.values()) level.samples.push(level.liveBytes);
        if (cycles / spacing < SAMPLES_MAX) return;
        spacing *= 2;
        for (const level of levels.values()) level.samples = level.samples.filter((_, i) => i % 2 === 1);
      },
      atIdle: () => {
        if (cycles < CYCLES_MIN) return;
        judge.exercised();
        for (const [tag, { samples, live }] of levels) {
          // What is made on the way to a steady state is no trend: the first fifth is left out.
          const { slope, z } = trendOf(samples.slice(Math.floor(samples.length / 5)));
          if (z <= Z_MAX || slope <= 0) continue;
          const typical = [...live][live.size >> 1];
          const perCycle = (slope / spacing).toFixed(1);
          judge.violate({
            class: 'leak',
            message: `tag ${tag} grows by ${perCycle} bytes a request over ${cycles} requests (Theil-Sen; Mann-Kendall z = ${z.toFixed(1)}); ${live.size} blocks are live`,
            place: typical?.site ?? tag,
            shape: typical === undefined ? tag : shapeOf(typical),
            story: typical === undefined ? [] : storyOf(typical),
          });
        }
      },
    };
  },
};
