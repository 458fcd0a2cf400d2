import type { Mistakes } from './mistake';

/** Q4xx: names that the scenario gives and uses. */
export const NAME_MISTAKES = {
  Q401: {
    title: 'An unknown name',
    explanation:
      'A name stands for a handle or a request, and nothing in the scenario makes one of this name: no `as:`, and no random ' +
      'workload, which names what it makes by its operation.',
    example: 'clients:\n  alice:\n    - connect\n    - open: { path: \\docs, as: dir }\n    - notify: dri',
  },
  Q402: {
    title: 'Used before it is made',
    explanation:
      'Steps of a client are performed in order, and this one uses a name that only a later one makes. It would always be ' +
      'skipped.',
    example:
      'clients:\n  alice:\n    - connect\n    - await: n1\n    - open: { path: \\docs, as: dir }\n' +
      '    - notify: { on: dir, as: n1 }',
  },
  Q403: {
    title: 'A handle where a request is needed, or the other way round',
    explanation:
      'An open directory is a handle; a notify that has been sent is a request. Each place takes one of the two.',
    example: 'clients:\n  alice:\n    - connect\n    - open: { path: \\docs, as: dir }\n    - await: dir',
  },
  Q404: {
    title: 'Used after it is closed',
    explanation:
      'An earlier step of the same client closes this handle and nothing opens it again, so what comes after can not use it.',
    example:
      'clients:\n  alice:\n    - connect\n    - open: { path: \\docs, as: dir }\n    - close: dir\n    - notify: dir',
  },
  Q405: {
    title: 'A name of several clients',
    explanation: 'More than one client makes something of this name, so say which is meant: `alice.n1`.',
    example:
      'clients:\n  alice: &both\n    - connect\n    - open: { path: \\docs, as: dir }\n    - notify: { on: dir, as: n1 }\n' +
      '  bob: *both\nexpect:\n  requests: { n1: STATUS_SUCCESS }',
  },
  Q406: {
    title: 'An unknown client',
    explanation: 'The scenario has no client of this name.',
    example: 'clients:\n  alice: [connect]\nfaults:\n  - at: ex.pool.allocate\n    do: { by: alcie, disconnect: }',
  },
  Q407: {
    title: 'Not a name',
    explanation:
      'A name is a word of letters, digits, `_` and `-` that begins with a letter or `_`. To use one, write `n1`, `alice.n1` ' +
      'for that of another client, and `n1[3]` for the third of several.',
    example: 'clients:\n  alice:\n    - connect\n    - await: n1[0]',
  },
  Q408: {
    title: 'Not made that often',
    explanation: 'The number in brackets counts the instances of a name from 1, and so many are never made.',
    example:
      'clients:\n  alice:\n    - connect\n    - open: { path: \\docs, as: dir }\n    - notify: { on: dir, as: n1 }\n' +
      '    - await: n1[2]',
  },
  Q409: {
    title: 'One name for a handle and a request',
    explanation: 'A client may use a name again, for its latest instance, but not for something of another kind.',
    example:
      'clients:\n  alice:\n    - connect\n    - open: { path: \\docs, as: dir }\n    - notify: { on: dir, as: dir }',
  },
  Q410: {
    title: 'A name of another kind of client',
    explanation:
      'What a client of one kind has opened or asked for means nothing to clients of another kind. Only `await` takes the ' +
      'requests of any.',
    example:
      'clients:\n  alice:\n    - connect\n    - open: { path: \\docs, as: dir }\n  bob:\n    local:\n      - close: dir',
  },
} as const satisfies Mistakes;
