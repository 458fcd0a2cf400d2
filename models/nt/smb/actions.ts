import { assert, call, type Routine, type SystemAction } from '../../../harness/sim';
import { fatDismountVolume } from '../fsd/volume';
import { srvCancelPending } from '../srv/nt-cancel';
import type { NtSystem } from '../system';
import { SentRequest } from './client';

/** Fault actions that no client performs. */
export const ACTIONS: Readonly<Record<string, SystemAction<NtSystem>>> = {
  'io.cancel': {
    doc: 'The server calls IoCancelIrp for a request from another thread, without a message from its client.',
    fields: { request: { type: 'request', doc: 'the request', required: true } },
    scalar: 'request',
    *perform(system, values): Routine<boolean> {
      const { request } = values;
      assert(request instanceof SentRequest, 'the scenario is compiled: io.cancel names a request');
      for (const client of system.clients) {
        yield client.turn;
        if (client.connection === undefined || client.outstanding.get(request.mid) !== request) continue;
        return yield* call(srvCancelPending(client.connection, ({ mid }) => mid === request.mid));
      }
      return false;
    },
  },
  'reset-connection': {
    doc: 'The network loses the connection of a client.',
    fields: { client: { type: 'client', doc: 'the client', required: true } },
    scalar: 'client',
    *perform(system, values): Routine<boolean> {
      const client = system.clients.find(({ label }) => label === values.client);
      return client !== undefined && (yield* call(client.disconnect()));
    },
  },
  dismount: {
    doc: 'The volume is dismounted, whatever is open on it (FSCTL_DISMOUNT_VOLUME).',
    fields: {},
    perform: (system) => fatDismountVolume(system.volume.vcb),
  },
};
