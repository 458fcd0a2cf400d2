// What a valid file compiles to.
import test from 'ava';
import { compile, duplicateIds, parse, type Scenario, type Step } from '.';
import { GOOD } from './_good.test';
import { brief, completed, load, strategies, toy } from './_toy.test';
import { SwitchedOn } from './undeclared';

function only(text: string): Scenario {
  const { scenarios, diagnostics } = load(text);
  if (scenarios?.length !== 1) throw new Error(JSON.stringify(diagnostics, undefined, 1));
  return scenarios[0];
}

function reference(client: string, name: string, instance?: number): object {
  return { kind: 'reference', client, name, instance };
}

function switchedOn(...defects: readonly string[]): ReadonlySet<string> {
  const declared = toy.defects.map(({ id }) => id);
  return new SwitchedOn(defects, declared);
}

test('the least scenario has every default', (t) => {
  const { model, settings, ...rest } = only(GOOD['minimal']);
  t.is(model, toy);
  t.deepEqual(settings, {
    values: {
      version: 'reference',
      dialect: 'smb1',
      processors: 1,
      'pool.paged': 4 * 1024 ** 2,
      'pool.limited': false,
      'net.latency': { fromTicks: 1_000, toTicks: 50_000 },
      'net.timeout': 50_000_000,
      name: 'SERVER',
      features: [],
    },
    defects: switchedOn(),
  });
  t.deepEqual(rest, {
    id: 't',
    file: 't.yaml',
    title: 'the least',
    why: 'Nothing can be left out.',
    tags: [],
    set: [],
    clients: [
      {
        name: 'alice',
        kind: undefined,
        steps: [{ kind: 'operation', label: '5: connect', line: 5, operation: 'connect', values: {}, as: undefined }],
      },
    ],
    faults: [],
    explore: { strategies: ['fifo', 'random-timed'], runs: 100 },
    expect: { violates: undefined, requests: [], sometimes: [], exercises: [] },
    judge: undefined,
    regression: undefined,
    limits: { steps: 100_000 },
    teardown: true,
    show: [],
  });
});

test('everything that is written arrives', (t) => {
  const scenario = only(GOOD['everything']);
  t.is(scenario.why, 'Whoever loses must still free the buffer.');
  t.deepEqual(scenario.tags, ['race', 'kb-150833']);
  t.deepEqual(scenario.settings, {
    values: {
      version: 'nt-3.51',
      dialect: 'smb1',
      processors: 2,
      'pool.paged': 4 * 1024 ** 2,
      'pool.limited': true,
      'net.latency': { fromTicks: 10_000, toTicks: 50_000 },
      'net.timeout': 50_000_000,
      name: 'BIG',
      features: ['leases'],
    },
    defects: switchedOn('srv.forgets-to-free', 'fsrtl.frees-twice'),
  });
  t.deepEqual(scenario.explore, { strategies: ['random-timed'], runs: 2000 });
  t.deepEqual(scenario.judge, ['notify.buffer-freed', 'notify.buffers-bounded']);
  t.deepEqual(scenario.limits, { steps: 5000 });
  t.false(scenario.teardown);
  t.deepEqual(scenario.show, ['pool-paged-bytes']);
  t.deepEqual(scenario.expect, {
    violates: 'notify.buffer-freed',
    requests: [
      {
        request: reference('alice', 'n1'),
        line: 90,
        response: { statuses: ['STATUS_SUCCESS', 'STATUS_CANCELLED'] },
      },
      { request: reference('alice', 'n2', 1), line: 91, response: { statuses: ['STATUS_SUCCESS'] } },
      {
        request: reference('bob', 'notify'),
        line: 92,
        response: {
          statuses: ['STATUS_SUCCESS'],
          information: undefined,
          records: { kind: 'in-order', records: [] },
        },
      },
    ],
    sometimes: ['notify.completed-by-report'],
    exercises: ['notify.buffers-bounded'],
  });
});

function operation(step: Step): readonly [label: string, values: object, as: string | undefined] {
  if (step.kind !== 'operation') throw new Error(`a ${step.kind}`);
  return [step.label, step.values, step.as?.name];
}

test('steps of a client', (t) => {
  const steps = only(GOOD['everything']).clients[0].steps;
  t.deepEqual(steps.slice(0, 3).map(operation), [
    ['18: connect', {}, undefined],
    ['19: open dir', { path: '\\docs' }, 'dir'],
    [
      '20: notify n1',
      { on: reference('alice', 'dir'), buffer: 4096, filter: ['file-name', 'dir-name'], tree: true },
      'n1',
    ],
  ]);
  t.deepEqual(steps.slice(3, 6), [
    { kind: 'wait', label: '21: wait 5 ms', ticks: 50_000 },
    { kind: 'await', label: '22: await n1', request: reference('alice', 'n1'), withinTicks: undefined },
    { kind: 'expect', label: '23: expect', line: 23, column: 7, response: { statuses: ['STATUS_SUCCESS'] } },
  ] as unknown as Step[]);
  const repeat = steps[6];
  if (repeat.kind !== 'repeat') throw new Error(repeat.kind);
  t.deepEqual([repeat.label, repeat.times], ['24: repeat 3 times', 3]);
  t.deepEqual(operation(repeat.steps[0]), [
    '27: notify n2',
    { on: reference('alice', 'dir'), buffer: 4096, filter: ['file-name'], tree: false },
    'n2',
  ]);
  t.like(repeat.steps[1], { kind: 'await', withinTicks: 50_000_000 });
  t.like(steps[7], { kind: 'await', label: '29: await n2[2]', request: reference('alice', 'n2', 2) });
  t.deepEqual(operation(steps[8]), ['30: close dir', { handle: reference('alice', 'dir') }, undefined]);
});

test('steps of another client', (t) => {
  const steps = only(GOOD['everything']).clients[1].steps;
  t.deepEqual(
    [0, 1, 3, 4, 7].map((index) => operation(steps[index])),
    [
      ['32: connect', {}, undefined],
      ['33: create \\docs\\a.txt', { path: '\\docs\\a.txt' }, undefined],
      ['35: rename', { from: 'a', to: 'b' }, undefined],
      ['36: cancel alice.n1', { request: reference('alice', 'n1') }, undefined],
      ['41: notify y', { on: reference('bob', 'y'), buffer: 4096, filter: ['file-name'], tree: false }, undefined],
    ],
  );
  const parallel = steps[6];
  if (parallel.kind !== 'parallel') throw new Error(parallel.kind);
  t.deepEqual(parallel.branches[0].map(operation), [
    ['39: open \\x', { path: '\\x' }, undefined],
    ['39: open y', { path: '\\y' }, 'y'],
  ]);
  t.deepEqual(parallel.branches[1] as unknown[], [
    {
      kind: 'random',
      label: '40: random 200 operations',
      operations: 200,
      mix: [
        { operation: 'create', weight: 5 },
        { operation: 'notify', weight: 3 },
      ],
    },
  ]);
  const inOrder = (...records: string[]): object => ({ kind: 'in-order', records });
  const anyOrder = (...records: string[]): object => ({ kind: 'any-order', records });
  t.deepEqual(
    steps.flatMap((step) => (step.kind === 'expect' && step.response.records ? [step.response.records as object] : [])),
    [
      inOrder('ADDED a.txt'),
      anyOrder('a', 'b'),
      { kind: 'alternatives', of: [inOrder('a', 'b'), anyOrder('c', 'd')] },
      { kind: 'groups', of: [inOrder('a'), anyOrder('b', 'c'), inOrder('d', 'e')] },
    ],
  );
});

test('faults', (t) => {
  const { faults } = only(GOOD['everything']);
  const send = { at: 'smb.send', where: {}, select: { kind: 'search' }, times: 1 };
  const allocate = {
    at: 'ex.pool.allocate',
    action: { kind: 'fail', status: 'STATUS_INSUFFICIENT_RESOURCES' },
  };
  t.deepEqual(faults.map(({ line: _line, ...fault }) => fault) as object[], [
    {
      name: 'client gives up mid-completion',
      at: 'fsrtl.report.before-complete',
      where: { request: 'alice.n1', client: 'alice' },
      select: { kind: 'nth', n: 1 },
      times: 1,
      action: {
        kind: 'operation',
        client: 'alice',
        operation: 'cancel',
        values: { request: reference('alice', 'n1') },
        as: undefined,
      },
    },
    {
      ...allocate,
      name: 'fail STATUS_INSUFFICIENT_RESOURCES at ex.pool.allocate',
      where: { tag: 'FSrt', bytes: 4096 },
      select: { kind: 'probability', odds: { numerator: 1, denominator: 10 } },
      times: Infinity,
    },
    {
      ...allocate,
      name: 'fail STATUS_INSUFFICIENT_RESOURCES at ex.pool.allocate (2)',
      where: {},
      select: { kind: 'every', n: 2 },
      times: 5,
    },
    {
      ...send,
      name: 'drop at smb.send',
      select: { kind: 'sweep', mode: 'onward' },
      times: Infinity,
      action: { kind: 'drop' },
    },
    {
      ...send,
      name: 'delay at smb.send',
      select: { kind: 'between', range: { fromTicks: 20_000, toTicks: 50_000 } },
      action: { kind: 'delay', range: { fromTicks: 10_000, toTicks: 50_000 } },
    },
    {
      name: 'hold until fsrtl.cancel.entered at fsrtl.report.before-complete',
      at: 'fsrtl.report.before-complete',
      where: {},
      select: { kind: 'search' },
      times: 1,
      action: {
        kind: 'hold',
        until: 'fsrtl.cancel.entered',
        where: { request: 'bob.notify[3]' },
        atMostTicks: 50_000,
      },
    },
    {
      ...send,
      name: 'gone',
      where: { client: 'bob' },
      times: 2,
      action: { kind: 'operation', client: 'bob', operation: 'disconnect', values: {}, as: undefined },
    },
    {
      name: 'dismount',
      at: undefined,
      where: {},
      select: { kind: 'between', range: { fromTicks: 10_000, toTicks: 20_000 } },
      times: 1,
      action: { kind: 'system', action: 'dismount', values: {} },
    },
    {
      ...send,
      name: 'io.cancel at smb.send',
      action: { kind: 'system', action: 'io.cancel', values: { request: reference('alice', 'n1') } },
    },
    {
      ...send,
      name: 'exhaust-pool at smb.send',
      action: { kind: 'system', action: 'exhaust-pool', values: { leave: 12 * 1024 } },
    },
    {
      ...send,
      name: 'bob open at smb.send',
      action: {
        kind: 'operation',
        client: 'bob',
        operation: 'open',
        values: { path: '\\z' },
        as: { name: 'z', isNumbered: true },
      },
    },
    {
      ...send,
      name: 'bob close at smb.send',
      action: {
        kind: 'operation',
        client: 'bob',
        operation: 'close',
        values: { handle: reference('bob', 'z') },
        as: undefined,
      },
    },
    {
      ...send,
      name: 'alice reset at smb.send',
      action: { kind: 'operation', client: 'alice', operation: 'reset', values: {}, as: undefined },
    },
  ]);
});

/** What `where` matches by a name that is given so many times. */
const uses: readonly (readonly [times: number, written: string, matched: object | string])[] = [
  [1, 'n1', 'alice.n1'],
  [1, '"n1[1]"', 'alice.n1'],
  [3, 'n1', { anyUseOf: 'alice.n1' }],
  [3, '"n1[1]"', 'alice.n1[1]'],
  [3, '"alice.n1[3]"', 'alice.n1[3]'],
];

for (const [times, written, matched] of uses) {
  test(`where { request: ${written} }, of a name that is given ${times} times`, (t) => {
    const notify = `repeat: { times: ${times}, do: [notify: { on: dir, as: n1 }] }`;
    const { clients, faults } = only(
      completed(`clients: { alice: [open: { path: x, as: dir }, ${notify}] }
faults:
  - at: fsrtl.report.before-complete
    where: { request: ${written} }
    do: { hold: { until: fsrtl.cancel.entered, where: { request: ${written} }, at-most: 5 ms } }`),
    );
    const [, repeat] = clients[0].steps;
    const [given] = repeat.kind === 'repeat' ? repeat.steps : [];
    t.deepEqual(given.kind === 'operation' && given.as, { name: 'n1', isNumbered: times > 1 });
    const [{ where, action }] = faults;
    const both: unknown = [where, action.kind === 'hold' && action.where];
    t.deepEqual(both, [{ request: matched }, { request: matched }]);
  });
}

test('a matrix makes one instance for each combination, the last axis fastest', (t) => {
  const { scenarios = [] } = load(GOOD['matrix']);
  const both = '[fsrtl.frees-twice,srv.forgets-to-free]';
  t.deepEqual(
    scenarios.map(({ id, set }) => [id, ...set]),
    ['smb1', 'smb2'].flatMap((dialect) =>
      ['4KiB', '1MiB'].flatMap((size) =>
        ['[]', both].map((defects) => [
          `t[dialect=${dialect},pool.paged=${size},defects=${defects}]`,
          `system.dialect=${dialect}`,
          `system.pool.paged=${size}`,
          `system.defects=${defects}`,
        ]),
      ),
    ),
  );
  t.deepEqual(
    scenarios.map(({ expect, clients, settings }) => [
      expect.violates ?? 'pass',
      ...clients[0].steps.flatMap((step) => (step.kind === 'expect' ? step.response.statuses : [])),
      ...settings.defects,
    ]),
    ['STATUS_SUCCESS', 'STATUS_SUCCESS', 'STATUS_CANCELLED', ''].flatMap((status) => {
      const statuses = status === '' ? [] : [status];
      return [
        ['pass', ...statuses],
        ['notify.buffer-freed', ...statuses, 'fsrtl.frees-twice', 'srv.forgets-to-free'],
      ];
    }),
  );
});

test('the set arguments of an instance make that instance', (t) => {
  for (const { id, set, settings } of load(GOOD['matrix']).scenarios ?? []) {
    const { scenarios } = load(GOOD['matrix'], { set });
    t.deepEqual(
      scenarios?.map((scenario) => [scenario.id, scenario.set, scenario.settings]),
      [[id, set, settings]],
    );
  }
});

const overrides: readonly (readonly [set: readonly string[], ...expected: string[]])[] = [
  [['system.dialect=smb2'], '[dialect=smb2] system.dialect=smb2'],
  [['system.version=nt-3.51', 'system.dialect=smb1'], '[dialect=smb1] system.dialect=smb1 system.version=nt-3.51'],
  [
    ['system.pool.paged=8 KiB'],
    '[dialect=smb1] system.dialect=smb1 system.pool.paged=8 KiB',
    '[dialect=smb2] system.dialect=smb2 system.pool.paged=8 KiB',
  ],
  [
    ['system.processors=2', 'system.processors=3', 'system.dialect=smb2'],
    '[dialect=smb2] system.dialect=smb2 system.processors=3',
  ],
  // What does not go with it is the value of the matrix.
  [['system.version=nt-3.51'], 't.yaml Q316@1:34 smb1'],
  [['system.dialekt=smb2'], '--set Q311@1:1 system.dialect'],
  [['dialect=smb2'], '--set Q605@1:1 system.dialect'],
  [['expect.verdict=pass'], '--set Q605@1:1'],
  [['system.dialect'], '--set Q605@1:1'],
  [[''], '--set Q605@1:1'],
  [['system.dialect='], '--set Q215@1:16'],
  [['system.dialect=smb3'], '--set Q205@1:16 smb1'],
  [['system.processors=two'], '--set Q203@1:19'],
  [['system.pool.paged=8'], '--set Q211@1:19 8 B'],
  [['system.defects=[D0]'], '--set Q309@1:17 D01'],
  [['system.defects=[D01'], '--set Q103@1:16'],
  [['system.name=A: B'], '--set Q203@1:13'],
];

test('--set overrides settings', (t) => {
  const text = completed('matrix: { system.dialect: [smb1, smb2] }');
  const found = overrides.map(([set]) => {
    const { scenarios, diagnostics } = load(text, { set });
    return [
      set,
      ...diagnostics.map((diagnostic) => `${diagnostic.file} ${brief(diagnostic)}`),
      ...(scenarios ?? []).map((scenario) => [scenario.id.slice(1), ...scenario.set].join(' ')),
    ];
  });
  t.deepEqual(found as unknown[], overrides as unknown[]);
});

test('a value that a matrix does not have takes the place of those that it has', (t) => {
  const { scenarios } = load(completed('matrix: { system.processors: [1, 2] }'), { set: ['system.processors=4'] });
  t.deepEqual(
    scenarios?.map(({ id, settings }) => [id, settings.values['processors']]),
    [['t[processors=4]', 4]],
  );
});

test('strategies from outside take the place of the file’s, and a drawn moment must still be possible', (t) => {
  const text = completed('faults:\n  - between: [1 ms, 2 ms]\n    do: dismount');
  t.deepEqual(load(text, { exploreWith: ['random-timed'] }).scenarios?.[0].explore.strategies, ['random-timed']);
  t.deepEqual(load(text, { exploreWith: ['pct'] }).diagnostics.map(brief), ['Q503@2:14']);
});

const fine: Readonly<Record<string, string>> = {
  'a name may be given again': '[connect, open: { path: a, as: d }, close: d, open: { path: b, as: d }, notify: d]',
  'a numbered name is not followed': '[open: { path: a, as: d }, open: { path: b, as: d }, close: d, notify: "d[1]"]',
  'a loop may close what it opens': '[repeat: { times: 2, do: [open: { path: a, as: d }, notify: d, close: d] }]',
  'branches may use what others make': '[parallel: [[open: { path: a, as: d }], [notify: d]], notify: d]',
  'a branch that opens again leaves it open':
    '[open: { path: a, as: d }, parallel: [[close: d], [open: { path: b, as: d }]], notify: d]',
  'the own name comes before that of another': '[open: { path: a, as: e }, notify: e]',
  'random workloads name what they make':
    '[random: { operations: 9, mix: { notify: 1, open: 1 } }, await: "notify[7]", notify: open]',
  'an empty filter is a filter': '[open: { path: a, as: d }, notify: { on: d, filter: [] }]',
};

for (const [title, steps] of Object.entries(fine)) {
  test(`names: ${title}`, (t) => {
    const text = completed(`clients:\n  alice: ${steps}\n  bob: [open: { path: b, as: e }, close: e]`);
    t.deepEqual(load(text).diagnostics.map(brief), []);
  });
}

test('a fault may use what only another fault makes', (t) => {
  const text = completed(`clients:
  alice: [connect, notify: late, close: late]
faults:
  - at: smb.send
    do: { by: alice, open: { path: a, as: late } }`);
  t.deepEqual(load(text).diagnostics.map(brief), []);
});

test('two files of one id are a mistake of the second', (t) => {
  const files = ['a.yaml', 'b.yaml', 'a.yml'].map((file) => {
    const { value } = parse(file, completed('# x'));
    if (value === undefined) throw new Error(file);
    return { id: file.replace(/\..*/, ''), tree: value };
  });
  t.deepEqual(
    duplicateIds(files).map(({ code, file, line, message }) => [code, file, line, message]),
    [['Q606', 'a.yml', 2, 'the id `a` is already that of a.yaml']],
  );
});

test('a matrix has at most a thousand instances', (t) => {
  const numbers = Array.from({ length: 32 }, (_, i) => i + 1).join(', ');
  const sizes = Array.from({ length: 32 }, (_, i) => `${i + 4} KiB`).join(', ');
  const text = completed(`matrix:\n  system.processors: [${numbers}]\n  system.pool.paged: [${sizes}]`);
  t.deepEqual(load(text).diagnostics.map(brief), ['Q603@1:1']);
});

test('a setting that a model requires must be there', (t) => {
  const { value } = parse('t.yaml', GOOD['minimal']);
  if (value === undefined) throw new Error('no tree');
  const model = { ...toy, settings: { volume: { type: 'text', doc: 'Which.', required: true } } } as const;
  const compileWith = (set: readonly string[]): readonly string[] =>
    compile(value, model, { id: 't', strategies, set }).diagnostics.map(brief);
  t.deepEqual(compileWith([]), ['Q202@3:1']);
  t.deepEqual(compileWith(['system.volume=C']), []);
});
