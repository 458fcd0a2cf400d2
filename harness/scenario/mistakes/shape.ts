import type { Mistakes } from './mistake';

/** Q2xx: values that are not of the form that their place asks for. */
export const SHAPE_MISTAKES = {
  Q201: {
    title: 'An unknown key',
    explanation:
      'Unknown keys are refused everywhere: a misspelt key that is silently ignored makes a test that tests nothing. The ' +
      'message lists the keys that are possible at this place.',
    example: 'clints:\n  alice: [connect]',
  },
  Q202: {
    title: 'A key is missing',
    explanation:
      'This place needs a key that is not there. Every scenario needs `scenario`, `why`, `model` and `clients`.',
    example: 'clients:\n  alice:\n    - notify: { as: n1 }',
  },
  Q203: {
    title: 'A value of the wrong kind',
    explanation:
      'Text, a number, true or false, a list and a map are different kinds of values, and each place takes some of them. ' +
      'Text that looks like a number must be quoted.',
    example: 'tags: race',
  },
  Q204: {
    title: 'Not one key',
    explanation:
      'A step of a workload, and the `do` of a fault, is a map with one key: what is to be done. What belongs to it stands ' +
      'below that key, indented further or in braces.',
    example: 'clients:\n  alice:\n    - open: { path: \\docs }\n      as: dir',
  },
  Q205: {
    title: 'Not one of the words possible here',
    explanation: 'This place takes one of a fixed set of words. The message lists them.',
    example: 'system: { dialect: smb4 }',
  },
  Q206: {
    title: 'A number out of bounds',
    explanation: 'The number or size is smaller or larger than this place allows. The message says what it allows.',
    example: 'explore: { runs: 0 }',
  },
  Q207: {
    title: 'Not a duration',
    explanation:
      'A duration is a number and a unit: us, ms, s, min, h or d. Decimals are allowed as long as they make a whole number ' +
      'of 100 ns, the unit of virtual time.',
    example: 'clients:\n  alice:\n    - wait: 5 seconds',
  },
  Q208: {
    title: 'Not a range of durations',
    explanation:
      'A range is two durations with two dots between them, the shorter first, or one duration for both ends.',
    example: 'faults:\n  - at: fsrtl.report.before-complete\n    do: { delay: 5 ms..1 ms }',
  },
  Q209: {
    title: 'Not a size',
    explanation: 'A size is a number and a unit: B, KiB, MiB or GiB. It must come to a whole number of bytes.',
    example: 'system: { pool: { paged: 4 KB } }',
  },
  Q210: {
    title: 'Not a ratio',
    explanation:
      'A probability is a ratio of two whole numbers, such as 1/10. It is never 0, at most 1, and never a decimal, so that ' +
      'it is drawn exactly.',
    example: 'faults:\n  - at: ex.pool.allocate\n    probability: 0.1\n    do: { fail: STATUS_INSUFFICIENT_RESOURCES }',
  },
  Q211: {
    title: 'A number without a unit',
    explanation: 'Durations and sizes are never bare numbers: write the unit, `5 ms` or `4 KiB`, also for 0.',
    example: 'clients:\n  alice:\n    - wait: 5',
  },
  Q212: {
    title: 'Text of the wrong form',
    explanation:
      'The text at this place must follow a pattern: names, for instance, have no spaces. The message says which.',
    example: 'tags: [two words]',
  },
  Q213: {
    title: 'Nothing in it',
    explanation:
      'This list or map must not be empty, or has too few or too many elements. A client without steps, for instance, does ' +
      'nothing, and a test of nothing must not pass.',
    example: 'clients: {}',
  },
  Q214: {
    title: 'Keys that exclude each other',
    explanation: 'Only one of these keys can be given here, because each of them answers the same question.',
    example: 'expect:\n  verdict: pass\n  violates: notify.buffer-freed',
  },
  Q215: {
    title: 'No value',
    explanation: 'There is a key, or an operation, and nothing behind it, at a place that needs a value.',
    example: 'clients:\n  alice:\n    - wait',
  },
} as const satisfies Mistakes;
