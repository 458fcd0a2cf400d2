import type { FlowControl } from './flow-control';
import type { Server } from './server';
import { Slots } from './slots';

/**
 * SMB1's limit, MaxMpxCount ([MS-CIFS] 3.3.1.1): so many requests may be unanswered on a connection. A pended notify request is one of
 * them for as long as it takes (KB Q191370). The client keeps the limit; SRV counts.
 */
export class Mpx implements FlowControl {
  readonly slots: Slots;

  constructor(server: Server, client: string) {
    const limit = server.io.world.number('srv.mpx-count');
    this.slots = new Slots(server.slotTotals, 'MPX slots', `${client}'s connection`, limit);
  }

  take(): boolean {
    this.slots.take();
    return true;
  }

  give(): number {
    this.slots.give();
    return 0;
  }

  /** Whatever is under way is still answered, though nobody hears it. */
  end(): void {
    return;
  }
}
