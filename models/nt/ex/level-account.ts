import { LevelHistory } from './level-history';

/**
 * What perfmon shows of memory. Nothing in the system looks at it, so that nobody sees in which order it was kept: no step
 * announces it.
 */
export class LevelAccount {
  bytes = 0;
  peakBytes = 0;
  failures = 0;
  /** Memory\Pool Paged Bytes, Server\Pool Paged Bytes or the like over time. */
  readonly history = new LevelHistory();

  allocated(bytes: number, ticks: number): void {
    this.bytes += bytes;
    if (this.bytes > this.peakBytes) this.peakBytes = this.bytes;
    this.history.record(ticks, this.bytes);
  }

  freed(bytes: number, ticks: number): void {
    this.bytes -= bytes;
    this.history.record(ticks, this.bytes);
  }
}
