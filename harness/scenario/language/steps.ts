import type { Model } from '../../sim/model';
import type { Mistaken } from '../diagnostics';
import { oneOf } from '../quote';
import type { Alternative, Key, Shape, SingleShape } from '../shape';
import { type Kind, kindsOf, ofKind, operationOf, operationsOf, wrongKindOfClient } from './kinds';
import { responseShape } from './response';
import { performableShape } from './operation';
import { REFERENCE_PATTERN } from './patterns';
import type { Vocabulary } from './vocabulary';

/** The steps that are not operations of the model. */
export const BUILT_IN_STEPS = ['wait', 'await', 'repeat', 'parallel', 'random', 'expect'] as const;

/** How often a step may be repeated, and how many operations a random workload may have. */
const TIMES_MAX = 1_000_000;
const WEIGHT_MAX = 1_000;

/** A client: its steps, or its kind with its steps. */
export function clientShape(vocabulary: Vocabulary): Shape {
  const steps = stepsShape(vocabulary, undefined);
  const { clientKinds } = vocabulary.model;
  if (clientKinds === undefined) return steps;
  const alternatives = new Map<string, Alternative>();
  for (const [kind, { doc }] of Object.entries(clientKinds)) {
    alternatives.set(kind, { doc, shape: stepsShape(vocabulary, kind) });
  }
  const map: SingleShape = { kind: 'single', noun: 'a kind of client', code: 'Q320', alternatives, beside: new Map() };
  const expected = `a list of steps, or a map from the kind of client (${oneOf([...alternatives.keys()])}) to one`;
  return { kind: 'forms', expected, forms: { list: steps, 'list of maps': steps, map } };
}

/** A list of steps: what a client of this kind does, and what `repeat` and `parallel` contain. */
function stepsShape(vocabulary: Vocabulary, kind: Kind): Shape {
  const name = `step${ofKind(kind)}`;
  const steps: Shape = { kind: 'list', items: { kind: 'named', name, shape: stepShape }, atLeast: 1 };
  let made: SingleShape | undefined;
  return steps;

  function stepShape(): Shape {
    made ??= singleShape(vocabulary, kind, steps);
    return made;
  }
}

function singleShape(vocabulary: Vocabulary, kind: Kind, steps: Shape): SingleShape {
  const alternatives = new Map<string, Alternative>(builtIn(vocabulary, kind, steps));
  const refused = notOfThisKind(vocabulary.model, kind);
  for (const [name, operation] of Object.entries(operationsOf(vocabulary.model, kind))) {
    if (operation.faultOnly === true) refused.set(name, forFaultsOnly(name));
    else alternatives.set(name, { doc: operation.doc, shape: performableShape(name, operation, ofKind(kind)) });
  }
  return { kind: 'single', noun: 'a step', code: 'Q301', alternatives, beside: new Map(), refused };
}

/** What only clients of other kinds do. */
function notOfThisKind(model: Model, kind: Kind): Map<string, Mistaken> {
  const refused = new Map<string, Mistaken>();
  for (const other of kindsOf(model)) {
    for (const name of Object.keys(operationsOf(model, other))) {
      if (operationOf(model, kind, name) === undefined) refused.set(name, wrongKindOfClient(model, kind, name));
    }
  }
  return refused;
}

function forFaultsOnly(name: string): Mistaken {
  return { code: 'Q314', message: `\`${name}\` can be the \`do\` of a fault only, not a step` };
}

function builtIn(vocabulary: Vocabulary, kind: Kind, steps: Shape): readonly (readonly [string, Alternative])[] {
  const duration: Shape = { kind: 'quantity', quantity: 'duration' };
  const name: Shape = { kind: 'text', pattern: REFERENCE_PATTERN };
  return [
    ['wait', { doc: 'Lets virtual time pass.', shape: duration }],
    [
      'await',
      {
        doc: 'Waits for the final response of a request.',
        shape: {
          kind: 'forms',
          expected: 'the name of a request, or a map with `request` and `within`',
          forms: {
            scalar: name,
            map: record('`await`', [
              ['request', { doc: 'The request to wait for.', shape: name, required: true }],
              [
                'within',
                { doc: 'The virtual time that it may take; judged by timed strategies only.', shape: duration },
              ],
            ]),
          },
        },
      },
    ],
    [
      'repeat',
      {
        doc: 'Performs steps several times.',
        shape: record('`repeat`', [
          ['times', { doc: 'How often.', shape: integer(TIMES_MAX), required: true }],
          ['do', { doc: 'The steps.', shape: steps, required: true }],
        ]),
      },
    ],
    [
      'parallel',
      {
        doc: 'Performs lists of steps at the same time, and goes on when all are done.',
        shape: { kind: 'list', items: steps, atLeast: 1 },
      },
    ],
    [
      'random',
      {
        doc: 'Performs operations drawn from a weighted mix.',
        shape: record('`random`', [
          ['operations', { doc: 'How many.', shape: integer(TIMES_MAX), required: true }],
          ['mix', { doc: 'The weight of each operation.', shape: mixShape(vocabulary, kind), required: true }],
        ]),
      },
    ],
    ['expect', { doc: 'Judges the last operation of this client.', shape: responseShape(vocabulary) }],
  ];
}

function mixShape({ model }: Vocabulary, kind: Kind): Shape {
  const keys = new Map<string, Key>();
  const refused = notOfThisKind(model, kind);
  for (const [name, operation] of Object.entries(operationsOf(model, kind))) {
    if (operation.faultOnly === true) refused.set(name, forFaultsOnly(name));
    else if (operation.random === undefined) refused.set(name, undrawable(name));
    else keys.set(name, { doc: operation.doc, shape: integer(WEIGHT_MAX) });
  }
  return { kind: 'record', noun: 'a mix of operations', code: 'Q301', keys, refused, atLeast: 1 };
}

function undrawable(name: string): Mistaken {
  return { code: 'Q319', message: `the model makes up no values for \`${name}\`, so it can not be drawn` };
}

function integer(maximum: number): Shape {
  return { kind: 'integer', minimum: 1, maximum };
}

function record(noun: string, keys: readonly (readonly [string, Key])[]): Shape {
  return { kind: 'record', noun, code: 'Q201', keys: new Map(keys) };
}
