import type { NtWorld } from '../world';
import { Pool } from './pool';
import { Process } from './quota';

/** The executive's part of one machine: its pools and the system process. */
export class Executive {
  readonly pagedPool: Pool;
  readonly nonpagedPool: Pool;
  /** Simplified: all kernel threads run in it and are charged to it; whether quota is effective for it is not documented. */
  readonly systemProcess: Process;

  constructor(readonly world: NtWorld) {
    this.pagedPool = new Pool(world, 'Paged', world.optionalNumber('pool.paged'));
    this.nonpagedPool = new Pool(world, 'Nonpaged', world.optionalNumber('pool.nonpaged'));
    this.systemProcess = new Process(world, 'System', world.optionalNumber('quota.paged'));
  }
}
