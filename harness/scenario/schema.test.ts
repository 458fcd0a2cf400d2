// The schema that editors use agrees with the harness as far as a schema can.
import test from 'ava';
import { parse, scenarioSchema } from '.';
import { GOOD } from './_good.test';
import { completed, strategies, toy } from './_toy.test';
import { modelProblems, newValidator } from './model-problems';
import type { Model } from '../sim/model';
import type { Node } from './node';

function plain(node: Node): unknown {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
    case 'list':
      return node.items.map(plain);
    case 'scalar':
      return node.value;
  }
}

const validate = newValidator().compile(scenarioSchema({ model: toy, strategies }));

function accepts(text: string): boolean {
  const { value } = parse('t.yaml', text);
  if (value === undefined) throw new Error(text);
  return validate(plain(value.root));
}

for (const [title, text] of Object.entries(GOOD)) {
  test(`the schema accepts the scenario "${title}"`, (t) => {
    t.true(accepts(text), JSON.stringify(validate.errors, undefined, 1));
  });
}

const refused: readonly string[] = [
  'scenari: x',
  'scenario: 12',
  'tags: [Not A Tag]',
  'tags: race',
  'teardown: "no"',
  'limits: { steps: 0 }',
  'show: [watchs]',
  'explore: { strategies: [ptc] }',
  'system: { dialect: smb3 }',
  'system: { pool: { pagd: 4 KiB } }',
  'system: { pool: { paged: 4096 } }',
  'system: { net: { latency: 1..5 ms } }',
  'system: { name: lower }',
  'system: { defects: [D03] }',
  'clients: {}',
  'clients: { 2nd: [connect] }',
  'clients: { alice: [] }',
  'clients: { alice: [conect] }',
  'clients: { alice: [open] }',
  'clients: { alice: [{ open: a, connect: }] }',
  'clients: { alice: [{ open: { path: a, as: 2nd } }] }',
  'clients: { alice: [{ notify: { on: d, fliter: [] } }] }',
  'clients: { alice: [{ notify: { on: d, filter: [name] } }] }',
  'clients: { alice: [{ create: { path: a, as: f } }] }',
  'clients: { alice: [reset] }',
  'clients: { alice: [{ wait: 5 }] }',
  'clients: { alice: [{ await: { within: 5 s } }] }',
  'clients: { alice: [{ repeat: { times: 2, do: [conect] } }] }',
  'clients: { alice: [{ random: { operations: 5, mix: { rename: 1 } } }] }',
  'clients: { alice: [{ expect: STATUS_NO }] }',
  'clients: { alice: [{ expect: { records: { any-order: [a], alternatives: [[b]] } } }] }',
  'faults: []',
  'faults: [{ at: smb.sent, do: drop }]',
  'faults: [{ at: smb.send }]',
  'faults: [{ at: smb.send, do: {} }]',
  'faults: [{ at: smb.send, do: { by: alice } }]',
  'faults: [{ at: smb.send, do: { dorp: } }]',
  'faults: [{ at: smb.send, do: drop, probability: 0.1 }]',
  'faults: [{ at: smb.send, do: drop, nth: 1, every: 2 }]',
  'faults: [{ at: smb.send, do: drop, between: [1 ms] }]',
  'expect: { violates: I-99 }',
  'expect: { verdict: pass, violates: I-01 }',
  'expect: { sometimes: [nowhere] }',
  'expect: []',
  'matrix: { dialect: [smb1] }',
  'matrix: { system.dialect: [] }',
];

test('the schema refuses what has the wrong form', (t) => {
  t.deepEqual(
    refused.filter((fixture) => accepts(completed(fixture))),
    [],
  );
});

test('the schema is plain data with descriptions, and describes each operation once', (t) => {
  const schema = scenarioSchema({ model: toy, strategies });
  t.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
  const text = JSON.stringify(schema);
  t.is(text.split('"Bytes for the answer."').length, 2);
  for (const { statement } of toy.invariants) t.true(text.includes(statement));
  for (const { id, doc } of toy.faultPoints) t.true(text.includes(id) && text.includes(doc));
});

test('a model may be without actions, defects, marks and exhibits', (t) => {
  const bare: Model = { ...toy, actions: {}, defects: [], marks: [], exhibits: {}, invariants: [], faultPoints: [] };
  t.deepEqual(modelProblems(bare), []);
});

const problems: readonly (readonly [problem: string, change: Partial<Model>])[] = [
  ['two fault points are called `smb.send`', { faultPoints: [...toy.faultPoints, toy.faultPoints[3]] }],
  ['two marks are called `notify.completed-by-report`', { marks: [...toy.marks, toy.marks[0]] }],
  [
    'two invariants or defects have the number `I-01`',
    { invariants: toy.invariants.map((one) => ({ ...one, number: 'I-01' })) },
  ],
  [
    'the setting `pool` is also the group of others',
    { settings: { ...toy.settings, pool: { type: 'boolean', doc: 'x' } } },
  ],
  ['`defects` is a key of its own and no setting', { settings: { defects: { type: 'boolean', doc: 'x' } } }],
  [
    '`wait` is a word of the language and can not be an operation or action',
    { operations: { wait: toy.operations['connect'] } },
  ],
  ['`connect` is both an operation and an action', { actions: { connect: toy.actions['dismount'] } }],
  [
    'the scalar of `open` is `file`, which is none of its fields',
    { operations: { open: { ...toy.operations['open'], scalar: 'file' } }, clientKinds: undefined },
  ],
  [
    '`open` has a field `as`, which is a word of the language',
    {
      operations: {
        open: { ...toy.operations['open'], scalar: undefined, fields: { as: { type: 'text', doc: 'x' } } },
      },
      clientKinds: undefined,
    },
  ],
  [
    'ex.pool.allocate fails with `STATUS_X`, which the model does not list',
    { faultPoints: [{ ...toy.faultPoints[0], statuses: ['STATUS_X'] }] },
  ],
  [
    '`await` is a word of the language and can not be an operation or action',
    { clientKinds: { local: { doc: 'x', operations: { await: toy.operations['connect'] } } } },
  ],
  ['`exit` is both an operation and an action', { actions: { exit: toy.actions['dismount'] } }],
  [
    'the default of `system.count` is none of its values: 9',
    { settings: { count: { type: 'integer', doc: 'x', minimum: 1, maximum: 5, default: 9 } } },
  ],
  [
    'the default of `system.kind` is none of its values: c',
    { settings: { kind: { type: 'choice', doc: 'x', of: ['a', 'b'], default: 'c' } } },
  ],
];

test('a model that declares nothing wrong has no problems', (t) => {
  t.deepEqual(modelProblems(toy), []);
});

for (const [problem, change] of problems) {
  test(`a problem of a model: ${problem}`, (t) => {
    t.deepEqual(modelProblems({ ...toy, check: undefined, ...change }), [problem]);
  });
}

const differences: readonly (readonly [what: string, change: Partial<Model['operations'][string]>])[] = [
  ['scalar', { scalar: undefined }],
  ['`makes`', { makes: 'request' }],
  ['field `path`', { fields: { path: { type: 'integer', doc: 'x', minimum: 0, maximum: 9 } } }],
  ['field `path`', { fields: { path: { type: 'text', doc: 'x', pattern: '^a' } } }],
];

test('what clients of several kinds can do is written in one way', (t) => {
  for (const [what, change] of differences) {
    const open = { ...toy.operations['open'], ...change };
    const found = modelProblems({ ...toy, clientKinds: { local: { doc: 'x', operations: { open } } } });
    t.deepEqual(found, [`\`open\` of a \`local\` client has another ${what} than elsewhere`]);
  }
});

test('a pattern that is no regular expression is a problem of the model', (t) => {
  const settings = { volume: { type: 'text', doc: 'x', pattern: '(' } } as const;
  const found = modelProblems({ ...toy, settings });
  t.is(found.length, 1);
  t.regex(found[0], /^the schema composed from the model is not valid: /);
});
