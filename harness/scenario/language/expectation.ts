import type { Key, RecordShape, Shape } from '../shape';
import { REFERENCE_PATTERN } from './patterns';
import { responseShape, whenKey } from './response';
import type { Vocabulary } from './vocabulary';
import { invariantShape, markShape, violationShape } from './words';

/** `expect:`, a map or a list of maps with `when`. */
export function expectationShape(vocabulary: Vocabulary): Shape {
  const map = recordOf(vocabulary);
  const withWhen: RecordShape = { ...map, keys: new Map([...map.keys, ['when', whenKey(vocabulary)]]) };
  return {
    kind: 'forms',
    expected: 'a map of expectations, or a list of them with `when`',
    forms: { map, 'list of maps': { kind: 'list', items: withWhen, atLeast: 1 } },
  };
}

function recordOf(vocabulary: Vocabulary): RecordShape {
  const { model } = vocabulary;
  const violates: Key = {
    doc: 'The invariant that the search must find violated, by name or number.',
    shape: violationShape(model),
  };
  const keys = new Map<string, Key>([
    ['verdict', { doc: '`pass` unless told.', shape: verdictShape(violates), default: 'pass' }],
    ['violates', violates],
    [
      'requests',
      {
        doc: 'The final response of each request.',
        shape: { kind: 'dictionary', key: REFERENCE_PATTERN, values: responseShape(vocabulary), atLeast: 1 },
      },
    ],
    [
      'sometimes',
      {
        doc: 'Marks that at least one run of the search must reach.',
        shape: { kind: 'list', items: markShape(model), atLeast: 1 },
      },
    ],
    [
      'exercises',
      {
        doc: 'Invariants that must have had something to judge.',
        shape: { kind: 'list', items: invariantShape(model), atLeast: 1 },
      },
    ],
  ]);
  const exclusive = { keys: ['verdict', 'violates'], code: 'Q214' } as const;
  return { kind: 'record', noun: '`expect`', code: 'Q201', keys, exclusive };
}

function verdictShape(violates: Key): Shape {
  return {
    kind: 'forms',
    expected: '`pass`, or a map with `violates`',
    forms: {
      scalar: { kind: 'choice', noun: '`pass`, or a map with `violates`', code: 'Q205', of: [{ word: 'pass' }] },
      map: {
        kind: 'record',
        noun: '`verdict`',
        code: 'Q201',
        keys: new Map([['violates', { ...violates, required: true }]]),
      },
    },
  };
}
