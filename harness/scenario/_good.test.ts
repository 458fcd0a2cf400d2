// Valid scenarios that between them use every construct, for the tests beside this file.

export const GOOD: Readonly<Record<string, string>> = {
  minimal: `scenario: the least
why: Nothing can be left out.
model: toy
clients:
  alice: [connect]
`,
  everything: `# yaml-language-server: $schema=../schema.json
scenario: cancel races completion
why: >
  Whoever loses must still free the buffer.
model: toy
tags: [race, kb-150833]
system:
  version: nt-3.51
  pool: { paged: 4 MiB, limited: true }
  net.latency: 1 ms..5 ms
  net: { timeout: 5 s }
  processors: 2
  name: BIG
  features: [leases]
  defects: [D01, fsrtl.frees-twice]
clients:
  alice:
    - connect
    - open: { path: \\docs, as: dir }
    - notify: { on: dir, buffer: 4 KiB, filter: [file-name, dir-name], tree: true, as: n1 }
    - wait: 5 ms
    - await: n1
    - expect: STATUS_SUCCESS
    - repeat:
        times: 3
        do:
          - notify: { on: dir, filter: file-name, as: n2 }
          - await: { request: n2, within: 5 s }
    - await: n2[2]
    - close: dir
  bob:
    - connect:
    - create: \\docs\\a.txt
    - expect: [STATUS_SUCCESS, STATUS_CANCELLED]
    - rename: { from: a, to: b }
    - cancel: alice.n1
    - await: n1
    - parallel:
        - [open: \\x, { open: { path: \\y, as: y } }]
        - - random: { operations: 200, mix: { create: 5, notify: 3 } }
    - notify: y
    - expect: { status: STATUS_SUCCESS, information: 0x12, records: [ADDED a.txt] }
    - expect: { records: { any-order: [a, b] } }
    - expect: { records: { alternatives: [[a, b], { any-order: [c, d] }] } }
    - expect: { records: [a, { any-order: [b, c] }, d, e] }
    - disconnect
faults:
  - name: client gives up mid-completion
    at: fsrtl.report.before-complete
    where: { request: n1, client: alice }
    nth: 1
    do: { cancel: n1 }
  - at: ex.pool.allocate
    where: { tag: FSrt, bytes: 4096 }
    probability: 1/10
    do: { fail: STATUS_INSUFFICIENT_RESOURCES }
  - at: ex.pool.allocate
    every: 2
    times: 5
    do: { fail: STATUS_INSUFFICIENT_RESOURCES }
  - at: smb.send
    sweep: onward
    do: drop
  - at: smb.send
    between: [2 ms, 5 ms]
    do: { delay: 1 ms..5 ms }
  - at: fsrtl.report.before-complete
    do: { hold: { until: fsrtl.cancel.entered, where: { request: "bob.notify[3]" }, at-most: 5 ms } }
  - at: smb.send
    do: { by: bob, disconnect: }
    where: { client: bob }
    name: gone
    times: 2
  - between: [1 ms, 2 ms]
    do: dismount
  - at: smb.send
    do: { io.cancel: alice.n1 }
  - at: smb.send
    do: { exhaust-pool: 12 KiB }
  - at: smb.send
    do: { by: bob, open: { path: \\z, as: z } }
  - at: smb.send
    do: { close: z }
  - at: smb.send
    do: { by: alice, reset: }
explore: { strategies: [random-timed], runs: 2000 }
expect:
  verdict: { violates: I-01 }
  requests:
    n1: [STATUS_SUCCESS, STATUS_CANCELLED]
    n2[1]: STATUS_SUCCESS
    bob.notify: { status: STATUS_SUCCESS, records: [] }
  sometimes: [notify.completed-by-report]
  exercises: [I-03, notify.buffers-bounded]
judge: [I-01, I-03, notify.buffers-bounded]
limits: { steps: 5000 }
teardown: false
show: [pool-paged-bytes]
`,
  kinds: `scenario: a program on the server
why: It can do other things.
model: toy
clients:
  alice:
    - connect
    - open: { path: \\docs, as: dir }
    - notify: { on: dir, as: n1 }
  carol:
    local:
      - open: { path: \\docs, synchronous: true, as: h }
      - duplicate: { handle: h, as: h2 }
      - parallel: [[close: h], [close: h2]]
      - random: { operations: 5, mix: { open: 1 } }
      - await: alice.n1
  dave:
    local: [open: \\docs, close: carol.h]
faults:
  - at: smb.send
    do: { close: carol.h }
  - at: smb.send
    do: { duplicate: { handle: h, as: h3 } }
  - at: smb.send
    do: { by: dave, open: { path: \\docs, synchronous: true } }
  - at: smb.send
    do: { by: dave, exit: }
  - at: smb.send
    do: { by: alice, open: \\docs }
expect:
  requests: { n1: STATUS_SUCCESS }
`,
  matrix: `scenario: two dialects and two pools
why: The answer depends on both.
model: toy
matrix:
  system.dialect: [smb1, smb2]
  system.pool.paged: [4 KiB, 1 MiB]
  system.defects: [[], [D02, D01]]
clients:
  alice:
    - connect
    - expect:
        - { when: { system.dialect: smb1 }, status: STATUS_SUCCESS }
        - { when: { system.dialect: smb2, system.pool.paged: 4096 B }, status: STATUS_CANCELLED }
        - {}
expect:
  - { when: { system.defects: [srv.forgets-to-free, D02] }, violates: notify.buffer-freed }
  - { verdict: pass }
`,
};
