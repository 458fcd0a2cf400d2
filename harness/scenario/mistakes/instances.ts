import type { Mistakes } from './mistake';

/** Q6xx: the instances of a scenario, and what is expected of each. */
export const INSTANCE_MISTAKES = {
  Q601: {
    title: 'A setting given twice',
    explanation:
      'A setting can be written nested or with dots. It is here in both forms, and of two values one would be lost.',
    example: 'system:\n  pool: { paged: 4 KiB }\n  pool.paged: 8 KiB',
  },
  Q602: {
    title: 'The same value twice',
    explanation: 'Each value of a matrix makes an instance, named by the value. Two equal ones would have one name.',
    example: 'matrix: { system.dialect: [smb1, smb1] }',
  },
  Q603: {
    title: 'Too many instances',
    explanation: 'A matrix makes one instance for each combination of its values, at most 1,000.',
    example: '# four settings of ten values each',
  },
  Q604: {
    title: 'No expectation applies',
    explanation:
      'In a list of expectations with `when`, the first one whose settings are in force counts; one without `when` counts ' +
      'always. For this instance there is none. End the list with one that has no `when`; `{}` expects nothing.',
    example: 'matrix: { system.dialect: [smb1, smb2] }\nexpect:\n  - { when: { system.dialect: smb1 }, verdict: pass }',
  },
  Q605: {
    title: 'Not a setting to override',
    explanation:
      '`--set` takes the name of a setting, an equals sign and a value, written as in the file: `--set system.dialect=smb2`. ' +
      'It overrides settings and nothing else.',
    example: 'quiesce run --set expect.verdict=pass',
  },
  Q606: {
    title: 'Two files of one name',
    explanation:
      'A scenario is known by its path below the root of the suite, without the extension. Two files come to the same name, ' +
      'so their results could not be told apart. Rename one of them.',
    example: 'quiesce run race.yaml race.yml',
  },
  Q607: {
    title: 'An invariant that does not judge',
    explanation:
      '`judge` names the only invariants that count in this scenario. One that is expected to be violated or exercised must ' +
      'be among them.',
    example: 'judge: [I-01]\nexpect: { violates: I-03 }',
  },
} as const satisfies Mistakes;
