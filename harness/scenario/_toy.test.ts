// A made-up model and a few lines around it, for the tests beside this file. It has the words of a file server.
import type { Model, SettingsProblem, Values } from '../sim/model';
import type { Routine } from '../sim/routine';
import { compile, type CompileOptions, type Diagnostic, type KnownStrategy, modelOf, parse, type Scenario } from '.';

function* nothingDrawn(): Routine<Values | undefined> {
  return {};
}

const unused = (): never => {
  throw new Error('no test runs this model');
};

export const toy: Model = {
  name: 'toy',
  version: '1',
  doc: 'A server that tells its clients what changes in a directory.',
  settings: {
    version: { type: 'choice', doc: 'Which server.', of: ['reference', 'nt-3.51'], default: 'reference' },
    dialect: { type: 'choice', doc: 'What the wire speaks.', of: ['smb1', 'smb2'], default: 'smb1' },
    processors: { type: 'integer', doc: 'How many.', minimum: 1, maximum: 32, default: 1 },
    'pool.paged': { type: 'size', doc: 'Paged pool.', minimum: 4096, maximum: 1024 ** 3, default: 4 * 1024 ** 2 },
    'pool.limited': { type: 'boolean', doc: 'Whether it can run out.', default: false },
    'net.latency': { type: 'range', doc: 'Of a message.', default: { fromTicks: 1_000, toTicks: 50_000 } },
    'net.timeout': { type: 'duration', doc: 'Of a connection.', default: 50_000_000 },
    name: { type: 'text', doc: 'Of the server.', pattern: '^[A-Z]+$', default: 'SERVER' },
    features: { type: 'set', doc: 'What is on.', of: ['oplocks', 'leases'], default: [] },
  },
  operations: {
    connect: { doc: 'Connects.', fields: {}, perform: unused },
    disconnect: { doc: 'Disconnects.', fields: {}, perform: unused },
    open: {
      doc: 'Opens a directory.',
      fields: { path: { type: 'text', doc: 'Which.', required: true } },
      scalar: 'path',
      makes: 'handle',
      perform: unused,
      random: nothingDrawn,
    },
    close: {
      doc: 'Closes a handle.',
      fields: { handle: { type: 'handle', doc: 'Which.', required: true } },
      scalar: 'handle',
      perform: unused,
    },
    create: {
      doc: 'Creates a file.',
      fields: { path: { type: 'text', doc: 'Which.', required: true } },
      scalar: 'path',
      perform: unused,
      random: nothingDrawn,
    },
    rename: {
      doc: 'Renames a file.',
      fields: {
        from: { type: 'text', doc: 'Its name.', required: true },
        to: { type: 'text', doc: 'Its new name.', required: true },
      },
      perform: unused,
    },
    notify: {
      doc: 'Asks to be told about changes.',
      fields: {
        on: { type: 'handle', doc: 'Of which directory.', required: true },
        buffer: { type: 'size', doc: 'Bytes for the answer.', minimum: 0, maximum: 65_536, default: 4096 },
        filter: { type: 'set', doc: 'Which changes.', of: ['file-name', 'dir-name'], default: ['file-name'] },
        tree: { type: 'boolean', doc: 'Below it too.', default: false },
      },
      scalar: 'on',
      makes: 'request',
      perform: unused,
      random: nothingDrawn,
    },
    cancel: {
      doc: 'Cancels a request.',
      fields: { request: { type: 'request', doc: 'Which.', required: true } },
      scalar: 'request',
      perform: unused,
    },
    reset: { doc: 'Drops the transport.', fields: {}, faultOnly: true, perform: unused },
  },
  clientKinds: {
    local: {
      doc: 'A program on the server itself.',
      operations: {
        open: {
          doc: 'Opens a directory.',
          fields: {
            path: { type: 'text', doc: 'Which.', required: true },
            synchronous: { type: 'boolean', doc: 'Whether it waits.', default: false },
          },
          scalar: 'path',
          makes: 'handle',
          perform: unused,
          random: nothingDrawn,
        },
        close: {
          doc: 'Closes a handle.',
          fields: { handle: { type: 'handle', doc: 'Which.', required: true } },
          scalar: 'handle',
          perform: unused,
        },
        duplicate: {
          doc: 'Makes another handle.',
          fields: { handle: { type: 'handle', doc: 'Of which.', required: true } },
          scalar: 'handle',
          makes: 'handle',
          perform: unused,
        },
        exit: { doc: 'Ends the program.', fields: {}, faultOnly: true, perform: unused },
      },
    },
  },
  faultPoints: [
    {
      id: 'ex.pool.allocate',
      doc: 'Memory is asked for.',
      subjects: ['client', 'tag', 'bytes'],
      admits: ['fail'],
      statuses: ['STATUS_INSUFFICIENT_RESOURCES'],
    },
    {
      id: 'fsrtl.report.before-complete',
      doc: 'A report is about to complete a request.',
      subjects: ['client', 'request', 'handle'],
      admits: ['delay', 'hold'],
    },
    { id: 'fsrtl.cancel.entered', doc: 'The cancel routine is entered.', subjects: ['request'], admits: ['hold'] },
    { id: 'smb.send', doc: 'A message is sent.', subjects: ['client'], admits: ['drop', 'delay'] },
  ],
  actions: {
    dismount: { doc: 'Dismounts the volume.', fields: {}, perform: unused },
    'io.cancel': {
      doc: 'Cancels a request on the server.',
      fields: { request: { type: 'request', doc: 'Which.', required: true } },
      scalar: 'request',
      perform: unused,
    },
    'kill-client': {
      doc: 'Kills a client.',
      fields: { client: { type: 'client', doc: 'Which.', required: true } },
      scalar: 'client',
      perform: unused,
    },
    'shrink-pool': {
      doc: 'Makes a limited pool smaller.',
      fields: {},
      check: (_values, settings) =>
        settings.values['pool.limited'] === true ? undefined : 'the pool has no limit (system.pool.limited)',
      perform: unused,
    },
    'exhaust-pool': {
      doc: 'Leaves this much pool.',
      fields: { leave: { type: 'size', doc: 'What is left.', minimum: 0, maximum: 1024 ** 3, default: 0 } },
      scalar: 'leave',
      perform: unused,
    },
  },
  statuses: ['STATUS_SUCCESS', 'STATUS_CANCELLED', 'STATUS_NOTIFY_ENUM_DIR', 'STATUS_INSUFFICIENT_RESOURCES'],
  marks: [
    { id: 'notify.completed-by-report', doc: 'A report completed a request.' },
    { id: 'notify.completed-by-cancel', doc: 'A cancel completed a request.' },
  ],
  events: [],
  invariants: [
    { id: 'notify.buffer-freed', number: 'I-01', statement: 'Buffers are freed.', source: 'made up', create: unused },
    { id: 'notify.buffers-bounded', number: 'I-03', statement: 'Few buffers.', source: 'made up', create: unused },
  ],
  defects: [
    { id: 'srv.forgets-to-free', number: 'D01', mechanism: 'Forgets to free.', trigger: 'Any report.' },
    { id: 'fsrtl.frees-twice', number: 'D02', mechanism: 'Frees twice.', trigger: 'A cancel.' },
  ],
  exhibits: { 'pool-paged-bytes': 'Pool in use.', watches: 'Who watches what.' },
  check({ values }): readonly SettingsProblem[] {
    if (values['version'] !== 'nt-3.51' || values['dialect'] !== 'smb2') return [];
    return [{ setting: 'dialect', message: 'nt-3.51 speaks smb1 only', suggestion: 'smb1' }];
  },
  create: unused,
};

export const strategies: readonly KnownStrategy[] = [
  { name: 'fifo', timed: true },
  { name: 'random-timed', timed: true },
  { name: 'random', timed: false },
  { name: 'pct', timed: false },
];

/** What every scenario needs and most fixtures leave out. */
const NEEDED: readonly (readonly [key: string, text: string])[] = [
  ['scenario', 'scenario: a title'],
  ['why', 'why: because'],
  ['model', 'model: toy'],
  [
    'clients',
    `clients:
  alice:
    - connect
    - open: { path: \\docs, as: dir }
    - notify: { on: dir, as: n1 }
    - await: n1`,
  ],
];

/** The fixture, followed by the keys that it leaves out: its own lines keep their numbers. */
export function completed(fixture: string): string {
  const missing = NEEDED.filter(([key]) => !new RegExp(`^${key}:`, 'm').test(fixture));
  return `${fixture.replace(/\n$/, '')}\n${missing.map(([, text]) => `${text}\n`).join('')}`;
}

export interface Outcome {
  readonly scenarios: readonly Scenario[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that the edge does with a file, but reading it. */
export function load(text: string, options: Partial<CompileOptions> = {}): Outcome {
  const { value: tree, diagnostics } = parse('t.yaml', text);
  if (tree === undefined) return { scenarios: undefined, diagnostics };
  const model = modelOf(tree);
  if (model.value === undefined) return { scenarios: undefined, diagnostics: [...diagnostics, ...model.diagnostics] };
  const compiled = compile(tree, toy, { id: 't', strategies, ...options });
  const all = [...diagnostics, ...compiled.diagnostics];
  return { scenarios: all.length === 0 ? compiled.value : undefined, diagnostics: all };
}

/** "Q301@3:7" or "Q301@3:7 open": code, place and suggestion. */
export function brief({ code, line, column, suggestion }: Diagnostic): string {
  return `${code}@${line}:${column}${suggestion === undefined ? '' : ` ${suggestion}`}`;
}
