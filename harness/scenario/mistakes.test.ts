// What an author may write wrongly, a row each: the fixture, then all that is reported: code@line:column suggestion.
import test from 'ava';
import { MISTAKES } from '.';
import { brief, completed, load } from './_toy.test';

/** Three lines of workload, then the row's own from line 5 on. */
const steps = (...lines: readonly string[]): string =>
  ['clients:', '  alice:', '    - connect', '    - open: { path: \\docs, as: dir }', ...lines].join('\n');

/** A fault at a point, the row's own keys from line 3 on. */
const fault = (...lines: readonly string[]): string =>
  ['faults:', '  - at: fsrtl.report.before-complete', ...lines.map((line) => `    ${line}`)].join('\n');

const rows: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'the top': [
    ['scenari: x', 'Q201@1:1 scenario'],
    ['scenario:', 'Q215@1:1'],
    ['scenario: 12', 'Q203@1:11 "12"'],
    ['scenario: true', 'Q203@1:11 "true"'],
    ['scenario: [a]', 'Q203@1:11'],
    ['scenario: ""', 'Q212@1:11'],
    ['scenario: "two\\nlines"', 'Q212@1:11'],
    ['why: { because: x }', 'Q203@1:6'],
    ['description: x', 'Q201@1:1'],
    ['__proto__: 1', 'Q201@1:1'],
    ['constructor: 1\ntoString: 2', 'Q201@1:1', 'Q201@2:1'],
    ['tags: [race, Not A Tag, 7]', 'Q212@1:14', 'Q203@1:25 "7"'],
    ['tags:\n  race: 1', 'Q203@2:3'],
    ['teardown: no', 'Q203@1:11 false'],
    ['limits: { steps: 0 }', 'Q206@1:18 1'],
    ['limits: { step: 10 }', 'Q201@1:11 steps'],
    ['limits: 1000', 'Q203@1:9'],
    ['limits:', 'Q215@1:1'],
    ['show: [watchs]', 'Q313@1:8 watches'],
    ['show: []', 'Q213@1:7'],
    ['explore: { runs: many }', 'Q203@1:18'],
    ['explore: { runs: 1.5 }', 'Q203@1:18'],
    ['explore: { strategies: [] }', 'Q213@1:24'],
    ['explore: { strategies: pct }', 'Q203@1:24 [pct]'],
    ['explore: { strategies: [pct, Fifo] }', 'Q312@1:30 fifo'],
  ],
  system: [
    ['system: { dialect: SMB2 }', 'Q205@1:20 smb2'],
    ['system: { dialekt: smb2 }', 'Q311@1:11 dialect'],
    ['system: { version: 3.51 }', 'Q205@1:20 nt-3.51'],
    ['system: { processors: 33 }', 'Q206@1:23 32'],
    ['system: { processors: two }', 'Q203@1:23'],
    ['system: { pool: { pagd: 4 KiB } }', 'Q311@1:19 paged'],
    ['system: { pool: 4 KiB }', 'Q203@1:17'],
    ['system: { pool: { paged: 4096 } }', 'Q211@1:26 4096 B'],
    ['system: { pool: { paged: 1 KiB } }', 'Q206@1:26'],
    ['system: { pool.paged: 4 kb }', 'Q209@1:23 4 KiB'],
    ['system: { pool: { limited: yes } }', 'Q203@1:28 true'],
    ['system: { net: { latency: 1..5 ms } }', 'Q208@1:27 1 ms..5 ms'],
    ['system: { net: { latency: 1 ms..5 msec } }', 'Q208@1:27 1 ms..5 ms'],
    ['system: { net: { timeout: 0.05 us } }', 'Q207@1:27'],
    ['system: { name: server }', 'Q212@1:17'],
    ['system: { features: [oplock] }', 'Q205@1:22 oplocks'],
    ['system: { features: lease }', 'Q205@1:21 leases'],
    ['system: { defects: D01 }', 'Q203@1:20 [D01]'],
    ['system: { defects: [D03] }', 'Q309@1:21 D01'],
    ['system: []', 'Q203@1:9'],
    ['system: { version: nt-3.51, dialect: smb2 }', 'Q316@1:38 smb1'],
    // All mistakes at once: that settings do not go together is no less true.
    ['system: { version: nt-3.51, dialect: smb2 }\nshow: [x]', 'Q316@1:38 smb1', 'Q313@2:8'],
  ],
  clients: [
    ['clients:', 'Q215@1:1'],
    ['clients: [alice]', 'Q203@1:10'],
    ['clients:\n  alice:', 'Q215@2:3'],
    ['clients:\n  alice: []', 'Q213@2:10'],
    ['clients:\n  alice: connect', 'Q203@2:10 [connect]'],
    ['clients:\n  alice: [connect]\n  alice: [connect]', 'Q105@3:3'],
    ['clients:\n  2nd: [connect]', 'Q407@2:3'],
    ['clients:\n  alice.b: [connect]', 'Q407@2:3'],
    [steps('    - conect'), 'Q301@5:7 connect'],
    [steps('    - notify dir'), 'Q301@5:7 notify: dir'],
    [steps('    - Notify: dir'), 'Q301@5:7 notify'],
    [steps('    - 5'), 'Q203@5:7'],
    [steps('    - [connect]'), 'Q203@5:7'],
    [steps('    - {}'), 'Q204@5:7'],
    [steps('    -'), 'Q215@5:6'],
    [steps('    - __proto__: 1'), 'Q301@5:7'],
    [steps('    - connect: now'), 'Q203@5:16'],
    [steps('    - connect: { to: server }'), 'Q201@5:18'],
    [steps('    - open'), 'Q202@5:7'],
    [steps('    - open:'), 'Q202@5:7'],
    [steps('    - open: { path: \\docs, as: 2nd }'), 'Q407@5:32'],
    [steps('    - open:', '      path: \\docs', '      as: x'), 'Q204@6:7'],
    [steps('    - notify: dir', '      as: n1'), 'Q204@6:7'],
    [steps('    - connect:', '      disconnect:'), 'Q204@6:7'],
    [steps('    - notify: { on: dir, fliter: [file-name] }'), 'Q201@5:26 filter'],
    [steps('    - notify: { on: dir, filter: [name] }'), 'Q205@5:35'],
    [steps('    - notify: { on: dir, filter: [filename, dirname] }'), 'Q205@5:35 file-name', 'Q205@5:45 dir-name'],
    [steps('    - notify: { on: dir, buffer: 4 }'), 'Q211@5:34 4 B'],
    [steps('    - notify: { on: dir, buffer: 65 KiB }'), 'Q206@5:34'],
    [steps('    - notify: { on: dir, tree: "true" }'), 'Q203@5:32'],
    [steps('    - notify: { on: [dir] }'), 'Q203@5:21'],
    [steps('    - notify: { on: d i r }'), 'Q407@5:21'],
    [steps('    - create: 12'), 'Q203@5:15 "12"'],
    [steps('    - create: { path: a, as: f }'), 'Q315@5:26'],
    [steps('    - reset'), 'Q314@5:7'],
    [steps('    - reset:'), 'Q314@5:7'],
    [steps('    - wait'), 'Q215@5:7'],
    [steps('    - wait:'), 'Q215@5:7'],
    [steps('    - wait: 0'), 'Q211@5:13 0 ms'],
    [steps('    - wait: 5 m'), 'Q207@5:13 5 min'],
    [steps('    - wait: 5 apples'), 'Q207@5:13'],
    [steps('    - wait: soon'), 'Q207@5:13'],
    [steps('    - wait: -5 ms'), 'Q207@5:13'],
    [steps('    - wait: 99999999999999 d'), 'Q207@5:13'],
    [steps('    - await'), 'Q215@5:7'],
    [steps('    - await: { within: 5 s }'), 'Q202@5:14'],
    [steps('    - await: [n1]'), 'Q203@5:14'],
    [steps('    - repeat: { times: 0, do: [connect] }'), 'Q206@5:24 1'],
    [steps('    - repeat: { times: 2 }'), 'Q202@5:15'],
    [steps('    - repeat: { times: 2, do: [conect] }'), 'Q301@5:32 connect'],
    [steps('    - repeat: { times: 2, do: { connect: } }'), 'Q203@5:31'],
    [steps('    - repeat: 2'), 'Q203@5:15'],
    [steps('    - parallel: [connect]'), 'Q203@5:18 [connect]'],
    [steps('    - parallel: [[conect], [disconect]]'), 'Q301@5:19 connect', 'Q301@5:29 disconnect'],
    [steps('    - random: { operations: 5, mix: {} }'), 'Q213@5:37'],
    [steps('    - random: { operations: 5, mix: { craete: 1 } }'), 'Q301@5:39 create'],
    [steps('    - random: { operations: 5, mix: { create: 0 } }'), 'Q206@5:47 1'],
    [steps('    - random: { operations: 5, mix: { rename: 1, reset: 1 } }'), 'Q319@5:39', 'Q314@5:50'],
    [steps('    - random: { operations: 5 }'), 'Q202@5:15'],
    [steps('    - expect: STATUS_SUCESS'), 'Q304@5:15 STATUS_SUCCESS'],
    [steps('    - expect: []'), 'Q213@5:15'],
    [steps('    - expect'), 'Q215@5:7'],
    [steps('    - expect: { status: [STATUS_SUCCESS, X] }'), 'Q304@5:42'],
    [steps('    - expect: { information: -1 }'), 'Q206@5:30 0'],
    [steps('    - expect: { records: ADDED a.txt }'), 'Q203@5:26 [ADDED a.txt]'],
    [steps('    - expect: { records: { any-order: [a], alternatives: [[b]] } }'), 'Q214@5:44'],
    [steps('    - expect: { records: [a, { any-ordr: [b] }] }'), 'Q201@5:32 any-order'],
    [steps('    - expect: { records: [1] }'), 'Q203@5:27 "1"'],
  ],
  'kinds of client': [
    ['clients:\n  alice: { local: connect }', 'Q203@2:19 [connect]'],
    ['clients:\n  alice: { local: }', 'Q215@2:12'],
    ['clients:\n  alice: { locale: [connect] }', 'Q320@2:12 local'],
    ['clients:\n  alice: { locale: [{ open: { path: a, as: h } }, { close: h }, { await: h }] }', 'Q320@2:12 local'],
    ['clients:\n  alice: {}', 'Q204@2:10'],
    ['clients:\n  alice: { local: [{ open: a }], smb: [connect] }', 'Q204@2:34'],
    ['clients:\n  alice: { local: [connect] }', 'Q321@2:20'],
    ['clients:\n  alice: [duplicate: h]', 'Q321@2:11'],
    ['clients:\n  alice: { local: [{ repeat: { times: 2, do: [{ create: a }] } }] }', 'Q321@2:49'],
    ['clients:\n  alice: { local: [{ random: { operations: 2, mix: { create: 1 } } }] }', 'Q321@2:54'],
    ['clients:\n  alice: { local: [exit] }', 'Q314@2:20'],
    ['clients:\n  alice: { local: [{ open: { path: a, sync: true } }] }', 'Q201@2:39'],
    ['clients:\n  alice: [{ open: { path: a, synchronous: true } }]', 'Q201@2:30'],
    [steps('    - await: n1', '  carol: { local: [{ close: dir }] }'), 'Q401@5:14', 'Q410@6:29'],
    ['clients:\n  alice: { local: [{ open: { path: a, as: h } }] }\n  bob: [connect, { notify: h }]', 'Q410@3:28'],
    [
      fault('do: { close: c.h }') + '\nclients:\n  alice: [connect]\n  b: { local: [{ open: { path: a, as: h } }] }',
      'Q406@3:18 b',
    ],
    [`${fault('do: { cancel: n1 }')}\nclients:\n  c: { local: [{ open: { path: a, as: n1 } }] }`, 'Q403@3:19'],
    [`${fault('do: { by: c, connect: }')}\nclients:\n  c: { local: [{ open: a }] }`, 'Q321@3:18'],
    [fault('do: { by: alice, exit: }'), 'Q321@3:22'],
    [fault('do: { duplicate: dir }'), 'Q321@3:11'],
    [fault('do: { by: alice, open: { path: a, synchronous: true } }'), 'Q321@3:39'],
    [
      `${fault('do: { by: c, close: dir }')}\nclients:\n  a: [{ open: { path: a, as: dir } }]\n  c: { local: [{ open: a }] }`,
      'Q410@3:25',
    ],
    [`${fault('do: { by: c, exit: }')}\nclients:\n  c: { locale: [{ open: a }] }`, 'Q320@5:8 local'],
  ],
  names: [
    [steps('    - notify: dri'), 'Q401@5:15 dir'],
    [steps('    - notify: bob.dir'), 'Q406@5:15'],
    [steps('    - notify: alice.dri'), 'Q401@5:15 alice.dir'],
    [steps('    - await: dir'), 'Q403@5:14'],
    [steps('    - notify: dir[0]'), 'Q407@5:15'],
    [steps('    - notify: dir[2]'), 'Q408@5:15'],
    [steps('    - await: n1', '    - notify: { on: dir, as: n1 }'), 'Q402@5:14'],
    [steps('    - notify: { on: other, as: n1 }', '    - open: { path: x, as: other }'), 'Q402@5:21'],
    [steps('    - close: dir', '    - notify: dir'), 'Q404@6:15'],
    [steps('    - close: dir', '    - close: dir'), 'Q404@6:14'],
    [steps('    - close: { handle: dir }', '    - repeat: { times: 2, do: [notify: dir] }'), 'Q404@6:40'],
    [steps('    - parallel: [[close: dir], [close: dir]]', '    - notify: dir'), 'Q404@6:15'],
    [steps('    - notify: { on: dir, as: dir }'), 'Q409@5:30'],
    [steps('    - await: notify'), 'Q401@5:14'],
    [steps('    - await: create', '    - random: { operations: 5, mix: { create: 1 } }'), 'Q401@5:14'],
    [steps('    - await: notify', '    - random: { operations: 5, mix: { notify: 1 } }'), 'Q402@5:14'],
    [steps('    - repeat: { times: 3, do: [notify: { on: dir, as: n1 }] }', '    - await: n1[4]'), 'Q408@6:14'],
    [
      'clients:\n  alice: [connect, open: { path: a, as: h }]\n  bob: [connect, open: { path: b, as: h }]\n  eve: [close: h]',
      'Q405@4:16 alice.h',
    ],
    ['expect:\n  requests: { n2: STATUS_SUCCESS }', 'Q401@2:15 n1'],
    ['expect:\n  requests: { bob.n1: STATUS_SUCCESS }', 'Q406@2:15'],
    ['expect:\n  requests: { dir: STATUS_SUCCESS }', 'Q403@2:15'],
    ['expect:\n  requests:\n    n1[0]: STATUS_SUCCESS', 'Q407@3:5'],
  ],
  faults: [
    ['faults: []', 'Q213@1:9'],
    ['faults:\n  at: smb.send\n  do: drop', 'Q203@2:3'],
    ['faults:\n  - smb.send', 'Q203@2:5'],
    ['faults:\n  - at: smb.send', 'Q202@2:5'],
    ['faults:\n  - at: smb.sent\n    do: drop', 'Q302@2:9 smb.send'],
    ['faults:\n  - at: 5\n    do: drop', 'Q302@2:9'],
    ['faults:\n  - do: dismount', 'Q502@2:5'],
    [fault('do: { fail: STATUS_CANCELLED }'), 'Q306@3:11'],
    [fault('do: drop'), 'Q306@3:9'],
    [fault('do: { hold: { until: fsrtl.cancel.enterd, at-most: 5 ms } }'), 'Q302@3:26 fsrtl.cancel.entered'],
    [fault('do: { hold: { until: fsrtl.cancel.entered } }'), 'Q202@3:17'],
    [fault('do: { hold: { until: fsrtl.cancel.entered, at-most: 5 } }'), 'Q211@3:57 5 ms'],
    [fault('do: { hold: { until: fsrtl.cancel.entered, at-most: 5 ms, where: { client: alice } } }'), 'Q303@3:72'],
    [fault('do: { hold: fsrtl.cancel.entered }'), 'Q203@3:17'],
    [fault('do: { delay: 5 }'), 'Q211@3:18 5 ms'],
    [fault('do: { delay: 5 ms...6 ms }'), 'Q208@3:18'],
    [fault('do: delay'), 'Q215@3:9'],
    [fault('do: { dely: 5 ms }'), 'Q307@3:11 delay'],
    [fault('do: [drop]'), 'Q203@3:9'],
    [fault('do: {}'), 'Q204@3:9'],
    [fault('do: { by: alice }'), 'Q204@3:9'],
    [fault('do: { cancel: n1, close: dir }'), 'Q204@3:23'],
    [fault('do: disconnect'), 'Q504@3:9'],
    [fault('do: { create: a.txt }'), 'Q504@3:11'],
    [fault('do: { by: bob, create: a.txt }'), 'Q406@3:15'],
    [fault('do: { by: alice, dismount: }'), 'Q509@3:11'],
    [fault('do: { by: alice, delay: 5 ms }'), 'Q509@3:11'],
    [fault('do: { cancel: n2 }'), 'Q401@3:19 n1'],
    [fault('do: { cancel: dir }'), 'Q403@3:19'],
    [fault('do: { cancel: }'), 'Q202@3:11'],
    [fault('do: { io.cancel: dir }'), 'Q403@3:22'],
    [fault('do: { exhaust-pool: 12 }'), 'Q211@3:25 12 B'],
    [fault('do: { kill-client: alcie }'), 'Q406@3:24 alice'],
    [fault('do: { kill-client: { client: alcie } }'), 'Q406@3:34 alice'],
    [fault('do: { kill-client: a.b }'), 'Q407@3:24'],
    [fault('do: kill-client'), 'Q202@3:9'],
    [fault('do: shrink-pool'), 'Q510@3:9'],
    ['matrix: { system.pool.limited: [true, false] }\n' + fault('do: shrink-pool'), 'Q510@4:9'],
    [fault('where: { reqest: n1 }', 'do: { delay: 5 ms }'), 'Q303@3:14 request'],
    [fault('where: { request: n2 }', 'do: { delay: 5 ms }'), 'Q401@3:23 n1'],
    [fault('where: { request: dir }', 'do: { delay: 5 ms }'), 'Q403@3:23'],
    [fault('where: { request: "not a name" }', 'do: { delay: 5 ms }'), 'Q407@3:23'],
    [fault('where: { request: n1[2] }', 'do: { delay: 5 ms }'), 'Q103@3:25 "n1[2]"'],
    [fault('where: { client: alcie }', 'do: { delay: 5 ms }'), 'Q406@3:22 alice'],
    [fault('where: { client: [alice] }', 'do: { delay: 5 ms }'), 'Q203@3:22'],
    [fault('where: { client: true }', 'do: { delay: 5 ms }'), 'Q203@3:22 "true"'],
    [fault('where: {}', 'do: { delay: 5 ms }'), 'Q213@3:12'],
    [fault('where: n1', 'do: { delay: 5 ms }'), 'Q203@3:12'],
    [fault('nth: 0', 'do: { delay: 5 ms }'), 'Q206@3:10 1'],
    [fault('every: 2nd', 'do: { delay: 5 ms }'), 'Q203@3:12'],
    [fault('probability: 0.25', 'do: { delay: 5 ms }'), 'Q210@3:18 1/4'],
    [fault('probability: 10%', 'do: { delay: 5 ms }'), 'Q210@3:18 1/10'],
    [fault('probability: 0/5', 'do: { delay: 5 ms }'), 'Q210@3:18'],
    [fault('probability: 6/5', 'do: { delay: 5 ms }'), 'Q210@3:18'],
    [fault('between: [2 ms]', 'do: { delay: 5 ms }'), 'Q213@3:14'],
    [fault('between: 2 ms..5 ms', 'do: { delay: 5 ms }'), 'Q203@3:14 [2 ms, 5 ms]'],
    [fault('between: [5 ms, 2 ms]', 'do: { delay: 5 ms }'), 'Q208@3:14'],
    [fault('sweep: twice', 'do: { delay: 5 ms }'), 'Q205@3:12'],
    [fault('nth: 1', 'every: 2', 'sweep: once', 'do: { delay: 5 ms }'), 'Q501@4:5', 'Q501@5:5'],
    [fault('nth: 1', 'times: 2', 'do: { delay: 5 ms }'), 'Q506@4:5'],
    [fault('name: ""', 'do: { delay: 5 ms }'), 'Q212@3:11'],
    ['explore: { strategies: [pct, fifo] }\nfaults:\n  - between: [2 ms, 5 ms]\n    do: dismount', 'Q503@3:14'],
    ['faults:\n  - between: [2 ms, 5 ms]\n    do: { fail: STATUS_CANCELLED }', 'Q505@3:11'],
  ],
  expect: [
    ['expect: pass', 'Q203@1:9'],
    ['expect: []', 'Q213@1:9'],
    ['expect: { verdict: violates }', 'Q205@1:20'],
    ['expect: { verdict: { violate: I-01 } }', 'Q201@1:22 violates'],
    ['expect: { violates: I-02 }', 'Q308@1:21 I-01'],
    ['expect: { violates: buffer-freed }', 'Q308@1:21 notify.buffer-freed'],
    ['expect: { exercises: [kernel.deadlock] }', 'Q308@1:23'],
    ['judge: [I-02]', 'Q308@1:9 I-01'],
    ['judge: [I-01]\nexpect: { exercises: [notify.buffers-bounded] }', 'Q607@2:23'],
    ['expect: { sometimes: [notify.completed] }', 'Q310@1:23'],
    ['expect: { verdict: pass, violates: I-01 }', 'Q214@1:26'],
    ['expect:\n  - { when: { dialect: smb1 }, verdict: pass }', 'Q311@2:15 system.dialect'],
    ['expect:\n  - { when: { system.dialect: smb3 }, verdict: pass }\n  - {}', 'Q205@2:31 smb1'],
    ['expect:\n  - { when: {}, verdict: pass }\n  - {}', 'Q213@2:13'],
    ['expect:\n  requests:\n    n1: [{ when: { system.dialect: smb2 }, status: STATUS_SUCCESS }]', 'Q604@3:9'],
    ['expect:\n  requests: { n1: STATUS_SUCESS }', 'Q304@2:19 STATUS_SUCCESS'],
    ['expect:\n  requests: { n1: { statsu: STATUS_SUCCESS } }', 'Q201@2:21 status'],
    [
      'expect:\n  - { requests: { n1: STATUS_SUCCESS } }\n  - { when: { system.dialect: smb2 }, requests: { n2: STATUS_SUCCESS } }',
      'Q401@3:51 n1',
    ],
    ['expect:\n  requests: {}', 'Q213@2:13'],
  ],
  matrix: [
    ['matrix: { dialect: [smb1, smb2] }', 'Q311@1:11 system.dialect'],
    ['matrix: { system.dialect: smb1 }', 'Q203@1:27 [smb1]'],
    ['matrix: { system.dialect: [] }', 'Q213@1:27'],
    ['matrix: { system.dialect: [smb1, smb3] }', 'Q205@1:34 smb1'],
    ['matrix: { system.pool.paged: [4 KiB, 4096 B] }', 'Q602@1:38'],
    ['matrix: { system.defects: [D01] }', 'Q203@1:28 [D01]'],
    ['matrix: { system.defects: [[D01], [srv.forgets-to-free]] }', 'Q602@1:35'],
    ['matrix: { system.dialect: [smb1, smb2] }\nsystem: { version: nt-3.51 }', 'Q316@1:34 smb1'],
    ['matrix: {}', 'Q213@1:9'],
  ],
};

for (const [title, cases] of Object.entries(rows)) {
  test(`mistakes: ${title}`, (t) => {
    const found = cases.map(([fixture]) => [fixture, ...load(completed(fixture)).diagnostics.map(brief)]);
    t.deepEqual(found, cases);
  });
}

/** One slip each, of which nothing else follows. */
const single: readonly (readonly string[])[] = [
  [steps('    - opne: { path: x, as: other }', '    - notify: other'), 'Q301@5:7 open'],
  [steps('    - open:', '      path: x', '      as: other', '    - notify: other'), 'Q204@6:7'],
  [steps('    - notify: dir', '      as: n2', '    - await: n2'), 'Q204@6:7'],
  [steps('    - create: { path: x, as: file }', '    - close: file'), 'Q315@5:26'],
  [steps('    - path: x', '      as: other', '    - notify: other'), 'Q301@5:7'],
  [
    'clints: { alice: [connect] }\nexpect: { requests: { n1: STATUS_SUCCESS } }\nwhy: x\nclients: 1',
    'Q201@1:1 clients',
    'Q203@4:10',
  ],
  [
    'faults:\n  - at: smb.send\n    where: { client: alice }\n    do: { by: alice, create: x }\nclients: [alice]',
    'Q203@5:10',
  ],
  ['faults:\n  - where: { request: n1 }\n    do: { delay: 5 ms }', 'Q502@2:5'],
  [
    'faults:\n  - att: fsrtl.report.before-complete\n    where: { request: n1 }\n    do: { delay: 5 ms }',
    'Q201@2:5 at',
  ],
  [fault('where: { requst: n1 }', 'do: { dely: 5 ms }'), 'Q303@3:14 request', 'Q307@4:11 delay'],
  [fault('between: [5 ms, 2 ms]', 'do: { dely: 5 ms }'), 'Q208@3:14', 'Q307@4:11 delay'],
];

test('one slip makes one mistake', (t) => {
  const found = single.map(([fixture]) => [fixture, ...load(completed(fixture)).diagnostics.map(brief)]);
  t.deepEqual(found, single);
});

test('every mistake of a file is reported at once, in the order of the file', (t) => {
  const text = completed(
    `scenario: 5
system: { dialekt: smb1 }
clients:
  alice:
    - conect
    - notify: { fliter: [file-name] }
    - await: n1
faults:
  - at: ex.pool.alocate
    nth: 0
    do: { cancel: n9 }
expect: { violates: I-99, sometimes: [nowhere] }`,
  );
  t.deepEqual(
    load(text).diagnostics.map(({ code, line }) => `${code}:${line}`),
    ['Q203:1', 'Q311:2', 'Q301:5', 'Q202:6', 'Q201:6', 'Q401:7', 'Q302:9', 'Q206:10', 'Q401:11', 'Q308:12', 'Q310:12'],
  );
});

test('a file with very many mistakes shows the first of them', (t) => {
  const { diagnostics } = load(completed(`show: [${'x, '.repeat(5_000)}y]`));
  t.is(diagnostics.length, 201);
  t.true(diagnostics.some(({ code }) => code === 'Q115'));
});

// ---- The examples of the codes themselves -------------------------------------------------------------------------

/** Found by the edge, or too large to be written out. */
const notAFixture = new Set(['Q102', 'Q112', 'Q115', 'Q116', 'Q317', 'Q318', 'Q603', 'Q605', 'Q606']);
/** Texts as a whole, to which no key can be added. */
const whole = new Set(['Q109', 'Q110', 'Q111']);

for (const [code, { example }] of Object.entries(MISTAKES)) {
  if (notAFixture.has(code)) continue;
  test(`the example of ${code} has that mistake and no other`, (t) => {
    const { diagnostics } = load(whole.has(code) ? example : completed(example));
    const found = diagnostics
      .map((diagnostic) => diagnostic.code)
      .filter((other) => other !== 'Q202' || other === code);
    t.deepEqual(found, [code]);
  });
}

test('every code has a title, an explanation and an example', (t) => {
  for (const [code, { title, explanation, example }] of Object.entries(MISTAKES)) {
    t.regex(code, /^Q[1-6]\d\d$/);
    t.regex(title, /^[A-Z][^.]+$/, code);
    t.regex(explanation, /^[A-Z`].+[.`]$/s, code);
    t.true(example.length > 0);
  }
});
