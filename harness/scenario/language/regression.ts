import type { Key, Pattern, RecordShape } from '../shape';
import { LINE_PATTERN } from './patterns';

const SIGNATURE_PATTERN: Pattern = {
  source: '^[^@\\p{Cc}]+@[^\\p{Cc}]*#[^\\p{Cc}]*$',
  expected: 'the signature of a failure, `invariant@place#shape`',
  code: 'Q212',
};

/** `regression`: which failure the scenario keeps. */
export const REGRESSION: RecordShape = {
  kind: 'record',
  noun: '`regression`',
  code: 'Q201',
  keys: new Map<string, Key>([
    ['of', { doc: 'Id of the scenario that failed.', shape: { kind: 'text', pattern: LINE_PATTERN }, required: true }],
    [
      'known',
      {
        doc: 'The signature of its failure, as long as that is not mended. Without it the scenario is a guard.',
        shape: { kind: 'text', pattern: SIGNATURE_PATTERN },
      },
    ],
  ]),
};
