import { SharedObject } from '../../../harness/sim';
import type { FlowControl } from './flow-control';
import type { SmbRequest } from './message';
import type { Server } from './server';
import { Slots } from './slots';

/**
 * SMB2's credits (MS-SMB2 3.3.1.1, 3.3.1.2): each is a MessageId that the client may use, once. A request uses up as many as it is charged;
 * its response grants new ones. An interim response grants at once what the final one would have, so that a request which
 * stays pended holds none.
 */
export class Credits extends SharedObject implements FlowControl {
  readonly label: string;
  /** Those that the client has, and those of requests that have not been responded to. */
  readonly slots: Slots;
  /** CommandSequenceWindow: from its start up to, not including, its end, without those that were received already. */
  windowStart = 0;
  windowEnd = 1;
  received = new Set<number>();

  constructor(server: Server, client: string) {
    const { world } = server.io;
    super(world.kernel);
    this.label = `command sequence window of ${client}'s connection`;
    this.slots = new Slots(server.slotTotals, 'credits', `${client}'s connection`, world.number('srv.credits'));
    this.slots.take(); // the one that a new connection begins with
  }

  /** MS-SMB2 3.3.5.2.3. */
  take({ mid, creditCharge = 1 }: SmbRequest): boolean {
    const ids = Array.from({ length: creditCharge }, (_, i) => mid + i);
    if (ids.some((id) => id < this.windowStart || id >= this.windowEnd || this.received.has(id))) return false;
    for (const id of ids) this.received.add(id);
    while (this.received.delete(this.windowStart)) this.windowStart++;
    return true;
  }

  give({ creditCharge = 1, creditRequest = 1 }: SmbRequest, response: Parameters<FlowControl['give']>[1]): number {
    if (response === 'final after interim') return 0;
    this.slots.give(creditCharge);
    // As many as were asked for within the limit, and never so few that the client could not ask again.
    const least = this.slots.used === 0 ? 1 : 0;
    const granted = Math.max(least, Math.min(creditRequest, this.slots.left));
    const twice = this.slots.totals.world.defect('srv.credits-counted-twice');
    this.slots.take(twice ? 2 * granted : granted);
    this.windowEnd += granted;
    return granted;
  }

  end(): void {
    if (this.slots.used > 0) this.slots.give(this.slots.used);
  }
}
