// Mistakes of the kind that the checked mode is there for, planted in the model one at a time. What is only looked at is compared with
// a number that it never has, so that a run goes the way it goes without the mistake until it is noticed.
import test from 'ava';
import { strategyNamed } from '../../harness/explore';
import { ScenarioProgram } from '../../harness/scenario/program';
import { Checker, Kernel, simulate, UnannouncedTouch, type Model } from '../../harness/sim';
import { suiteOf } from '../../scenarios/_suite.test';
import { editedModel, type Edit } from './_edited.test';

/** What is run with every edition of the model: how often under each strategy. */
const RUNS: readonly (readonly [scenario: string, runs: Readonly<Record<string, number>>])[] = [
  ['../models/nt/fixtures/shared-file.yaml', { fifo: 1, 'random-timed': 4, random: 30 }],
  ['faults/cancel-against-change-searched.yaml', { fifo: 1, 'random-timed': 4, random: 12 }],
  ['faults/first-of-two-cancelled-searched.yaml', { fifo: 1, 'random-timed': 4, random: 12 }],
  ['faults/disconnect-during-logon.yaml', { fifo: 1, 'random-timed': 4, random: 12 }],
  ['../models/nt/fixtures/closed-while-used.yaml', { fifo: 1, 'random-timed': 4, random: 12 }],
  ['../models/nt/fixtures/no-work-context.yaml', { fifo: 1, 'random-timed': 4, random: 12 }],
  ['faults/no-work-items.yaml', { fifo: 1, 'random-timed': 2, random: 4 }],
  ['../models/nt/fixtures/no-file-objects.yaml', { fifo: 1, 'random-timed': 4, random: 12 }],
  ['../models/nt/fixtures/overwritten.yaml', { fifo: 1, 'random-timed': 4, random: 12 }],
];

const scenarios = RUNS.map(([path, runs]) => ({ scenario: suiteOf({ globs: [path] }).instances[0].scenario, runs }));

/** The first unannounced touch of an edition, or undefined. */
function firstTouch(model: Model): UnannouncedTouch | undefined {
  const kernel = new Kernel();
  kernel.checker = new Checker(kernel);
  for (const { scenario, runs } of scenarios) {
    const program = new ScenarioProgram({ ...scenario, model });
    for (const [name, count] of Object.entries(runs)) {
      const strategy = strategyNamed(name)!.make();
      for (let run = 0; run < count; run++) {
        try {
          simulate(kernel, program, strategy, { root: '1', run });
        } catch (error) {
          if (error instanceof UnannouncedTouch) return error;
          throw error;
        }
      }
    }
  }
  return undefined;
}

test.serial('the model as it is touches nothing unannounced', (t) => {
  t.is(firstTouch(editedModel())?.message, undefined);
});

/** In `file`, `to` takes the place of `from`: what is touched then, as "property of object". */
const plants: readonly (readonly [
  name: string,
  touched: RegExp,
  file: string,
  from: string,
  to: string,
  also?: Edit,
])[] = [
  [
    'the cancel routine counts the requests of its structure before it has the notify sync',
    /^irps of notify structure of \w+ on /,
    'fsrtl/notify-cancel.ts',
    'const { sync } = entry;',
    'const { sync } = entry; if (entry.irps.length === 1000) return;',
  ],
  [
    'the cancel routine asks how much is buffered before it has the notify sync',
    /^dataBytes of notify structure of \w+ on /,
    'fsrtl/notify-cancel.ts',
    'const { sync } = entry;',
    'const { sync } = entry; if (entry.dataBytes === -1) return;',
  ],
  [
    'the cancel routine looks at the length of the notify list before it has the notify sync',
    /^entries of notify list of volume C:$/,
    'fsrtl/notify-cancel.ts',
    'const { sync } = entry;',
    'const { sync } = entry; if (entry.list.entries.length === 1000) return;',
  ],
  [
    'a report counts references to a structure before it has the notify sync',
    /^(referenceCount of notify structure of \w+ on |entries of notify list of volume C:$)/,
    'fsrtl/notify-full-report-change.ts',
    'yield sync.acquire();',
    'if (list.entries[0]?.referenceCount === 1000) return; yield sync.acquire();',
  ],
  [
    'a write marks its file before it has its resource',
    /^dirty of FCB of \\docs\\/,
    'fsd/write.ts',
    'yield fcb.resource.acquireExclusive;',
    'fcb.dirty = true; yield fcb.resource.acquireExclusive;',
  ],
  [
    'a write looks at the size of its file before it has the resource of the file',
    /^bytes of directory entry \\docs\\a\.txt$/,
    'fsd/write.ts',
    'yield fcb.resource.acquireExclusive;',
    "if (fcb.dirent.bytes === -1) return 'STATUS_SUCCESS'; yield fcb.resource.acquireExclusive;",
  ],
  [
    'a file is overwritten by whoever has the resource of the volume',
    /^bytes of directory entry \\docs\\a\.txt$/,
    'fsd/create.ts',
    'yield fcb.resource.acquireExclusive;',
    'found.bytes = 0; yield fcb.resource.acquireExclusive;',
  ],
  [
    'a create looks a directory up before it has the resource of the volume',
    /^children of directory entry \\docs$/,
    'fsd/create.ts',
    'yield vcb.resource.acquireExclusive;',
    "if (lookUp(vcb, '\\docs').children.size === 1000) return 'STATUS_SUCCESS'; yield vcb.resource.acquireExclusive;",
  ],
  [
    'cleanup marks its CCB before it has the resource of the volume',
    /^cleanedUp of CCB of (alice|bob) on \\docs/,
    'fsd/cleanup.ts',
    'yield vcb.resource.acquireShared;',
    'ccb.cleanedUp = true; yield vcb.resource.acquireShared;',
    {
      file: 'fsd/directory-control.ts',
      from: 'yield fcb.resource.acquireExclusive;',
      to: "yield fcb.resource.acquireExclusive; if (ccb.cleanedUp === 'no') return 'STATUS_PENDING';",
    },
  ],
  [
    'a close counts the opens of its file before it has the resource of the volume',
    /^openCount of FCB of \\docs/,
    'fsd/close.ts',
    'yield vcb.resource.acquireExclusive;',
    "if (fcb.openCount === 1000) return 'STATUS_SUCCESS'; yield vcb.resource.acquireExclusive;",
  ],
  [
    'an open counts the open files of the volume before it has the resource',
    /^fcbs of volume C:$/,
    'fsd/create.ts',
    'yield vcb.resource.acquireExclusive;',
    "if (vcb.fcbs.size === 1000) return 'STATUS_SUCCESS'; yield vcb.resource.acquireExclusive;",
  ],
  [
    'a thread asks how deep in the notify sync its owner is before it has it',
    /^count of notify sync of volume C:$/,
    'fsrtl/notify-full-report-change.ts',
    'yield sync.acquire();',
    'if (sync.count === 1000) return; yield sync.acquire();',
  ],
  [
    'the file system looks at what a process is charged before it has the notify sync',
    /^chargedBytes of System$/,
    'fsd/directory-control.ts',
    'yield fcb.resource.acquireExclusive;',
    "yield fcb.resource.acquireExclusive; if (irp.process.chargedBytes === -1) return 'STATUS_PENDING';",
  ],
  [
    'the package looks at a buffer that it has given away',
    /^state of FSrt block of notify structure of (alice|bob) on \\docs \(\d+ bytes\)$/,
    'fsrtl/complete-notify-irp.ts',
    `irp.information = dataBytes;
  yield* ioCompleteRequest(io, irp);`,
    `irp.information = dataBytes;
  const block = irp.systemBuffer?.block;
  yield* ioCompleteRequest(io, irp);
  yield io.cancelSpinLock.acquire;
  io.cancelSpinLock.release();
  if (block?.state === 'lost') return;`,
  ],
  [
    'the file system answers with the status of an IRP that the package has',
    /^ioStatus of IRP of \w+/,
    'fsd/directory-control.ts',
    "return 'STATUS_PENDING';",
    'return irp.ioStatus;',
  ],
  [
    'the server looks at the stack of an IRP that it has sent',
    /^current of IRP of \w+/,
    'srv/notify-change.ts',
    'yield* call(ioCallDriver(io, context.irp));',
    'yield* call(ioCallDriver(io, context.irp)); if (context.irp.current === 1000) return;',
  ],
  [
    'the server marks the IRP pending that it has sent',
    /^pendingReturned of stack location of IRP of \w+/,
    'srv/notify-change.ts',
    'const status = yield* call(ioCallDriver(io, context.irp));',
    'const [location] = context.irp.stack; const status = yield* call(ioCallDriver(io, context.irp)); location.pendingReturned = true;',
  ],
  [
    'IoCancelIrp sets Cancel before it has the cancel spin lock',
    /^cancel of IRP of \w+/,
    'io/io-cancel-irp.ts',
    'yield io.cancelSpinLock.acquire;',
    'irp.cancel = true; yield io.cancelSpinLock.acquire;',
  ],
  [
    'NT_CANCEL spares itself the cancel spin lock where there is no cancel routine',
    /^cancelRoutine of IRP of \w+/,
    'srv/nt-cancel.ts',
    'yield* call(ioCancelIrp(io, context.irp));',
    'context.irp.cancelRoutine !== undefined && (yield* call(ioCancelIrp(io, context.irp)));',
  ],
  [
    'a resource is released in a step that does not say so',
    /^(exclusive|shared) of resource of (volume C:|\\docs)/,
    'ke/resource.ts',
    'this.release = new Operation(RELEASE, access,',
    'this.release = new Operation(RELEASE, [],',
  ],
  [
    'a fast mutex is released in a step that does not say so',
    /^owner of notify sync of volume C:$/,
    'ke/fast-mutex.ts',
    'new Operation(RELEASE, [writes(this.object)],',
    'new Operation(RELEASE, [],',
  ],
  [
    'a spin lock is acquired in a step that does not say so',
    /^((pending|nextId|sessions|treeConnects|files|closing|references|cancel|cancelRoutine) of (connection|session|tree connect|RFCB|IRP) of |connections of SRV$)/,
    'ke/spin-lock.ts',
    'new Operation(ACQUIRE, [writes(this.object)],',
    'new Operation(ACQUIRE, [],',
  ],
  [
    'a work item is put into a queue in a step that does not say so',
    /^items of SRV work queue$/,
    'ke/queue.ts',
    `new Operation(INSERT, this.#access, undefined, () => {
      this.items.push(item);`,
    `new Operation(INSERT, [], undefined, () => {
      this.items.push(item);`,
  ],
  [
    'the server looks at the level of paged pool',
    /^bytes of paged pool$/,
    'srv/transaction.ts',
    'const transaction = new Transaction(context, parameterBytes);',
    'if (server.io.executive.pagedPool.bytes === -1) return false; const transaction = new Transaction(context, parameterBytes);',
  ],
  [
    'a handle table is measured before the handle is entered',
    /^entries of handle table of System$/,
    'ob/handle-table.ts',
    'yield this.#insert;',
    'if (this.entries.size === 1000) return 0; yield this.#insert;',
  ],
  [
    'references to an object are counted before one is given back',
    /^pointerCount of file object \\docs/,
    'ob/object.ts',
    'yield this.#dereference;',
    'if (this.pointerCount === 1000) return; yield this.#dereference;',
  ],
  [
    'references to an object are looked at in a step that announces to count them',
    /^pointerCount of file object \\docs/,
    'ob/object.ts',
    'new Operation(DEREFERENCE, [writes(this.object)])',
    'new Operation(DEREFERENCE, [commutes(this.object)])',
  ],
  [
    'a connection is marked as closing before its lock is taken',
    /^closing of connection of alice$/,
    'srv/disconnect.ts',
    'yield connection.lock.acquire;\n  connection.closing = true;',
    'connection.closing = true;\n  yield connection.lock.acquire;',
  ],
  [
    'a header is verified before the lock of the connection is taken',
    /^(sessions|treeConnects|files|closing|references) of (connection|session|tree connect|RFCB) /,
    'srv/request.ts',
    'yield connection.lock.acquire;\n  const wrong = context.counted ?',
    'verify(context, connection, request);\n  yield connection.lock.acquire;\n  const wrong = context.counted ?',
  ],
  [
    'the table of pending requests is searched before the lock of the connection is taken',
    /^pending of connection of \w+$/,
    'srv/request.ts',
    'yield connection.lock.acquire;\n  // No longer in the table',
    'if (connection.pending.length === 1000) return;\n  yield connection.lock.acquire;\n  // No longer in the table',
  ],
  [
    'the open files of a connection are counted without its lock',
    /^files of connection of \w+$/,
    'srv/request.ts',
    'const { world } = context.server.io;',
    'const { world } = context.server.io; if (connection.files.size === 1000) return;',
  ],
  [
    'the free work contexts are counted before one is taken',
    /^free of work contexts$/,
    'srv/work-contexts.ts',
    'yield this.#try;',
    'if (this.free.length === 1000) return undefined; yield this.#try;',
  ],
  [
    'a work context that could not be made is counted off, and those who wait for one are not told',
    /^total of work contexts$/,
    'srv/work-contexts.ts',
    'yield new Operation(GIVE_UP, this.#access);',
    '',
  ],
  [
    'a line is written to the system log by the way',
    /^entries of system log$/,
    'srv/event-log.ts',
    'yield this.#write;',
    '',
  ],
  [
    'the work queue is measured by whoever receives a request',
    /^items of SRV work queue$/,
    'srv/server.ts',
    'context.begin(connection, request);',
    'context.begin(connection, request); if (this.queue.items.length === 1000) return;',
  ],
  [
    'whoever waits for a free work context looks at the work queue',
    /^items of SRV work queue$/,
    'srv/work-contexts.ts',
    '=> this.closed || this.free.length > 0 || this.total',
    '=> this.server.queue.items.length !== 1000 && this.closed || this.free.length > 0 || this.total',
  ],
  [
    'a client that waits for its turn looks at the table of the server',
    /^pending of connection of (alice|bob)$/,
    'smb/client.ts',
    'new Operation(TURN, access)',
    'new Operation(TURN, access, () => this.connection?.connection?.pending.length !== 1000)',
  ],
  [
    'responses under way are counted before another one is sent',
    /^messages of responses to \w+$/,
    'smb/link.ts',
    'yield new Operation(SEND, this.#downAccess);',
    'if (this.#down.messages.length === 1000) return false; yield new Operation(SEND, this.#downAccess);',
  ],
  [
    'a client looks at what waits for a place before its turn',
    /^(connection|waiting) of (alice|bob)$/,
    'smb/client.ts',
    'yield this.turn;\n    const on = ',
    'if (this.connection?.waiting.length === 1000) return undefined as never;\n    yield this.turn;\n    const on = ',
  ],
  [
    'a client waits for its answers with a bound of its own',
    /^clock$/,
    'smb/client.ts',
    'access, () => this.connections.every(isSettled))',
    'access, () => this.connections.every(isSettled), undefined, undefined, 10_000)',
  ],
  [
    'a client looks after a while if its request has been answered, and waits for no turn',
    /^response of (alice|bob)\.n\d$/,
    'smb/operations.ts',
    'return { made: yield* call(client.send(body, name, file)) };',
    `const made = yield* call(client.send(body, name, file));
        yield client.world.kernel.sleep(100_000);
        return made.response?.status === 'none' ? {} : { made };`,
  ],
  [
    'a client looks whether a handle is closed before its turn',
    /^closed of handle of alice on \\docs$/,
    'smb/operations.ts',
    `const file = handle(values.on);
      const request = `,
    `const file = handle(values.on);
      if (file.closed === 1000) return {};
      const request = `,
  ],
  [
    'a client looks for the request that is answered before its turn',
    /^outstanding of (alice|bob)$/,
    'smb/client.ts',
    'yield this.#received;',
    'connection.outstanding.get(response.mid);\n    yield this.#received;',
  ],
];

const MESSAGES = [
  /^step \d+ \(task (?<task>.+?), operation (?<operation>.+?)\) (?:reads|writes|adds to) (?<property>\w+)(?:\[\])? of (?<object>.+?); step \d+ \(task (?<other>.+?), operation (?<earlier>.+?)\) (?:read|wrote|added to) it, and nothing orders them; .+$/,
  /^step \d+ \(task (?<task>.+?), operation (?<operation>.+?)\) reads (?<property>\w+) of (?<object>.+?), having announced only to add to it/,
  /^step \d+ \(task (?<task>.+?), operation (?<earlier>.+?)\) announces operation (?<operation>.+?), which sets a timer of \d+ ticks, and not that it writes the (?<property>clock)/,
  /^the condition of operation (?<operation>.+?) \(task (?<task>.+?)\) reads (?<property>\w+)(?:\[\])? of (?<object>.+?); step \d+ \(task (?<other>.+?), operation (?<earlier>.+?)\) wrote it, and nothing that \S+ announces orders them$/,
];

for (const [name, touched, file, from, to, also] of plants) {
  test.serial(`noticed: ${name}`, (t) => {
    const message =
      firstTouch(editedModel({ file, from, to }, ...(also === undefined ? [] : [also])))?.message ??
      'nothing was found';
    const found = MESSAGES.map((form) => form.exec(message)?.groups).find((groups) => groups !== undefined) ?? {};
    const { property, object, task = '', other = task, operation = '', earlier = operation } = found;
    t.regex(object === undefined ? `${property}` : `${property} of ${object}`, touched, message);
    for (const each of [task, other]) t.regex(each, TASKS, message);
    for (const each of [operation, earlier]) t.regex(each, OPERATION, message);
  });
}

const OPERATION = /^[a-z-]+(\.[a-z-]+)*$/;

/** Threads of the server, and tasks of the clients. */
const TASKS = /^(srv worker \d|(alice|bob)(\/(up|down|\d|teardown))?|shutdown)$/;
