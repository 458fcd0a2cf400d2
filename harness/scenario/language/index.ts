import type { Key, RecordShape, Shape } from '../shape';
import { expectationShape } from './expectation';
import { faultsShape } from './faults';
import { LINE_PATTERN, NAME_PATTERN, TAG_PATTERN } from './patterns';
import { REGRESSION } from './regression';
import { SCHEDULE } from './schedule';
import { settingKeys, systemShape } from './settings';
import { clientShape } from './steps';
import { strategyWords } from './strategies';
import type { Vocabulary } from './vocabulary';
import { exhibitShape, invariantShape } from './words';

export type { KnownStrategy, Vocabulary } from './vocabulary';

/** What holds for a scenario that does not say. */
export const DEFAULTS = { strategies: ['fifo', 'random-timed'], runs: 100, steps: 100_000 } as const;

const COUNT: Shape = { kind: 'integer', minimum: 1, maximum: 1_000_000_000 };

/** The whole language, composed from what the model declares: a scenario file has this shape. */
export function scenarioShape(vocabulary: Vocabulary): RecordShape {
  const { model } = vocabulary;
  const line: Shape = { kind: 'text', pattern: LINE_PATTERN };
  const keys = new Map<string, Key>([
    ['scenario', { doc: 'The title, one line.', shape: line, required: true }],
    ['why', { doc: 'What it is meant to show.', shape: { kind: 'text' }, required: true }],
    ['model', { doc: 'The model that it runs on.', shape: line, required: true }],
    [
      'tags',
      {
        doc: 'Words to select it by.',
        shape: { kind: 'list', items: { kind: 'text', pattern: TAG_PATTERN }, atLeast: 0 },
      },
    ],
    ['system', { doc: 'Settings of the model.', shape: systemShape(model) }],
    ['matrix', { doc: 'One instance for each combination of these settings.', shape: matrixShape(vocabulary) }],
    [
      'clients',
      {
        doc: 'What each client does, in order.',
        shape: { kind: 'dictionary', key: NAME_PATTERN, values: clientShape(vocabulary), atLeast: 1 },
        required: true,
      },
    ],
    ['faults', { doc: 'What goes wrong, and when.', shape: faultsShape(vocabulary) }],
    ['explore', { doc: 'How it is searched.', shape: exploreShape(vocabulary) }],
    ['expect', { doc: 'What must come out.', shape: expectationShape(vocabulary) }],
    [
      'judge',
      {
        doc: 'Judged by these invariants only; by all of the model’s unless told.',
        shape: { kind: 'list', items: invariantShape(model), atLeast: 1 },
      },
    ],
    ['limits', { doc: 'Bounds of a run.', shape: limitsShape() }],
    [
      'teardown',
      {
        doc: 'Whether clients close what they hold, log off and disconnect at the end.',
        shape: { kind: 'boolean' },
        default: true,
      },
    ],
    [
      'show',
      { doc: 'What the report shows of the system.', shape: { kind: 'list', items: exhibitShape(model), atLeast: 1 } },
    ],
    ['regression', { doc: 'The earlier failure that this scenario keeps.', shape: REGRESSION }],
  ]);
  return { kind: 'record', noun: 'a scenario', code: 'Q201', keys };
}

function matrixShape({ model }: Vocabulary): Shape {
  const keys = new Map<string, Key>();
  for (const [name, { doc, shape }] of settingKeys(model)) {
    keys.set(name, { doc, shape: { kind: 'list', items: shape, atLeast: 1 } });
  }
  return { kind: 'record', noun: '`matrix`', code: 'Q311', keys, atLeast: 1 };
}

function exploreShape(vocabulary: Vocabulary): Shape {
  const strategy: Shape = { kind: 'choice', noun: 'a strategy', code: 'Q312', of: strategyWords(vocabulary) };
  const keys = new Map<string, Key>([
    [
      'strategies',
      {
        doc: 'The strategies that search, one after the other.',
        shape: { kind: 'list', items: strategy, atLeast: 1 },
        default: DEFAULTS.strategies,
      },
    ],
    ['runs', { doc: 'Runs of each strategy.', shape: COUNT, default: DEFAULTS.runs }],
    ['schedule', { doc: 'A run to play: alone, unless strategies are given as well.', shape: SCHEDULE }],
  ]);
  return { kind: 'record', noun: '`explore`', code: 'Q201', keys };
}

function limitsShape(): Shape {
  const steps: Key = {
    doc: 'Steps of one run; one that reaches them is inconclusive.',
    shape: COUNT,
    default: DEFAULTS.steps,
  };
  return { kind: 'record', noun: '`limits`', code: 'Q201', keys: new Map([['steps', steps]]) };
}
