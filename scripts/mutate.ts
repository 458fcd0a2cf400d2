/**
 * Makes the NT model wrong in one place at a time and runs the scenarios: each mutant should be caught by one. `removals` take one act of
 * giving back out of the model (a free, a dereference, an exchange of a cancel routine, an unlink, a return of quota, a
 * release); `general` ones change the rest of models/nt/{fsrtl,io,srv}: conditions, operators, constants, statuses, statements.
 *
 *   npm run mutate -- [--list] [--kind removals|general] [--sample <n>] [--seed <text>] [--only <text of its name>]...
 *                     [--few <runs>] [--thorough] [--checked] [--tests] [--json <file>] [-- <scenarios>]
 *
 * `--only` narrows what was drawn with `--sample`, so that a sample can be measured in parts. All chosen mutants are built into the
 * model at once (scripts/mutate/mutants.ts) and switched on one after another in one process (examine.ts): first few runs of the
 * scenarios that come past the place at all, then, with --thorough, all runs of them; with --tests, the unit tests of the model get
 * those that are left. With --checked all runs are in the checked mode, where a touch that no step has announced is a failure.
 */
import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Answer, Question } from './mutate/examine';
import { allMutants, ROOT, sample, type Mutant, type MutantKind } from './mutate/mutants';

/** For so long a run may say nothing. The machine may be busy. */
const SILENCE_MILLISECONDS = 90_000;

const { values, positionals } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    kind: { type: 'string', multiple: true, default: ['removals', 'general'] },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [''] },
    few: { type: 'string', default: '15' },
    thorough: { type: 'boolean', default: false },
    checked: { type: 'boolean', default: false },
    tests: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
  allowPositionals: true,
});

export interface Examined extends Mutant {
  readonly killer: string | undefined;
  readonly scenarios: number;
}

/** The process that examines, and what to do when it does not come back: another one. */
class Examiner {
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcess | undefined;
  /** The unit tests are known to pass without a mutant. */
  #isPlainGreen = false;

  constructor(
    readonly folder: string,
    chosen: readonly Mutant[],
  ) {
    const path = join(folder, 'chosen.json');
    writeFileSync(path, JSON.stringify(chosen));
    this.#environment = { ...process.env, QUIESCE_MUTANTS: path };
  }

  async begin(): Promise<ChildProcess> {
    const globs = positionals.length > 0 ? positionals : ['scenarios'];
    const [plain, reference] = ['plain.json', 'reference.json'].map((name) => join(this.folder, name));
    const args = [plain, reference, values.few, String(values.checked), ...globs];
    const start = (env: NodeJS.ProcessEnv): ChildProcess =>
      fork(join(__dirname, 'mutate', 'examine.ts'), args, { env });
    if (!existsSync(plain)) await message(start(process.env), Infinity);
    const begun = start(this.#environment);
    this.#process = begun;
    await message(begun, Infinity);
    return begun;
  }

  async ask(question: Question): Promise<Answer> {
    const examiner = this.#process ?? (await this.begin());
    examiner.send(question);
    const answer = await message(examiner);
    if (answer !== undefined) return answer;
    this.end();
    return { ...question, killer: 'does not come back', scenarios: 1 };
  }

  /** Which of the model's unit tests fails. They must pass without a mutant: else they would kill all of them. */
  test(number: number): string | undefined {
    const failing = this.#isPlainGreen ? undefined : this.#failingTest('-1');
    if (failing !== undefined) throw new Error(`without any mutant a test fails: ${failing}`);
    this.#isPlainGreen = true;
    return this.#failingTest(String(number));
  }

  #failingTest(mutant: string): string | undefined {
    const hook = `-r ts-node/register -r ${join(__dirname, 'mutate', 'switch.ts')}`;
    const env = { ...this.#environment, QUIESCE_MUTANT: mutant, NODE_OPTIONS: hook };
    const tests = ['ex', 'fsrtl', 'fsd', 'io', 'ob', 'srv'].map((folder) => `models/nt/${folder}/**`);
    const result = spawnSync('npx', ['ava', '--fail-fast', '--concurrency=1', ...tests], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
    if (result.status === 0) return undefined;
    return /✘ (.*)/.exec(result.stdout + result.stderr)?.[1] ?? 'tests do not run';
  }

  end(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }
}

/** What the process says, but that it is alive; undefined when it says nothing for too long, or ends. */
function message(from: ChildProcess, silence = SILENCE_MILLISECONDS): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const done = (answer: Answer | undefined): void => {
      clearTimeout(timer);
      from.removeAllListeners();
      resolve(answer);
    };
    const timer = silence === Infinity ? undefined : setTimeout(() => done(undefined), silence);
    from.on('message', (said) => {
      if (said === 'alive') timer?.refresh();
      else done(said as Answer);
    });
    from.on('exit', () => done(undefined));
  });
}

void main();

async function main(): Promise<void> {
  const all = allMutants(values.kind as readonly MutantKind[]);
  const drawn = values.sample === undefined ? all : sample(all, Number(values.sample), values.seed);
  const chosen = drawn.filter((one) => values.only.some((text) => nameOf(one).includes(text)));
  if (values.list) return chosen.forEach((mutant) => console.log(nameOf(mutant)));
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-mutants-'));
  const examiner = new Examiner(folder, chosen);
  try {
    const examined = await examineAll(examiner, chosen);
    if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(examined, undefined, 1));
    const killed = examined.filter(({ killer }) => killer !== undefined).length;
    console.log(`${killed} of ${chosen.length} mutants killed`);
    process.exitCode = killed === chosen.length ? 0 : 1;
  } finally {
    examiner.end();
    rmSync(folder, { recursive: true });
  }
}

async function examineAll(examiner: Examiner, chosen: readonly Mutant[]): Promise<readonly Examined[]> {
  const examined: Examined[] = [];
  for (const [number, mutant] of chosen.entries()) {
    let { killer, scenarios } = await examiner.ask({ number, thorough: false });
    if (killer === undefined && scenarios > 0 && values.thorough) {
      ({ killer, scenarios } = await examiner.ask({ number, thorough: true }));
    }
    if (killer === undefined && values.tests) {
      const test = examiner.test(number);
      if (test !== undefined) killer = `test ${test}`;
    }
    examined.push({ ...mutant, killer, scenarios });
    const verdict = killer === undefined ? (scenarios === 0 ? 'UNREACHED' : 'SURVIVES ') : 'killed   ';
    console.log(`${verdict} ${nameOf(mutant)}  ${killer ?? `(${scenarios} scenarios come past it)`}`);
  }
  return examined;
}

function nameOf({ file, line, what }: Mutant): string {
  return `${file}:${line} ${what}`;
}
