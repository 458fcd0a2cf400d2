import { Name, Operation, SharedObject, writes, type Routine } from '../../../harness/sim';
import type { NtWorld } from '../world';

/** One line of the system log. */
export interface LoggedEvent {
  readonly id: number;
  /** When it was first logged. */
  readonly ticks: number;
  readonly text: string;
  readonly count: number;
}

const WRITE = Name.of('srv.event-log.write');

/** The system log, as far as SRV writes it. A repeated event is counted. */
export class EventLog extends SharedObject {
  readonly label = 'system log';
  entries: LoggedEvent[] = [];
  readonly #write: Operation;

  constructor(readonly world: NtWorld) {
    super(world.kernel);
    this.#write = new Operation(WRITE, [writes(this.object)]);
  }

  /** IoWriteErrorLogEntry. */
  *write(id: number, text: string): Routine {
    yield this.#write;
    this.world.events.eventLogged(id, text);
    const at = this.entries.findIndex((event) => event.id === id);
    if (at < 0) this.entries.push({ id, ticks: this.world.kernel.now, text, count: 1 });
    else this.entries[at] = { ...this.entries[at], count: this.entries[at].count + 1 };
  }
}
