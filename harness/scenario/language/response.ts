import type { Key, RecordShape, Shape } from '../shape';
import { settingKeys } from './settings';
import type { Vocabulary } from './vocabulary';
import { statusShape } from './words';

/** What is expected of a response: statuses, or a map, or a list of maps with `when`. */
export function responseShape(vocabulary: Vocabulary): Shape {
  return { kind: 'named', name: 'response', shape: () => formsOf(vocabulary) };
}

/** The settings under which an expectation counts. */
export function whenKey({ model }: Vocabulary): Key {
  const keys = new Map([...settingKeys(model)].map(([name, key]) => [name, { ...key, required: false }]));
  return {
    doc: 'Counts only where these settings are in force; of a list the first that does counts.',
    shape: { kind: 'record', noun: '`when`', code: 'Q311', keys, atLeast: 1 },
  };
}

function formsOf(vocabulary: Vocabulary): Shape {
  const status = statusShape(vocabulary.model);
  const statuses: Shape = { kind: 'list', items: status, atLeast: 1 };
  const map = recordOf({
    kind: 'forms',
    expected: 'a status or a list of them',
    forms: { scalar: status, list: statuses },
  });
  const withWhen: RecordShape = { ...map, keys: new Map([...map.keys, ['when', whenKey(vocabulary)]]) };
  return {
    kind: 'forms',
    expected: 'a status, a list of statuses, or a map with `status`, `information` and `records`',
    forms: { scalar: status, list: statuses, map, 'list of maps': { kind: 'list', items: withWhen, atLeast: 1 } },
  };
}

function recordOf(status: Shape): RecordShape {
  const keys = new Map<string, Key>([
    ['status', { doc: 'The statuses that are allowed.', shape: status }],
    [
      'information',
      {
        doc: 'The number of bytes, or what else the operation answers there.',
        shape: { kind: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      },
    ],
    [
      'records',
      { doc: 'What was delivered, a line each.', shape: { kind: 'named', name: 'records', shape: recordsShape } },
    ],
  ]);
  return { kind: 'record', noun: 'an expected response', code: 'Q201', keys };
}

/** In order; with groups in any order between; or one of several. */
function recordsShape(): Shape {
  const text: Shape = { kind: 'text' };
  const anyOrder: Key = { doc: 'These in any order.', shape: { kind: 'list', items: text, atLeast: 0 } };
  const records: Shape = { kind: 'named', name: 'records', shape: recordsShape };
  const group: RecordShape = {
    kind: 'record',
    noun: 'a group of records',
    code: 'Q201',
    keys: new Map([['any-order', { ...anyOrder, required: true }]]),
  };
  const list: Shape = {
    kind: 'list',
    items: { kind: 'forms', expected: 'a record, or a map with `any-order`', forms: { scalar: text, map: group } },
    atLeast: 0,
  };
  const map: RecordShape = {
    kind: 'record',
    noun: '`records`',
    code: 'Q201',
    keys: new Map([
      ['any-order', anyOrder],
      ['alternatives', { doc: 'One of these.', shape: { kind: 'list', items: records, atLeast: 1 } }],
    ]),
    exclusive: { keys: ['any-order', 'alternatives'], code: 'Q214' },
    atLeast: 1,
  };
  const expected = 'a list of records, or a map with `any-order` or `alternatives`';
  return { kind: 'forms', expected, forms: { list, 'list of maps': list, map } };
}
