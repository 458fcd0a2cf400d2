import { formatTicks, type Subject } from '../../../harness/sim';
import type { Block, HandOver } from '../ex/block';

/** The story of a block that nobody freed, from its record of hand-overs: who allocated it, who had it, who should have freed it. */
export function storyOf(block: Block): readonly string[] {
  const { handOvers, owner, firstOwner, bytes, tag } = block;
  return [
    `${tag} block of ${bytes} bytes, allocated by ${block.site} for the ${firstOwner.label} (${when(block)})`,
    ...handOvers.map((handOver) => `handed over by ${handOver.by} to ${handOver.to.label} (${when(handOver)})`),
    `owned last by ${owner.label}, which neither freed it nor handed it over`,
  ];
}

/** The steps in which a block changed its owner: what led to these is how it came to be lost. */
export function changesOf({ step, handOvers }: Block): Extract<Subject, { kind: 'steps' }> {
  return { kind: 'steps', steps: [step, ...handOvers.map((handOver) => handOver.step)] };
}

/** What of a leaked block is the same in every run: its tag, and who gave it to whoever lost it. */
export function shapeOf(block: Block): string {
  const last = block.handOvers.at(-1);
  return last === undefined ? `${block.tag} never handed over` : `${block.tag} lost after ${last.by}`;
}

function when({ task, step, ticks }: Pick<HandOver, 'task' | 'step' | 'ticks'>): string {
  return `step ${step}, ${formatTicks(ticks)}, ${task}`;
}
