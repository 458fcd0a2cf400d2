import { assert, call, type Routine, type SystemAction, type Value } from '../../../harness/sim';
import { fatDismountVolume } from '../fsd/volume';
import { srvDeleteSession, srvDeleteShare, srvForceClose } from '../srv/administration';
import { srvOnPath } from '../srv/by-path';
import type { FileInformation } from '../srv/message';
import { srvCancelPending } from '../srv/nt-cancel';
import type { Server } from '../srv/server';
import type { NtSystem } from '../system';
import { text } from '../text';
import { SentRequest } from './client-connection';
import type { FileHandle, SmbClient } from './client';

type NtAction = SystemAction<NtSystem>;

const CLIENT = { type: 'client', doc: 'the client', required: true } as const;
const PATH = { type: 'text', doc: 'path on the volume, from its root', pattern: '^\\\\', required: true } as const;

/** Fault actions that no client performs. */
export const ACTIONS: Readonly<Record<string, NtAction>> = {
  'io.cancel': {
    doc: 'The server calls IoCancelIrp for a request from another thread, without a message from its client.',
    fields: { request: { type: 'request', doc: 'the request', required: true } },
    scalar: 'request',
    *perform(system, { request }): Routine<boolean> {
      assert(request instanceof SentRequest, 'the scenario is compiled: io.cancel names a request');
      yield request.on.client.turn;
      const { sent, on } = request;
      if (on.connection === undefined || sent === undefined || on.outstanding.get(sent.mid) !== request) return false;
      return yield* call(srvCancelPending(on.connection, ({ mid }) => mid === sent.mid));
    },
  },
  'reset-connection': {
    doc: 'The network loses the connection of a client, and what is under way on it; both sides notice.',
    fields: { client: CLIENT },
    scalar: 'client',
    *perform(system, { client }): Routine<boolean> {
      const found = clientNamed(system, client);
      return found !== undefined && (yield* call(found.disconnect('rst')));
    },
  },
  'kill-client': {
    doc: 'The machine of a client dies without a word: its connection stays half open until the server’s transport asks whether it is still there (network.keep-alive).',
    fields: { client: CLIENT },
    scalar: 'client',
    *perform(system, { client }): Routine<boolean> {
      const found = clientNamed(system, client);
      return found !== undefined && (yield* call(found.die()));
    },
  },
  'stop-server': {
    doc: 'NET STOP SERVER: the server ends all connections and takes no new ones.',
    fields: {},
    *perform(system): Routine<boolean> {
      return yield* call(system.server.stop());
    },
  },
  'delete-share': {
    doc: 'The share is deleted (NetShareDel): all tree connects to it are closed, and what was opened through them.',
    fields: {},
    *perform(system): Routine<boolean> {
      return yield* call(srvDeleteShare(system.server));
    },
  },
  'delete-session': {
    doc: 'An administrator ends the sessions of a client (NetSessionDel), which stays connected.',
    fields: { client: CLIENT },
    scalar: 'client',
    *perform(system, { client }): Routine<boolean> {
      return yield* call(srvDeleteSession(system.server, text(client)));
    },
  },
  'force-close': {
    doc: 'An administrator closes a file that a client has open (NetFileClose).',
    fields: { file: { type: 'handle', doc: 'the open file', required: true } },
    scalar: 'file',
    *perform(_system, { file }): Routine<boolean> {
      const { on, fid } = file as FileHandle;
      return on.connection !== undefined && (yield* call(srvForceClose(on.connection, fid)));
    },
  },
  'local-delete': {
    doc: 'A program on the server machine deletes a file or directory: while others have it open it is marked for deletion.',
    fields: { path: PATH },
    scalar: 'path',
    perform: (system, { path }) => locally(system, path, { kind: 'disposition', deleteFile: true }),
  },
  'local-rename': {
    doc: 'A program on the server machine renames or moves a file or directory.',
    fields: { from: PATH, to: PATH },
    perform: (system, { from, to }) => locally(system, from, { kind: 'rename', to: text(to), replace: false }),
  },
  'exhaust-pool': {
    doc: 'Somebody else takes all of a pool but so much, and gives it back after a while or when the machine is shut down. Needs system.pool.paged or system.pool.nonpaged.',
    fields: {
      pool: { type: 'choice', of: ['paged', 'nonpaged'], doc: 'which pool', default: 'paged' },
      leave: { type: 'size', doc: 'what is left', minimum: 0, maximum: 2 ** 32, default: 0 },
      for: { type: 'duration', doc: 'how long' },
    },
    scalar: 'pool',
    check: ({ pool }, { values }) => {
      const setting = `pool.${pool === 'nonpaged' ? 'nonpaged' : 'paged'}`;
      return values[setting] === undefined ? `that pool has no limit (system.${setting})` : undefined;
    },
    *perform(system, values): Routine<boolean> {
      const pool = values.pool === 'nonpaged' ? system.executive.nonpagedPool : system.executive.pagedPool;
      const forTicks = typeof values.for === 'number' ? values.for : undefined;
      return yield* call(system.hog.take(pool, { leaveBytes: Number(values.leave), forTicks }));
    },
  },
  pause: {
    doc: 'Worker threads of the server are kept from their work: the next that are free take nothing on for so long.',
    fields: {
      for: { type: 'duration', doc: 'how long', required: true },
      threads: { type: 'integer', doc: 'how many', minimum: 1, maximum: 64, default: 1 },
    },
    scalar: 'for',
    check: ({ threads }, { values }) =>
      Number(threads) > Number(values['srv.threads'])
        ? `the server has ${Number(values['srv.threads'])} threads (system.srv.threads)`
        : undefined,
    *perform({ server }, values): Routine<boolean> {
      const run = (): Routine => pause(server, Number(values.for));
      for (let i = 0; i < Number(values.threads); i++) yield server.queue.insertFirst({ label: 'a pause', run });
      return true;
    },
  },
  dismount: {
    doc: 'The volume is dismounted, whatever is open on it (FSCTL_DISMOUNT_VOLUME).',
    fields: {},
    perform: (system) => fatDismountVolume(system.volume.vcb),
  },
};

function* pause({ io }: Server, ticks: number): Routine {
  yield io.world.kernel.sleep(ticks);
}

/** Undefined for a program on the server's own machine, which has no connection. */
function clientNamed(system: NtSystem, name: Value): SmbClient | undefined {
  return system.clients.find(({ label }) => label === name);
}

function* locally(system: NtSystem, path: Value, parameters: FileInformation): Routine<boolean> {
  const { server } = system;
  const wanted = { major: 'SET_INFORMATION', parameters } as const;
  return (yield* call(srvOnPath(server, text(path), 'a local program', wanted))) === 'STATUS_SUCCESS';
}
