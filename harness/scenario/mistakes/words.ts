import type { Mistakes } from './mistake';

/** Q3xx: words that the model does not have, or that it does not have here. */
export const WORD_MISTAKES = {
  Q301: {
    title: 'An unknown step',
    explanation:
      'A step is one of the operations of the model, or wait, await, repeat, parallel, random or expect. ' +
      '`quiesce list operations` shows the operations.',
    example: 'clients:\n  alice:\n    - opne: \\docs',
  },
  Q302: {
    title: 'An unknown fault point',
    explanation: 'The model has no fault point of this name. `quiesce list faults` shows them all.',
    example: 'faults:\n  - at: ex.pool.alocate\n    do: { fail: STATUS_INSUFFICIENT_RESOURCES }',
  },
  Q303: {
    title: 'An unknown subject',
    explanation:
      '`where` matches what a fault point tells about each occurrence, its subjects, and this point has no such subject. ' +
      '`quiesce list faults` shows the subjects of each point.',
    example:
      'faults:\n  - at: ex.pool.allocate\n    where: { tga: FSrt }\n    do: { fail: STATUS_INSUFFICIENT_RESOURCES }',
  },
  Q304: {
    title: 'An unknown status',
    explanation: 'The model knows no status of this name.',
    example: 'expect:\n  requests: { n1: STATUS_SUCESS }',
  },
  Q305: {
    title: 'A status that the call can not fail with',
    explanation:
      'The call at this fault point fails with certain statuses only, as the real one does. The message lists them.',
    example: 'faults:\n  - at: ex.pool.allocate\n    do: { fail: STATUS_CANCELLED }',
  },
  Q306: {
    title: 'An action that the point does not admit',
    explanation:
      'Of fail, delay, hold and drop a fault point admits those that make sense there. Client operations and the actions of ' +
      'the model are possible at every point.',
    example: 'faults:\n  - at: ex.pool.allocate\n    do: drop',
  },
  Q307: {
    title: 'An unknown action',
    explanation:
      'A fault can fail, delay, hold or drop, perform an operation of a client, or perform an action of the model. ' +
      '`quiesce list faults` and `quiesce list operations` show them.',
    example: 'faults:\n  - at: ex.pool.allocate\n    do: { fial: STATUS_INSUFFICIENT_RESOURCES }',
  },
  Q308: {
    title: 'An unknown invariant',
    explanation:
      'The model has no invariant of this name or number. `quiesce list invariants` shows them; both forms, ' +
      '`notify.buffer-freed` and `I-01`, are understood.',
    example: 'expect: { violates: notify.bufer-freed }',
  },
  Q309: {
    title: 'An unknown defect',
    explanation: 'The model has no defect of this name or number. `quiesce list defects` shows them.',
    example: 'system: { defects: [srv.forgets-to-fre] }',
  },
  Q310: {
    title: 'An unknown mark',
    explanation: '`sometimes` names marks, places that a search should reach, and the model has no such mark.',
    example: 'expect: { sometimes: [notify.completed-by-reprot] }',
  },
  Q311: {
    title: 'An unknown setting',
    explanation:
      'The model has no such setting. Settings stand below `system:`; elsewhere they are written `system.name`.',
    example: 'system: { dialekt: smb2 }',
  },
  Q312: {
    title: 'An unknown strategy',
    explanation: 'There is no search strategy of this name. `quiesce list strategies` shows them.',
    example: 'explore: { strategies: [ffo] }',
  },
  Q313: {
    title: 'An unknown exhibit',
    explanation: '`show` names what a report should show of the system, and the model has no exhibit of this name.',
    example: 'show: [pool]',
  },
  Q314: {
    title: 'An operation for faults only',
    explanation:
      'This operation ends or interrupts the client that performs it, so it can not be a step of that client. Use it as the ' +
      '`do` of a fault.',
    example: 'clients:\n  alice:\n    - connect\n    - reset',
  },
  Q315: {
    title: 'A name for nothing',
    explanation: '`as` names what an operation makes, a handle or a request, and this operation makes neither.',
    example: 'clients:\n  alice:\n    - create: { path: a.txt, as: file }',
  },
  Q316: {
    title: 'Settings that do not go together',
    explanation:
      'Each setting is possible by itself, but the model does not exist in this combination. The message says why.',
    example: 'system: { version: nt-3.51, dialect: smb2 }',
  },
  Q317: {
    title: 'An unknown model',
    explanation:
      '`model:` is the name of a folder below models, or the path of a file of your own that begins with `./` or `../`. ' +
      '`quiesce list models` shows those that are there.',
    example: 'model: nt4',
  },
  Q318: {
    title: 'The model can not be loaded',
    explanation:
      'The file of the model is there, but loading it failed, or it exports no `model`. The message says why.',
    example: 'model: ./broken.ts',
  },
  Q319: {
    title: 'An operation that can not be drawn',
    explanation:
      'A random workload makes up the values of its operations, and the model does not say how for this one.',
    example: 'clients:\n  alice:\n    - random: { operations: 10, mix: { connect: 1 } }',
  },
  Q320: {
    title: 'An unknown kind of client',
    explanation:
      'A client is a list of steps, or a map with one key, its kind, and the steps behind it. The model has no kind of client ' +
      'that is called this. `quiesce list clients` shows those that there are.',
    example: 'clients:\n  alice:\n    locale:\n      - open: \\docs',
  },
  Q321: {
    title: 'Not for this kind of client',
    explanation:
      'Clients of different kinds can do different things. This is an operation, or a field of one, that other kinds of client ' +
      'have and this one has not.',
    example: 'clients:\n  alice:\n    local:\n      - connect',
  },
  Q322: {
    title: 'What stands behind the colon of a strategy',
    explanation:
      'Some strategies take a number or a word behind their name and a colon, `pct:3`, and others nothing. ' +
      '`quiesce list strategies` says what each takes.',
    example: 'explore: { strategies: [pct:three] }',
  },
} as const satisfies Mistakes;
