import type { Mistakes } from './mistake';

/** Q5xx: faults that can not be meant. */
export const FAULT_MISTAKES = {
  Q501: {
    title: 'Several selectors',
    explanation:
      'The keys nth, every, probability, between and sweep each say at which matches a fault fires. At most one of them can ' +
      'be given; with none the search decides.',
    example:
      'faults:\n  - at: ex.pool.allocate\n    nth: 1\n    every: 2\n    do: { fail: STATUS_INSUFFICIENT_RESOURCES }',
  },
  Q502: {
    title: 'A fault without a place or a moment',
    explanation: 'A fault fires `at` a fault point, or, without one, at a moment drawn from `between`.',
    example: 'faults:\n  - do: dismount',
  },
  Q503: {
    title: 'A moment without time',
    explanation:
      'A fault with `between` and without `at` fires at a drawn moment of virtual time. Untimed strategies do not know ' +
      'moments: there every order is possible, and time decides nothing. Give the fault an `at`, or use timed strategies.',
    example: 'explore: { strategies: [pct] }\nfaults:\n  - between: [2 ms, 5 ms]\n    do: dismount',
  },
  Q504: {
    title: 'An operation of nobody',
    explanation:
      'An operation is performed by the client that owns the handle or request it names. This one names none, so say who ' +
      'performs it: `do: { by: alice, disconnect: }`.',
    example: 'faults:\n  - at: ex.pool.allocate\n    do: disconnect',
  },
  Q505: {
    title: 'An action that needs a point',
    explanation: 'The actions fail, delay, hold and drop act on the call at a fault point, so the fault needs an `at`.',
    example: 'faults:\n  - between: [2 ms, 5 ms]\n    do: drop',
  },
  Q506: {
    title: 'A number of times that contradicts the selector',
    explanation:
      '`nth` and a drawn moment happen once in a run, and a sweep counts by itself. `times` goes with every, probability, a ' +
      'window, or no selector.',
    example:
      'faults:\n  - at: ex.pool.allocate\n    nth: 3\n    times: 2\n    do: { fail: STATUS_INSUFFICIENT_RESOURCES }',
  },
  Q507: {
    title: 'Nothing to match',
    explanation: '`where` matches the subjects of a fault point, so the fault needs an `at`.',
    example: 'faults:\n  - between: [2 ms, 5 ms]\n    where: { client: alice }\n    do: dismount',
  },
  Q508: {
    title: 'Two faults of one name',
    explanation: 'Reports and recorded choices tell faults apart by their names.',
    example:
      'faults:\n  - { name: x, at: ex.pool.allocate, do: dismount }\n  - { name: x, at: ex.pool.allocate, do: dismount }',
  },
  Q509: {
    title: 'A client where none acts',
    explanation: '`by` says which client performs an operation. This action is not performed by a client.',
    example: 'faults:\n  - at: ex.pool.allocate\n    do: { by: alice, fail: STATUS_INSUFFICIENT_RESOURCES }',
  },
  Q510: {
    title: 'An action without anything to act on',
    explanation:
      'With the settings of this scenario the action could change nothing: what it acts on is not there. The message says what ' +
      'is missing.',
    example: 'faults:\n  - between: [2 ms, 5 ms]\n    do: shrink-pool',
  },
} as const satisfies Mistakes;
