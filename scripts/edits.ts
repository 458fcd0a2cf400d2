/**
 * Harmless edits of the NT model, and what becomes of failures that were recorded before them: how many come again by name
 * (lenient replay), and how many by their seed alone. Only failures whose run comes past an edit count. Needs `npm run build`.
 *
 *   node -r ts-node/register scripts/edits.ts [--failures 100]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Explore from '../harness/explore';
import type * as Suite from '../harness/cli/suite/load-suite';
import type * as Programs from '../harness/scenario/program';
import type * as Sim from '../harness/sim';

const ROOT = join(__dirname, '..');
/** How many of them. */
const EDITS = 20;
/** Runs by which it is known whether failures are few. */
const PROBES = 40;

/** A line of a compiled file behind which something can be put. */
interface Place {
  readonly file: string;
  readonly index: number;
  readonly text: string;
}

/** One edit of a compiled file. */
interface Edit {
  readonly name: string;
  readonly file: string;
  readonly edit: (source: string) => string;
  /** Which of the failures come past it, by index. */
  readonly touched: readonly number[];
}

interface Recorded {
  readonly scenario: string;
  readonly strategy: string;
  readonly run: number;
  readonly signature: string;
  readonly trace: Explore.Trace;
}

interface Counts {
  failures: number;
  byName: number;
  bySeed: number;
  exactly: number;
}

const [, , mode, ...rest] = process.argv;
if (mode === 'record') record(rest[0], Number(rest[1]));
else if (mode === 'replay') console.log(JSON.stringify(replayAll(rest[0], JSON.parse(rest[1]) as number[])));
else if (mode === 'pass') console.log(JSON.stringify(passedBy(rest[0])));
else main(Number(mode === '--failures' ? rest[0] : 100));

function main(failures: number): void {
  const copy = mkdtempSync(join(tmpdir(), 'quiesce-edits-'));
  for (const part of ['dist', 'scenarios', 'models', 'package.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  console.log(`${failures} failures of ${child('record', copy, String(failures)).trim()}`);
  const everyone = Array.from({ length: failures }, (_, i) => i);
  const replayed = (which: readonly number[]): Counts => {
    return JSON.parse(child('replay', copy, JSON.stringify(which))) as Counts;
  };
  console.log(line('no edit', replayed(everyone)));
  const sum: Counts = { failures: 0, byName: 0, bySeed: 0, exactly: 0 };
  const edits = editsOf(copy, failures);
  for (const { name, file, edit, touched } of edits) {
    const source = readFileSync(file, 'utf8');
    const after = edit(source);
    if (after === source) throw new Error(`${name} changes nothing`);
    writeFileSync(file, after);
    const counts = replayed(touched);
    writeFileSync(file, source);
    console.log(line(name, counts));
    for (const key of ['failures', 'byName', 'bySeed', 'exactly'] as const) sum[key] += counts[key];
  }
  rmSync(copy, { recursive: true });
  console.log(line(`all ${edits.length} edits`, sum));
  process.exitCode = sum.byName >= 0.9 * sum.failures ? 0 : 1;
}

function line(name: string, { failures, byName, bySeed, exactly }: Counts): string {
  const percent = (count: number): string => `${((100 * count) / failures).toFixed(1)} %`.padStart(8);
  const of = String(failures).padStart(5);
  return `${of}: by name ${percent(byName)}  strict ${percent(exactly)}  by seed ${percent(bySeed)}  ${name}`;
}

function child(...args: readonly string[]): string {
  const argv = ['-r', 'ts-node/register', __filename, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
}

// ---- In a process of its own, with the model of the copy ----------------------------------------------------------

interface Copied {
  readonly explore: typeof Explore;
  readonly sim: typeof Sim;
  readonly program: (id: string) => Programs.ScenarioProgram;
  readonly ids: readonly string[];
}

function copied(copy: string): Copied {
  const load = createRequire(join(copy, 'dist/harness/cli/main.js'));
  const { loadSuite } = load('./suite/load-suite') as typeof Suite;
  const { ScenarioProgram } = load('../scenario/program') as typeof Programs;
  const settings = { cwd: copy, root: undefined, set: [], exploreWith: undefined };
  const { instances } = loadSuite({ globs: ['scenarios/defects'], ...settings });
  const known = new Map(instances.map(({ scenario }) => [scenario.id, scenario]));
  const explore = load('../explore') as typeof Explore;
  const program = (id: string): Programs.ScenarioProgram => {
    const scenario = known.get(id);
    if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
    return new ScenarioProgram(scenario);
  };
  return { explore, sim: load('../sim') as typeof Sim, program, ids: [...known.keys()] };
}

/** A pair of scenario and strategy whose runs fail now and then: what always fails needs no replay. */
interface Flaky {
  readonly id: string;
  readonly strategy: string;
  next: number;
}

/** A failure of each pair in turn, until there are enough. */
function record(copy: string, wanted: number): void {
  const { explore, sim, program, ids } = copied(copy);
  const kernel = new sim.Kernel();
  const attempt = ({ id, strategy }: Flaky, run: number): Recorded | undefined => {
    const recorder = new explore.TraceRecorder();
    const made = explore.strategyNamed(strategy)?.make();
    if (made === undefined) throw new Error(`there is no strategy ${strategy}`);
    const outcome = sim.simulate(kernel, program(id), recorder.listenTo(made), { root: '1', run });
    const [violation] = outcome.violations;
    if (violation === undefined) return undefined;
    const trace = { timed: made.timed, choices: recorder.choices, steps: recorder.steps };
    return { scenario: id, strategy, run, signature: sim.signatureOf(violation), trace };
  };
  const flaky = ids
    .flatMap((id) => ['random', 'random-timed', 'pos', 'pct:3'].map((strategy): Flaky => ({ id, strategy, next: 0 })))
    .filter((pair) => {
      const failed = Array.from({ length: PROBES }, (_, run) => attempt(pair, run)).filter((one) => one !== undefined);
      return failed.length > 0 && failed.length <= PROBES / 2;
    });
  const found: Recorded[] = [];
  while (found.length < wanted) {
    for (const pair of flaky) {
      let recorded: Recorded | undefined;
      while (recorded === undefined) recorded = attempt(pair, pair.next++);
      if (found.length < wanted) found.push(recorded);
    }
  }
  writeFileSync(join(copy, 'recorded.json'), JSON.stringify(found));
  console.log(flaky.map(({ id, strategy }) => `${id} (${strategy})`).join(', '));
}

function recordedIn(copy: string): readonly Recorded[] {
  return JSON.parse(readFileSync(join(copy, 'recorded.json'), 'utf8')) as Recorded[];
}

/** Of each failure: the places that its run comes past, by index. Something that tells so has been put there. */
function passedBy(copy: string): readonly (readonly number[])[] {
  const { explore, sim, program } = copied(copy);
  const kernel = new sim.Kernel();
  return recordedIn(copy).map(({ scenario, trace }) => {
    const passed = new Set<number>();
    Object.assign(globalThis, { editsPassed: passed });
    sim.simulate(kernel, program(scenario), new explore.NamedReplay(trace), { root: '1', run: 0 });
    return [...passed];
  });
}

function replayAll(copy: string, which: readonly number[]): Counts {
  const { explore, sim, program } = copied(copy);
  const kernel = new sim.Kernel();
  Object.assign(globalThis, { editedKernel: kernel });
  const counts: Counts = { failures: which.length, byName: 0, bySeed: 0, exactly: 0 };
  const fails = (id: string, strategy: Sim.Strategy, run: number, signature: string): boolean => {
    const [violation] = sim.simulate(kernel, program(id), strategy, { root: '1', run }).violations;
    return violation !== undefined && sim.signatureOf(violation) === signature;
  };
  const recorded = recordedIn(copy);
  for (const index of which) {
    const { scenario, strategy, run, signature, trace } = recorded[index];
    const seeded = explore.strategyNamed(strategy)?.make();
    if (fails(scenario, new explore.LenientReplay(trace), 0, signature)) counts.byName++;
    if (fails(scenario, new explore.NamedReplay(trace), 0, signature)) counts.exactly++;
    if (seeded !== undefined && fails(scenario, seeded, run, signature)) counts.bySeed++;
  }
  return counts;
}

// ---- The edits ----------------------------------------------------------------------------------------------------

/** Each behind a step somewhere in the model: places that a tenth of the failures come past, spread evenly over the model. */
function editsOf(copy: string, failures: number): readonly Edit[] {
  const model = join(copy, 'dist/models/nt');
  const places = placesOf(model);
  const passed = withProbes(places, () => JSON.parse(child('pass', copy)) as number[][]);
  const touchedBy = places.map((_, place) => passed.flatMap((some, i) => (some.includes(place) ? [i] : [])));
  const often = places.flatMap((place, i) =>
    touchedBy[i].length >= failures / 10 ? [{ place, touched: touchedBy[i] }] : [],
  );
  const spread = Array.from({ length: EDITS }, (_, i) => often[Math.floor(((i + 0.5) * often.length) / EDITS)]);
  const sim = `require(${JSON.stringify(join(model, '../../harness/sim/index.js'))})`;
  const kinds = [
    [
      'a scheduling point more',
      `yield (globalThis.editPoint ??= new (${sim}.Operation)(${sim}.Name.of('edit.point'), []));`,
    ],
    ['a draw more', `globalThis.editedKernel.choose(${sim}.Name.of('edit.draw'), 3);`],
    ['a mark more', `globalThis.editedKernel.mark(${sim}.Name.of('notify.pended'));`],
    ['a local renamed', ''],
  ] as const;
  return spread.map(({ place: { file, index, text }, touched }, i) => {
    const [what, added] = kinds[i % 4];
    const name = `${what}: ${file.slice(model.length + 1)}:${index + 1} ${text.slice(0, 60)}`;
    return { name, file, touched, edit: (source) => (added === '' ? renamed(source) : inserted(source, index, added)) };
  });
}

/** Something done while every place tells when a run comes past it. */
function withProbes<T>(places: readonly Place[], act: () => T): T {
  const sources = new Map(places.map(({ file }) => [file, readFileSync(file, 'utf8')]));
  for (const [file, source] of sources) {
    const probed = places
      .map((place, i) => ({ ...place, i }))
      .filter((place) => place.file === file)
      .reduceRight((text, { index, i }) => inserted(text, index, `globalThis.editsPassed?.add(${i});`), source);
    writeFileSync(file, probed);
  }
  const made = act();
  for (const [file, source] of sources) writeFileSync(file, source);
  return made;
}

function placesOf(model: string): readonly Place[] {
  const files = ['fsrtl', 'io', 'srv', 'smb', 'fsd', 'ex'].flatMap((part) =>
    readdirSync(join(model, part))
      .filter((name) => name.endsWith('.js'))
      .map((name) => join(model, part, name)),
  );
  return files.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    // What is removed from a queue is taken in the same step.
    const isPlace = (text: string, before: string, after: string): boolean =>
      /^ {4,}(const \w+ = )?yield\*? .*;$/.test(text) && /[{};]$/.test(before) && !after.includes('.removed(');
    const at = lines.flatMap((text, i) => (isPlace(text, lines[i - 1] ?? '', lines[i + 1] ?? '') ? [i] : []));
    return at.map((index) => ({ file, index, text: lines[index].trim() }));
  });
}

function inserted(source: string, index: number, added: string): string {
  const lines = source.split('\n');
  return lines.toSpliced(index + 1, 0, added).join('\n');
}

function renamed(source: string): string {
  const local = /\bconst (\w{4,}) = /.exec(source)?.[1] ?? 'undefined';
  return source.replaceAll(new RegExp(`(?<![.\\w'"$])${local}(?![\\w'":])`, 'g'), `${local}Renamed`);
}
