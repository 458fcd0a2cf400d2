// Models of users' own that do not depend on their choices alone: what it is, and the line where it is, must be found.
import test, { type ExecutionContext } from 'ava';
import { projectOf } from './_project.test';

interface Leak {
  readonly what: string;
  /** Outside of every routine. */
  readonly top?: string;
  /** In a routine of the model. The line that ends with `//!` is the one to be found. */
  readonly body: string;
  /** What is said to differ, or to have come from outside. */
  readonly says: RegExp;
  /** Whose step it is found in: that of client `a` unless told. */
  readonly by?: string;
  /** Behind the routine. */
  readonly rest?: string;
}

const fromOutside: readonly Leak[] = [
  { what: 'the clock', body: 'const n = 2 + (Date.now() % 7); //!\nkernel.choose(SIZE, n);', says: /^Date\.now\(\)$/ },
  { what: 'a new Date', body: 'if (new Date() > new Date(0)) yield gate.touch; //!', says: /^new Date\(\)$/ },
  {
    what: 'a clock that was kept',
    top: 'const { now } = Date;',
    body: 'this.last = now(); //!',
    says: /^Date\.now\(\)$/,
  },
  {
    what: 'the text of a date',
    body: 'this.last = String(new Date(0)).length; //!',
    says: /time zone.*Date\.toString/,
  },
  { what: 'the time of day', body: 'this.last = new Date(1e12).getHours(); //!', says: /time zone.*Date\.getHours/ },
  {
    what: 'a date without a zone',
    body: `this.last = +new Date('2001-02-03T04:05'); //!`,
    says: /time zone.*new Date/,
  },
  { what: 'a time span', body: 'this.last = performance.now(); //!', says: /^performance\.now\(\)$/ },
  { what: 'a time span in ns', body: 'this.last = Number(process.hrtime.bigint()); //!', says: /hrtime\.bigint\(\)$/ },
  { what: 'random numbers', body: 'kernel.choose(SIZE, Math.random() < 0.5 ? 2 : 3); //!', says: /^Math\.random\(\)$/ },
  {
    what: 'a shuffle',
    body: 'const order = [gate.touch, gate.peek].sort(() => Math.random() - 0.5); //!\nfor (const one of order) yield one;',
    says: /^Math\.random\(\)$/,
  },
  {
    what: 'random bytes',
    top: `import { randomBytes } from 'node:crypto';`,
    body: 'this.last = randomBytes(1)[0]; //!',
    says: /^crypto\.randomBytes\(\)$/,
  },
  { what: 'a random id', body: 'this.last = crypto.randomUUID().length; //!', says: /^crypto\.randomUUID\(\)$/ },
  { what: 'the environment', body: `if (process.env.PATH !== '') yield gate.touch; //!`, says: /^process\.env$/ },
  { what: 'the process', body: 'this.last = process.pid; //!', says: /^process\.pid$/ },
  {
    what: 'the machine',
    top: `const { hostname } = require('node:os');`,
    body: 'this.last = hostname().length; //!',
    says: /^os\.hostname\(\)$/,
  },
  { what: 'the memory in use', body: 'this.last = process.memoryUsage().rss; //!', says: /^process\.memoryUsage\(\)$/ },
  {
    what: 'the order of files in a folder',
    top: `import { readdirSync } from 'node:fs';`,
    body: 'for (const name of readdirSync(__dirname)) this.last += name.length; //!',
    says: /^fs\.readdirSync\(\)$/,
  },
  { what: 'a promise', body: 'void Promise.resolve().then(() => this.last++); //!', says: /^a promise$/ },
  { what: 'an async function', body: 'const wait = async () => this.last++; //!\nvoid wait();', says: /^a promise$/ },
  { what: 'a timer', body: 'setTimeout(() => this.last++, 1).unref(); //!', says: /^a timer of Node$/ },
  { what: 'a microtask', body: 'queueMicrotask(() => this.last++); //!', says: /^queueMicrotask\(\)$/ },
  { what: 'the next tick', body: 'process.nextTick(() => this.last++); //!', says: /^process\.nextTick\(\)$/ },
  {
    what: 'a weak reference',
    body: 'const weak = new WeakRef({}); //!\nthis.last = weak.deref() ? 1 : 0;',
    says: /WeakRef/,
  },
  {
    what: 'a finalizer',
    body: 'new FinalizationRegistry(() => this.last++).register({}, 1); //!',
    says: /Finalization/,
  },
  { what: 'the locale', body: `if ('ä'.localeCompare('z') < 0) yield gate.touch; //!`, says: /locale.*localeCompare/ },
  { what: 'numbers of the locale', body: 'this.last = (1e6).toLocaleString().length; //!', says: /locale.*toLocale/ },
  {
    what: 'the name of the zone',
    body: 'new Intl.DateTimeFormat().resolvedOptions(); //!',
    says: /locale.*DateTimeFormat/,
  },
  {
    what: 'an order that is none',
    body: 'const list = [3, 1, 2].sort((a, b) => (a > b) as unknown as number); //!\nthis.last = list[0];',
    says: /^an order that contradicts itself: Array\.sort\(\)$/,
  },
];

const kept: readonly Leak[] = [
  {
    what: 'a counter of the module',
    top: 'let ever = 0;',
    body: 'kernel.choose(SIZE, 2 + ever++); //!',
    says: /^choice size: 0 of 2 \| choice size: 0 of 5$/,
  },
  {
    what: 'a cache of the module',
    top: 'const cache = new Map<string, number>();',
    body: 'if (!cache.has("gate")) {\n  cache.set("gate", 1);\n  yield gate.touch; //!\n}',
    says: /gate\.touch.* \| .*gate\.leave/,
  },
  {
    what: 'a regular expression that remembers where it was',
    top: 'const LETTER = /a/g;',
    body: "if (LETTER.test('a')) {\n  yield gate.touch; //!\n}",
    says: /gate\.touch.* \| .*gate\.leave/,
  },
  {
    what: 'an order by the identity of objects',
    top:
      'const ids = new WeakMap<object, number>();\nlet given = 0;\n' +
      'const idOf = (o: object) => (ids.get(o) ?? (ids.set(o, given++), given - 1)) % 5;',
    body:
      'const order = [gate.touch, gate.peek].sort((a, b) => idOf(a) - idOf(b));\n' +
      'for (const one of order) {\n  yield one; //!\n}',
    says: /gate\.(touch|peek).* \| .*gate\.(peek|touch)/,
  },
  {
    what: 'a set that changes while it is gone through',
    top: "const waiting = new Set(['touch', 'peek']);",
    body:
      'let moves = 0;\nfor (const name of waiting) {\n  if (moves++ === 1) break;\n' +
      '  waiting.delete(name);\n  waiting.add(name);\n  yield gate[name]; //!\n}',
    says: /gate\.(touch|peek).* \| .*gate\.(peek|touch)/,
  },
  {
    what: 'keys that come to be in the order of runs',
    top: 'const seen: Record<string, number> = {};\nlet turn = 0;',
    body:
      'seen[turn++ % 2 === 0 ? "touch" : "peek"] ??= turn;\n' +
      'for (const name of Object.keys(seen)) {\n  yield gate[name]; //!\n}',
    says: /gate\.leave.* \| .*gate\.peek|gate\.peek.* \| .*gate\.leave/,
  },
  {
    what: 'ticks that an operation of the module carries over',
    top: 'const NAP = { ticks: 0 };',
    body: 'NAP.ticks += 3;\nyield kernel.sleep(NAP.ticks); //!',
    says: /step \d+ at 3: .* \| step \d+ at /,
  },
  {
    what: 'an object that the run before has left in a pool',
    top: 'const pool: { touched: boolean }[] = [];',
    body:
      'const item = pool.pop() ?? { touched: false };\n' +
      'if (!item.touched) {\n  yield gate.touch; //!\n}\nitem.touched = true;\npool.push(item);',
    says: /gate\.touch.* \| .*gate\.leave/,
  },
  {
    what: 'a generator that goes on where the run before left it',
    top: 'function* numbers() {\n  for (let i = 2; ; i++) yield i;\n}\nconst next = numbers();',
    body: 'kernel.choose(SIZE, next.next().value as number); //!',
    says: /^choice size: 0 of 2 \| choice size: 0 of 5$/,
  },
  {
    what: 'settings that a run changes',
    body:
      'const values = this.world.settings.values as Record<string, number>;\n' +
      'values.size = (values.size ?? 0) + 1;\nkernel.choose(SIZE, 1 + values.size); //!',
    says: /^choice size: \d of \d+ \| choice size: \d of \d+$/,
  },
  {
    what: 'names by a number that never begins again',
    top: 'let serial = 0;',
    body: 'kernel.spawn(`task ${serial++}`, this.rest());',
    rest: '*rest() {\n  yield this.gate.peek; //!\n}',
    says: /task 0 gate\.peek.* \| .*task 3 gate\.peek/,
    by: 'task 0',
  },
  {
    what: 'an answer alone',
    top: 'let answers = 0;',
    body: 'this.last = answers++;',
    says: /^answer to .*: OK, 0 \| answer to .*: OK, 3$/,
  },
];

const atLoad: readonly Leak[] = [
  {
    what: 'a clock when it is loaded',
    top: 'const SALT = Date.now(); //!',
    body: 'this.last = SALT;',
    says: /Date\.now/,
  },
  {
    what: 'random numbers when it is loaded',
    top: 'const N = Math.random(); //!',
    body: 'this.last = N;',
    says: /random/,
  },
  {
    what: 'the environment when it is loaded',
    top: 'const { HOME } = process.env; //!',
    body: '',
    says: /process\.env/,
  },
];

/** A model with a leak in the routine of its only operation, and the line that is to be found. */
function modelWith({ top = '', body, rest = '' }: Leak): { readonly text: string; readonly line: number | undefined } {
  const text = `import { Name, Operation, SharedObject, call, reads, writes } from 'quiesce';
${top}
const SIZE = Name.of('size');
class Gate extends SharedObject {
  label = 'gate';
  enter = new Operation(Name.of('gate.enter'), [writes(this.object)]);
  touch = new Operation(Name.of('gate.touch'), [writes(this.object)]);
  peek = new Operation(Name.of('gate.peek'), [reads(this.object)]);
  leave = new Operation(Name.of('gate.leave'), [writes(this.object)]);
}
interface Never {
  gone: 'when this is compiled';
}
class LeakSystem {
  last = 0;
  gate: Gate;
  constructor(public world: any) {
    this.gate = new Gate(world.kernel);
  }
  client(name: string) {
    return { name };
  }
  *work(): any {
    const { kernel } = this.world;
    const gate: any = this.gate;
    yield gate.enter;
    ${body}
    yield gate.leave;
    return { status: 'OK', information: this.last };
  }
  ${rest}
  *teardown() {}
  *shutdown() {}
  pending() { return []; }
  exhibit() { return undefined; }
}
export const model = {
  name: 'leak', version: '1', doc: 'A gate.', settings: {}, faultPoints: [], actions: {}, statuses: ['OK'], marks: [],
  events: [], invariants: [], defects: [], exhibits: {},
  operations: {
    work: {
      doc: 'Goes through the gate.', fields: {},
      perform: function* (system: any): any { return { response: yield* call(system.work()) }; },
    },
  },
  create: (world: any) => new LeakSystem(world),
};
`;
  const line = text.split('\n').findIndex((one) => one.endsWith('//!')) + 1;
  return { text, line: line === 0 ? undefined : line };
}

const SCENARIO = `scenario: s
why: Three go through a gate.
model: ../leak.ts
clients:
  a: [work: , work: ]
  b: [work: ]
explore: { strategies: [fifo], runs: 2 }
expect: { verdict: pass }
`;

interface Line {
  readonly verdict: string;
  readonly difference?: Readonly<Record<string, string | number | boolean | undefined>>;
}

async function found(t: ExecutionContext, leak: Leak): Promise<Line> {
  const project = projectOf(t);
  project.write('leak.ts', modelWith(leak).text);
  project.write('scenarios/leak.yaml', SCENARIO);
  const { stdout, stderr } = await project.quiesce('run', '--verify-determinism', '2', '--json');
  return JSON.parse(stdout || `{ "verdict": ${JSON.stringify(stderr)} }`) as Line;
}

for (const leak of fromOutside) {
  test(`what comes from outside is found at its line: ${leak.what}`, async (t) => {
    const { verdict, difference = {} } = await found(t, leak);
    const { kind, what, site, task, operation } = difference;
    t.deepEqual([verdict, kind, task, operation], ['nondeterminism', 'from outside', 'a', 'gate.enter']);
    t.regex(String(what), leak.says);
    t.regex(String(site), new RegExp(`leak\\.ts:${modelWith(leak).line}:\\d+\\)?$`));
  });
}

for (const leak of kept) {
  test(`what is kept between runs is found at the line where it shows: ${leak.what}`, async (t) => {
    const { verdict, difference = {} } = await found(t, leak);
    const { kind, first, second, firstSite, secondSite, task, operation } = difference;
    t.deepEqual([verdict, kind, task], ['nondeterminism', 'two ways', leak.by ?? 'a']);
    t.regex(String(operation), /^gate\.|^sleep$/);
    t.regex(`${first} | ${second}`, leak.says);
    const { line } = modelWith(leak);
    if (line !== undefined) t.regex(`${firstSite} ${secondSite}`, new RegExp(`leak\\.ts:${line}:`));
  });
}

for (const leak of atLoad) {
  test(`what differs between processes is found at its line: ${leak.what}`, async (t) => {
    const { verdict, difference = {} } = await found(t, leak);
    const { kind, what, site, whenLoaded } = difference;
    t.deepEqual([verdict, kind, whenLoaded], ['nondeterminism', 'from outside', true]);
    t.regex(String(what), leak.says);
    t.regex(String(site), new RegExp(`leak\\.ts:${modelWith(leak).line}:`));
  });
}

test('what is the same everywhere may be asked for', async (t) => {
  const body = `
    this.last = Date.UTC(2001, 1) + new Date('2001-02-03T04:05Z').getTime() + Date.parse(new Date(0).toISOString());
    this.last += new Intl.NumberFormat('en').format(1e6).length + 'a'.localeCompare('b', 'en');
    this.last += [3, 1, 2].sort((a, b) => a - b)[0] + [undefined, 2, 2].toSorted((a, b) => a - b).length;
    this.last += [...new Set([2, 1])][0] + Object.keys({ b: 1, a: 2 }).length + new WeakMap([[this, 1]]).get(this);`;
  const { verdict } = await found(t, { what: '', body, says: /./ });
  t.is(verdict, 'pass');
});

test('outside of the runs that are compared a model is left alone', async (t) => {
  const project = projectOf(t);
  project.write('leak.ts', modelWith({ what: '', body: 'this.last = Math.random();', says: /./ }).text);
  project.write('scenarios/leak.yaml', SCENARIO);
  t.is((await project.quiesce('run')).exitCode, 0);
});

test('the report of a leak names its line, and the command that shows it once more', async (t) => {
  const project = projectOf(t);
  project.write('leak.ts', modelWith({ what: '', body: 'this.last = Math.random();', says: /./ }).text);
  project.write('scenarios/leak.yaml', SCENARIO);
  const { stdout } = await project.quiesce('run', '--verify-determinism');
  t.true(
    stdout.includes(`nondeterminism: strategy fifo, run 0 depends on what is no choice
  replay:
npx quiesce run scenarios/leak.yaml --seed 1 --strategy fifo --run 0 --verify-determinism

  Math.random()
  in step 2, by a at gate.enter
  in LeakSystem.work (leak.ts:27:22)
`),
    stdout,
  );
  project.write('leak.ts', modelWith(kept[0]).text);
  const { stdout: twoWays } = await project.quiesceFresh('run', '--verify-determinism');
  t.regex(
    twoWays,
    /first difference at step or choice 2, in step 2, by a at gate\.enter\n {2}first: choice size: 0 of 2\n {10}in LeakSystem\.work \(leak\.ts:28:11\)\n {2}second: choice size: 0 of 5\n {10}in LeakSystem\.work \(leak\.ts:28:11\)\n {2}both had gone on from work \(leak\.ts:27:5\)\n/,
  );
});
