import { formatTicks, type Invariant, type Violation } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { Block } from '../ex/block';
import type { PoolTag } from '../ex/tags';
import { LiveBlocks } from './live-blocks';
import { changesOf, shapeOf, storyOf } from './story';
import { trendOf, type Trend } from './trend';

/** Fewer samples than this that can be compared show no trend. */
const SAMPLES_MIN = 40;
/** Samples kept; when there are more, every other one goes. */
const SAMPLES_MAX = 256;
/** One series in 30 million that has no trend lies beyond this. */
const Z_MAX = 5.5;
/** What each half must show by itself, so that one step is no growth. */
const HALF_Z_MAX = 3;

/**
 * Fewer blocks of a tag may each be held for something that clients have open: watchers, say, that come to hold a buffer one after another.
 * Whether those are too many is for I-01 and I-03.
 */
const BLOCKS_MIN = 16;

/** Live bytes of one tag after every so-manieth cycle. Kept from run to run, so that a short run does not pay for making it. */
class TagLevel {
  liveBytes = 0;
  /** Those of an earlier run are written over before they are read. */
  readonly samples = new Float64Array(SAMPLES_MAX);

  constructor(readonly tag: PoolTag) {}
}

/**
 * What clients make the system hold: their connections, their open files, their requests. A server that is asked for more needs
 * more, and keeps the work contexts that it once needed; growth is what it needs more of for the same.
 */
class Load {
  connections = 0;
  files = 0;
  requests = 0;
  requestsMost = 0;

  reset(): void {
    this.connections = this.files = this.requests = this.requestsMost = 0;
  }

  /** The same for the same load. */
  get key(): number {
    return ((this.connections * 1024 + this.files) * 1024 + this.requests) * 1024 + this.requestsMost;
  }
}

export const poolNoGrowth: Invariant<NtEvents> = {
  id: 'pool.no-growth',
  number: 'I-05',
  statement:
    'Over many like cycles of request and answer, at the same load of connections, open files and requests, the live bytes of no tag trend upward.',
  source: 'KB Q150833, the detector it names: Memory\\Pool Paged Bytes over time; poolmon, Diff by tag',
  create(judge) {
    /** A list, as there are few; in an order that earlier runs have left. */
    const levels: TagLevel[] = [];
    const loads = new Float64Array(SAMPLES_MAX);
    const load = new Load();
    const live = new LiveBlocks();
    let cycles = 0;
    let sampled = 0;
    let spacing = 1;
    const levelOf = (tag: PoolTag): TagLevel | undefined => {
      for (const level of levels) if (level.tag === tag) return level;
      return undefined;
    };
    return {
      reset: () => {
        for (const level of levels) level.liveBytes = 0;
        load.reset();
        live.reset();
        cycles = 0;
        sampled = 0;
        spacing = 1;
      },
      poolAllocated: (block) => {
        let level = levelOf(block.tag);
        if (level === undefined) levels.push((level = new TagLevel(block.tag)));
        level.liveBytes += block.bytes;
        live.allocated(block);
      },
      poolFreed: (block) => {
        const level = levelOf(block.tag);
        if (level !== undefined && live.freed(block)) level.liveBytes -= block.bytes;
      },
      connected: (by) => {
        load.connections += by;
      },
      irpCompleted: ({ stack, ioStatus }) => {
        const major = stack[0]?.major;
        if (major === 'CREATE' && ioStatus === 'STATUS_SUCCESS') load.files++;
        else if (major === 'CLEANUP') load.files--;
      },
      requestAccepted: () => {
        load.requests++;
        if (load.requests > load.requestsMost) load.requestsMost = load.requests;
      },
      requestForgotten: () => {
        load.requests--;
        if (++cycles % spacing !== 0) return;
        loads[sampled] = load.key;
        for (const level of levels) level.samples[sampled] = level.liveBytes;
        if (++sampled < SAMPLES_MAX) return;
        thin(loads);
        for (const level of levels) thin(level.samples);
        sampled /= 2;
        spacing *= 2;
      },
      atIdle: () => {
        // What is made on the way to a steady state is no trend: the first fifth is left out.
        const from = Math.floor(sampled / 5);
        if (sampled - from < SAMPLES_MIN) return;
        const conditions = [...loads.subarray(from, sampled)];
        if (comparable(conditions) < SAMPLES_MIN) return;
        judge.exercised();
        // Which of several is told of first must not depend on earlier runs.
        for (const { tag, samples } of [...levels].sort((a, b) => (a.tag < b.tag ? -1 : 1))) {
          const growth = growthOf([...samples.subarray(from, sampled)], conditions);
          if (growth === undefined) continue;
          const blocks = live.all().filter((block) => block.tag === tag);
          if (blocks.length < BLOCKS_MIN) continue;
          const typical = blocks[blocks.length >> 1];
          judge.violate({
            class: 'leak',
            message:
              `tag ${tag} grows by ${(growth.slope / spacing).toFixed(1)} bytes a request over ${cycles} requests ` +
              `(Theil-Sen; Mann-Kendall z = ${growth.z.toFixed(1)}), to ${blocks.length} blocks`,
            place: typical?.site ?? tag,
            shape: typical === undefined ? tag : shapeOf(typical),
            ...(typical === undefined ? {} : exhibitOf(blocks, typical)),
          });
        }
      },
    };
  },
};

/** Since when, until when, and how often there came a block like the typical one; and the story of the last of them. */
function exhibitOf(blocks: readonly Block[], typical: Block): Pick<Violation, 'story' | 'about'> {
  const [first, ...others] = blocks.filter(
    (block) => block.site === typical.site && shapeOf(block) === shapeOf(typical),
  );
  const last = others.at(-1) ?? first;
  const when = `from ${formatTicks(first.ticks)} (step ${first.step}) to ${formatTicks(last.ticks)} (step ${last.step})`;
  return {
    story: [`${others.length + 1} of these blocks were lost alike, ${when}; the last of them:`, ...storyOf(last)],
    about: { kind: 'trend', steps: changesOf(last).steps },
  };
}

/** Keeps every other sample: the second of each two. */
function thin(samples: Float64Array): void {
  for (let i = 0; 2 * i + 1 < samples.length; i++) samples[i] = samples[2 * i + 1] ?? 0;
}

/** How many samples have others that were taken at the same load. */
function comparable(loads: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const load of loads) counts.set(load, (counts.get(load) ?? 0) + 1);
  let count = 0;
  for (const n of counts.values()) if (n > 1) count += n;
  return count;
}

/** The trend of a series that grows as a whole and in each half; undefined when it does not. */
function growthOf(samples: readonly number[], loads: readonly number[]): Trend | undefined {
  const whole = trendOf(samples, loads);
  if (whole.z <= Z_MAX || whole.slope <= 0) return undefined;
  const middle = samples.length >> 1;
  const halves = [
    trendOf(samples.slice(0, middle), loads.slice(0, middle)),
    trendOf(samples.slice(middle), loads.slice(middle)),
  ];
  return halves.every(({ z }) => z > HALF_Z_MAX) ? whole : undefined;
}
