import { Name, Operation, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { NtWorld } from '../world';
import { EVENT_MARKS } from './marks';

/** The events that SRV writes, in words of our own. */
export const EVENTS = {
  2017: 'the server could not allocate from nonpaged pool: it has as much as it may have',
  2018: 'the server could not allocate from paged pool: it has as much as it may have',
  2019: 'the server could not allocate from nonpaged pool: it is empty',
  2020: 'the server could not allocate from paged pool: it is empty',
  2021: 'the server had no work item for a request that had come, and could not make one',
  2022: 'the server had no free connection for a client',
  2023: 'the server had no free raw work item',
} as const;

export type EventId = keyof typeof EVENTS;

/** One line of the system log. */
export interface LoggedEvent {
  readonly id: EventId;
  /** When it was first logged. */
  readonly ticks: number;
  readonly text: string;
  readonly count: number;
}

const WRITE = Name.of('srv.event-log.write');

/** The system log, source Srv. A repeated event is counted. */
export class EventLog extends SharedObject {
  readonly label = 'system log';
  entries: LoggedEvent[] = [];
  readonly #write: Operation;

  constructor(readonly world: NtWorld) {
    super(world.kernel);
    this.#write = new Operation(WRITE, [writes(this.object)]);
  }

  /** IoWriteErrorLogEntry. */
  *write(id: EventId): Routine {
    yield this.#write;
    const { kernel, events } = this.world;
    kernel.mark(EVENT_MARKS[id]);
    events.eventLogged(id, EVENTS[id]);
    const at = this.entries.findIndex((event) => event.id === id);
    if (at < 0) this.entries.push({ id, ticks: kernel.now, text: EVENTS[id], count: 1 });
    else this.entries[at] = { ...this.entries[at], count: this.entries[at].count + 1 };
  }
}
