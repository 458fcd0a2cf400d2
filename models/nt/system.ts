import { assert, Operation, type Exhibit, type Routine, type System, type World } from '../../harness/sim';
import { Executive } from './ex/executive';
import { PoolHog } from './ex/pool-hog';
import type { NtEvents } from './events';
import { fatDeleteVcb, fatMountVolume } from './fsd/volume';
import { Io } from './io/io';
import { NativeClient } from './native/client';
import { ALLOCATIONS } from './ownership';
import { SHIPPED_LEAK } from './settings';
import { SmbClient } from './smb/client';
import { tearDown } from './smb/operations';
import { Server } from './srv/server';
import type { Volume } from './fsd/volume';
import { bySettings, NtWorld } from './world';

const directoriesOf = bySettings((world): readonly string[] => world.text('directories').split(' '));

/** One machine running the server, with its clients. */
export class NtSystem implements System<SmbClient | NativeClient> {
  readonly world: NtWorld;
  readonly executive: Executive;
  readonly io: Io;
  readonly volume: Volume;
  readonly server: Server;
  readonly clients: SmbClient[] = [];
  readonly programs: NativeClient[] = [];
  /** Somebody who takes pool from everybody else. */
  readonly hog: PoolHog;
  readonly #directories: readonly string[];

  constructor(world: World<NtEvents>) {
    const shipped = world.settings.values.version === 'nt-3.51';
    const defects = shipped ? new Set([...world.settings.defects, SHIPPED_LEAK]) : world.settings.defects;
    this.world = new NtWorld(world, defects);
    this.executive = new Executive(this.world);
    this.hog = new PoolHog(this.world);
    this.io = new Io(this.world, this.executive);
    this.#directories = directoriesOf(this.world);
    this.volume = atOnce(fatMountVolume(this.io, 'volume C:', this.#directories));
    this.server = new Server(this.io, this.volume);
    atOnce(this.server.start());
  }

  client(name: string, kind: string | undefined): SmbClient | NativeClient {
    if (kind === 'native') {
      const program = new NativeClient(this.io, this.volume, name);
      this.programs.push(program);
      return program;
    }
    const client = new SmbClient(this.world, this.server, name);
    this.clients.push(client);
    return client;
  }

  teardown(client: SmbClient | NativeClient): Routine {
    return client instanceof NativeClient ? client.tearDown() : tearDown(client);
  }

  *shutdown(): Routine {
    yield this.hog.end();
    yield this.server.stop();
    yield fatDeleteVcb(this.volume.vcb);
  }

  pending(): readonly string[] {
    const sent = this.clients.flatMap(({ connections }) =>
      connections.flatMap(({ connection, outstanding, waiting }) => [
        ...[...outstanding.values()].map(({ label, sent, lost }) => {
          const context = connection?.pending.find(({ mid }) => mid === sent?.mid);
          const where = context?.irp.listEntry;
          if (where !== undefined) return `${label} is pended on the ${where}`;
          return lost ? `${label} or its answer was lost` : `${label} has not been answered`;
        }),
        ...waiting.map(({ label }) => `${label} waits in its client for an answer to another request`),
      ]),
    );
    return [...sent, ...this.programs.flatMap((program) => program.pending())];
  }

  /** A directory for a random workload, of those that the share holds at the start. */
  directory(draw: (count: number) => number): string {
    return this.#directories[draw(this.#directories.length)] ?? '';
  }

  /** A file for a random workload. */
  path(draw: (count: number) => number, directory = this.directory(draw)): string {
    return `${directory}\\${'abc'[draw(3)] ?? 'a'}.txt`;
  }

  exhibit(name: string): Exhibit | undefined {
    switch (name) {
      case 'pool-paged-bytes':
        return {
          kind: 'plot',
          title: 'Memory\\Pool Paged Bytes',
          unit: 'bytes',
          points: this.executive.pagedPool.account.history.points,
        };
      case 'server-pool-paged-bytes':
        return {
          kind: 'plot',
          title: 'Server\\Pool Paged Bytes',
          unit: 'bytes',
          points: this.server.paged.account.history.points,
        };
      case 'poolmon':
        return poolmon(this.executive);
      case 'balance':
        return balance(this.executive, this.server);
      case 'server-counters':
        return serverCounters(this.server);
      case 'event-log':
        return {
          kind: 'log',
          title: 'System log, source Srv',
          lines: this.server.log.entries.map(({ id, ticks, text, count }) => ({
            ticks,
            text: `${id} ${text}${count > 1 ? ` (${count} times)` : ''}`,
          })),
        };
      default:
        return undefined;
    }
  }
}

/** The columns of poolmon, most bytes first. */
function poolmon({ pagedPool, nonpagedPool }: Executive): Exhibit {
  const rows = [pagedPool, nonpagedPool].flatMap((pool) =>
    pool.account.tags.map(({ tag, allocations, frees, bytes }) => [
      tag,
      pool.type === 'Paged' ? 'Paged' : 'Nonp',
      allocations,
      frees,
      allocations - frees,
      bytes,
    ]),
  );
  rows.sort((a, b) => Number(b[5]) - Number(a[5]));
  return { kind: 'table', title: 'poolmon', columns: ['Tag', 'Type', 'Allocs', 'Frees', 'Diff', 'Bytes'], rows };
}

/** What was taken for notify requests and what was given back, row by row. What is out is what is still there. */
function balance({ pagedPool, nonpagedPool, systemProcess }: Executive, { slotTotals }: Server): Exhibit {
  const rows = ALLOCATIONS.flatMap(({ row, what, tags = [], counted = [] }) => {
    const pools = tags.flatMap((tag) => [pagedPool.account.find(tag), nonpagedPool.account.find(tag)]);
    const slots = counted.map((kind) => slotTotals.of(kind));
    const taken = sum(pools.map((tag) => tag?.allocations ?? 0)) + sum(slots.map((totals) => totals.taken));
    const given = sum(pools.map((tag) => tag?.frees ?? 0)) + sum(slots.map((totals) => totals.given));
    if (row === 'A5') return [[row, `${what}, bytes`, '', '', systemProcess.chargedBytes]];
    return tags.length + counted.length === 0 ? [] : [[row, what, taken, given, taken - given]];
  });
  return {
    kind: 'table',
    title: 'What was taken and given back',
    columns: ['Row', 'What', 'Taken', 'Given', 'Out'],
    rows,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** perfmon's Server object, as far as the model has it. */
function serverCounters({ paged, nonpaged, counters }: Server): Exhibit {
  const rows = [
    ['Pool Paged Bytes', paged.account.bytes],
    ['Pool Paged Peak', paged.account.peakBytes],
    ['Pool Paged Failures', paged.account.failures],
    ['Pool Nonpaged Bytes', nonpaged.account.bytes],
    ['Pool Nonpaged Peak', nonpaged.account.peakBytes],
    ['Pool Nonpaged Failures', nonpaged.account.failures],
    ['Work Item Shortages', counters.shortages],
    ['Blocking Requests Rejected', counters.blockingRejected],
  ];
  return { kind: 'table', title: 'perfmon, object Server', columns: ['Counter', 'Value'], rows };
}

/** Runs a routine before the first step, when there is nobody to wait for and no fault is armed yet. */
function atOnce<T>(routine: Routine<T>): T {
  let value: unknown = undefined;
  for (;;) {
    const result = routine.next(value);
    if (result.done === true) return result.value;
    const yielded = result.value;
    if (yielded instanceof Operation) {
      assert(yielded.commit === undefined, () => `${yielded.kind.text} needs a task to perform it`);
      value = undefined;
    } else value = atOnce(yielded);
  }
}
