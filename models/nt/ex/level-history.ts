/** Points kept at most; when there are more, every other one goes and the spacing doubles. */
const POINTS_MAX = 512;

/** A counter over virtual time, at a resolution that follows the length of the run. Memory stays the same however long that is. */
export class LevelHistory {
  readonly points: { ticks: number; value: number }[] = [];
  #spacingTicks = 1;
  #nextTicks = 0;

  record(ticks: number, value: number): void {
    if (ticks < this.#nextTicks) {
      const last = this.points.at(-1);
      if (last !== undefined) last.value = value;
      return;
    }
    this.points.push({ ticks, value });
    if (this.points.length > POINTS_MAX) this.#thin();
    this.#nextTicks = ticks + this.#spacingTicks;
  }

  #thin(): void {
    const kept = this.points.filter((_, i) => i % 2 === 0);
    this.points.length = 0;
    this.points.push(...kept);
    const span = (kept.at(-1)?.ticks ?? 0) - (kept[0]?.ticks ?? 0);
    this.#spacingTicks = Math.max(1, Math.floor((2 * span) / POINTS_MAX));
  }
}
