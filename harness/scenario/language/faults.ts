import type { FaultPoint } from '../../sim/fault';
import type { Model } from '../../sim/model';
import type { Alternative, Dependent, Key, RecordShape, Shape, SingleShape, Word } from '../shape';
import { kindsWith, ofKind, operationsOfAll } from './kinds';
import { performableShape } from './operation';
import { LINE_PATTERN, NAME_PATTERN, REFERENCE_PATTERN } from './patterns';
import type { Vocabulary } from './vocabulary';
import { pointShape, statusShape } from './words';

/** At most one of these says at which matches a fault fires. */
export const SELECTORS = ['nth', 'every', 'probability', 'between', 'sweep'] as const;

const COUNT: Shape = { kind: 'integer', minimum: 1, maximum: 1_000_000_000 };

/** `faults:`. */
export function faultsShape(vocabulary: Vocabulary): Shape {
  return { kind: 'list', items: faultShape(vocabulary), atLeast: 1 };
}

function faultShape({ model }: Vocabulary): RecordShape {
  const duration: Shape = { kind: 'quantity', quantity: 'duration' };
  const keys = new Map<string, Key>([
    ['name', { doc: 'What reports call it.', shape: { kind: 'text', pattern: LINE_PATTERN } }],
    ['at', { doc: 'The fault point: passing it is an occurrence.', shape: pointShape(model) }],
    ['where', { doc: 'Subjects of the point: every one given must match.', shape: WHERE }],
    ['nth', { doc: 'Fires at this match of the run, counted from 1.', shape: COUNT }],
    ['every', { doc: 'Fires at every so-manieth match.', shape: COUNT }],
    ['probability', { doc: 'Fires at each match with this chance.', shape: { kind: 'quantity', quantity: 'ratio' } }],
    [
      'between',
      {
        doc: 'With `at`: fires within this window of virtual time. Without: at a moment drawn from it.',
        shape: { kind: 'list', items: duration, atLeast: 2, atMost: 2 },
      },
    ],
    ['sweep', { doc: 'Run after run: at the 1st match, then the 2nd ...', shape: sweepShape() }],
    ['times', { doc: 'How often it may fire in one run.', shape: COUNT }],
    ['do', { doc: 'What happens.', shape: actionShape(model), required: true }],
  ]);
  const exclusive = { keys: SELECTORS, code: 'Q501' } as const;
  return { kind: 'record', noun: 'a fault', code: 'Q201', keys, exclusive, dependent: whereAt('at', model) };
}

function sweepShape(): Shape {
  const of: readonly Word[] = [
    { word: 'once', doc: 'That match only.' },
    { word: 'onward', doc: 'That match and all later ones.' },
  ];
  return { kind: 'choice', code: 'Q205', of };
}

/** `where`, where the point is not known. */
const WHERE: Shape = {
  kind: 'dictionary',
  key: { source: '^\\S+$', expected: 'a subject', code: 'Q303' },
  values: { kind: 'anything' },
  atLeast: 1,
};

/** The subjects that `where` may match, by the point that stands at `on`. */
function whereAt(on: string, { faultPoints }: Model): Dependent {
  return { key: 'where', on, shapes: new Map(faultPoints.map((point) => [point.id, subjectsShape(point)])) };
}

function subjectsShape({ id, subjects }: FaultPoint): RecordShape {
  const keys = new Map(subjects.map((subject) => [subject, { doc: `Of ${id}.`, shape: subjectShape(subject) }]));
  return { kind: 'record', noun: `the subjects of ${id}`, code: 'Q303', keys, atLeast: 1 };
}

function subjectShape(subject: string): Shape {
  if (subject === 'request' || subject === 'handle') return { kind: 'text', pattern: REFERENCE_PATTERN };
  return { kind: 'anything' };
}

function actionShape(model: Model): SingleShape {
  const alternatives = new Map<string, Alternative>(pointActions(model));
  for (const [name, operation] of operationsOfAll(model)) {
    const [kind, ...others] = kindsWith(model, name);
    const of = others.length > 0 ? ' of any kind' : ofKind(kind);
    alternatives.set(name, { doc: operation.doc, shape: performableShape(name, operation, of) });
  }
  for (const [name, action] of Object.entries(model.actions)) {
    alternatives.set(name, { doc: action.doc, shape: performableShape(name, action) });
  }
  const by: Key = {
    doc: 'The client that performs the operation, where no name says it.',
    shape: { kind: 'text', pattern: NAME_PATTERN },
  };
  return { kind: 'single', noun: 'an action', code: 'Q307', alternatives, beside: new Map([['by', by]]) };
}

function pointActions(model: Model): readonly (readonly [string, Alternative])[] {
  const nothing: RecordShape = { kind: 'record', noun: '`drop`', code: 'Q201', keys: new Map() };
  const hold: RecordShape = {
    kind: 'record',
    noun: '`hold`',
    code: 'Q201',
    keys: new Map<string, Key>([
      ['until', { doc: 'The point that somebody else must pass.', shape: pointShape(model), required: true }],
      ['where', { doc: 'Subjects of that point: every one given must match.', shape: WHERE }],
      [
        'at-most',
        {
          doc: 'The virtual time after which it goes on anyway.',
          shape: { kind: 'quantity', quantity: 'duration' },
          required: true,
        },
      ],
    ]),
    dependent: whereAt('until', model),
  };
  return [
    ['fail', { doc: 'The call at the point fails with this status.', shape: statusShape(model) }],
    ['delay', { doc: 'The call at the point takes this much longer.', shape: { kind: 'quantity', quantity: 'range' } }],
    ['hold', { doc: 'Parks the thread at the point until another point is passed.', shape: hold }],
    [
      'drop',
      {
        doc: 'What passes the point is lost.',
        shape: { kind: 'forms', expected: 'nothing', forms: { nothing, map: nothing } },
      },
    ],
  ];
}
