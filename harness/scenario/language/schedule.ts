import type { Alternative, Key, RecordShape, Shape } from '../shape';
import { LINE_PATTERN } from './patterns';

const NAME: Shape = { kind: 'text', pattern: LINE_PATTERN };
const NTH: Key = {
  doc: 'Which of them, counted from 1.',
  shape: { kind: 'integer', minimum: 1, maximum: 1_000_000_000 },
  default: 1,
};

const ORDER: RecordShape = {
  kind: 'record',
  noun: '`order`',
  code: 'Q201',
  keys: new Map<string, Key>([
    ['task', { doc: 'The task that goes first.', shape: NAME, required: true }],
    ['before', { doc: 'The task that waits meanwhile.', shape: NAME, required: true }],
    ['at', { doc: 'The operation that it is about to perform.', shape: NAME, required: true }],
    ['nth', NTH],
  ]),
};

const VALUE: RecordShape = {
  kind: 'record',
  noun: '`value`',
  code: 'Q201',
  keys: new Map<string, Key>([
    ['of', { doc: 'The choice point.', shape: NAME, required: true }],
    ['task', { doc: 'The task that comes to it.', shape: NAME, required: true }],
    ['nth', NTH],
    [
      'is',
      {
        doc: 'What is chosen.',
        shape: { kind: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
        required: true,
      },
    ],
  ]),
};

const DEVIATION: Shape = {
  kind: 'single',
  noun: 'a deviation',
  code: 'Q201',
  alternatives: new Map<string, Alternative>([
    ['order', { doc: 'Another task goes before a step.', shape: ORDER }],
    ['value', { doc: 'A choice of a value is not the plainest.', shape: VALUE }],
  ]),
  beside: new Map(),
};

/** `explore.schedule`: what sets one run apart from the plainest. */
export const SCHEDULE: RecordShape = {
  kind: 'record',
  noun: '`schedule`',
  code: 'Q201',
  keys: new Map<string, Key>([
    ['timed', { doc: 'Whether virtual time decides who comes when.', shape: { kind: 'boolean' }, default: false }],
    [
      'deviations',
      {
        doc: 'Each choice that is not the plainest.',
        shape: { kind: 'list', items: DEVIATION, atLeast: 0 },
        required: true,
      },
    ],
  ]),
};
