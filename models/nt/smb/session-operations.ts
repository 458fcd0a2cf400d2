import { call, type ClientOperation, type Performed, type Routine, type Values } from '../../../harness/sim';
import type { SmbCommand } from '../srv/message';
import type { NtSystem } from '../system';
import type { SmbClient } from './client';
import type { Header } from './client-connection';
import { ifConnected } from './draw';

type NtOperation = ClientOperation<NtSystem, SmbClient>;

const PROCESS = { type: 'integer', minimum: 1, maximum: 100, default: 1 } as const;

/** Operations on connections, sessions and tree connects. */
export const SESSION_OPERATIONS: Readonly<Record<string, NtOperation>> = {
  connect: {
    doc: 'Connects to the server, logs on and connects to its share. Done again it begins anew: what the server still has of the client’s earlier sessions is to end (a VcNumber of zero, SMB2 PreviousSessionId).',
    fields: {},
    *perform(_system, client): Routine<Performed> {
      return { response: { status: yield* call(client.connect()) } };
    },
    *random(_system, client): Routine<Values | undefined> {
      yield client.turn;
      return client.connection === undefined ? {} : undefined;
    },
  },
  'tree-connect': {
    doc: 'Connects to the share once more, in the same session.',
    fields: {},
    *perform(_system, client, _values, name): Routine<Performed> {
      const response = yield* call(client.exchange({ command: 'TREE_CONNECT' }, name));
      if (response.status === 'STATUS_SUCCESS') client.connection?.tids.push(response.tid ?? 0);
      return { response: { status: response.status } };
    },
    random: (_system, client) => ifConnected(client, () => ({})),
  },
  'tree-disconnect': {
    doc: 'Disconnects from the share: what was opened through this tree connect is closed.',
    fields: {
      tree: {
        type: 'integer',
        doc: 'which tree connect, in the order in which they were made',
        minimum: 1,
        maximum: 100,
        default: 1,
      },
    },
    *perform(_system, client, values, name): Routine<Performed> {
      yield client.turn;
      const header = client.header({ tree: Number(values.tree) });
      return yield* call(exchange(client, { command: 'TREE_DISCONNECT' }, name, header));
    },
    random: (_system, client) => ifConnected(client, () => ({ tree: 1 })),
  },
  reauthenticate: {
    doc: 'Logs on again in the same session, with credentials that fail unless said. In SMB2 a session is lost with that.',
    fields: { succeeds: { type: 'boolean', doc: 'whether the logon succeeds', default: false } },
    perform: (_system, client, values, name) =>
      exchange(client, { command: 'REAUTHENTICATE', succeeds: values.succeeds === true }, name),
    random: (_system, client, draw) => ifConnected(client, () => ({ succeeds: draw(2) === 1 })),
  },
  logoff: {
    doc: 'Ends the session: what was opened in it is closed.',
    fields: {},
    perform: (_system, client, _values, name) => exchange(client, { command: 'LOGOFF' }, name),
    random: (_system, client) => ifConnected(client, () => ({})),
  },
  exit: {
    doc: 'A process of the client is killed: SMB1 sends PROCESS_EXIT, and the server closes what the process has open; SMB2 has the client cancel its requests and close its files.',
    fields: { process: { ...PROCESS, doc: 'which process' } },
    scalar: 'process',
    *perform(system, client, values, name): Routine<Performed> {
      yield client.turn;
      const header = client.header({ process: Number(values.process) });
      const handles = client.handles.filter((file) => !file.closed && file.header.pid === header.pid);
      for (const file of handles) file.closed = true;
      if (system.server.dialect.name === 'smb1') {
        const performed = yield* call(exchange(client, { command: 'PROCESS_EXIT' }, name, header));
        return { ...performed, effective: handles.length > 0 };
      }
      for (const connection of client.connections) {
        for (const request of [...connection.outstanding.values(), ...connection.waiting])
          if (request.header.pid === header.pid) yield client.cancel(request);
      }
      for (const file of handles) yield* call(client.exchange({ command: 'CLOSE', fid: file.fid }, name, file));
      return { response: { status: 'STATUS_SUCCESS' }, effective: handles.length > 0 };
    },
    random: (_system, client) => ifConnected(client, () => ({ process: 1 })),
  },
  disconnect: {
    doc: 'Drops the connection.',
    fields: {
      how: {
        type: 'choice',
        of: ['fin', 'rst'],
        doc: 'fin: what was sent before still arrives at the server; rst: it does not',
        default: 'fin',
      },
    },
    scalar: 'how',
    *perform(_system, client, values): Routine<Performed> {
      const effective = yield* call(client.disconnect(values.how === 'rst' ? 'rst' : 'fin'));
      return { response: { status: 'STATUS_SUCCESS' }, effective };
    },
    random: (_system, client, draw) => ifConnected(client, () => ({ how: draw(2) === 1 ? 'rst' : 'fin' })),
  },
};

function* exchange(client: SmbClient, body: SmbCommand, name: string, header?: Header): Routine<Performed> {
  const { status } = yield* call(client.exchange(body, name, undefined, header));
  return { response: { status } };
}
