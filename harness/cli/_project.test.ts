// A folder of a user's own with a model and scenarios in it, and the command run there, for the tests beside this file.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { Interrupt } from './interrupt';
import { lazy } from './lazy';
import { quiesce } from './quiesce';

const FIXTURES = join(__dirname, 'fixtures');

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A line of `run --json`, as far as tests read it. */
export interface ResultLine {
  readonly scenario: string;
  readonly verdict: string;
  readonly seed: string;
  readonly runs: number;
  readonly traceHash: string;
  readonly strategies: readonly { readonly strategy: string; readonly runs: number }[];
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  readonly signature?: string;
  readonly replay?: string;
  readonly standing?: { readonly kind: string; readonly file?: string; readonly signature?: string };
  readonly found?: { readonly signature: string; readonly traceHash: string };
  readonly error?: { readonly step: number; readonly task: string; readonly operation: string; readonly frame: string };
}

type Surroundings = { readonly env?: Record<string, string>; readonly interrupt?: Interrupt };

export interface Project {
  readonly folder: string;
  /** Writes a file, path below the folder. */
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  /** Runs the command in this process. */
  readonly quiesce: (...argv: readonly string[]) => Promise<Ran>;
  /** The same with models loaded anew. */
  readonly quiesceFresh: (...argv: readonly string[]) => Promise<Ran>;
  readonly quiesceIn: (surroundings: Surroundings, ...argv: readonly string[]) => Promise<Ran>;
  /** `told` hears what is written, as soon as it is. */
  readonly quiesceTold: (
    surroundings: Surroundings,
    told: (text: string) => void,
    ...argv: readonly string[]
  ) => Promise<Ran>;
  /** What `run --json` says, a line each. */
  readonly results: (...argv: readonly string[]) => Promise<readonly ResultLine[]>;
}

/** A model `ring.ts` that imports from 'quiesce', and those fixture scenarios that are named. */
export function projectOf(t: ExecutionContext, scenarios: readonly string[] = []): Project {
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('ring.ts', readFileSync(join(FIXTURES, 'ring.ts'), 'utf8').replace(`'../../sim'`, `'quiesce'`));
  for (const name of scenarios) {
    cpSync(join(FIXTURES, 'scenarios', `${name}.yaml`), join(folder, 'scenarios', `${name}.yaml`), { recursive: true });
  }
  const quiesceTold: Project['quiesceTold'] = async ({ env = {}, interrupt = new Interrupt() }, told, ...argv) => {
    const written = { stdout: '', stderr: '' };
    const output = (name: keyof typeof written) => ({
      isTerminal: false,
      write: (text: string) => {
        written[name] += text;
        told(text);
      },
    });
    const exitCode = await quiesce(argv, {
      ...{ cwd: folder, env, interrupt, stdout: output('stdout'), stderr: output('stderr') },
      ...{ cores: 1, now: () => Date.now() },
    });
    return { exitCode, ...written };
  };
  const quiesceIn: Project['quiesceIn'] = (surroundings, ...argv) =>
    quiesceTold(surroundings, () => undefined, ...argv);
  return {
    folder,
    write,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    quiesceIn,
    quiesceTold,
    quiesce: (...argv) => quiesceIn({}, ...argv),
    quiesceFresh: (...argv) => {
      for (const path of Object.keys(lazy.cache)) if (path.startsWith(folder)) delete lazy.cache[path];
      return quiesceIn({}, ...argv);
    },
    results: async (...argv) => jsonLines((await quiesceIn({}, 'run', ...argv, '--json')).stdout),
  };
}

export function jsonLines(text: string): readonly ResultLine[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as ResultLine);
}

/** The arguments of `npx quiesce run ...`, which hold nothing that a shell would have to take apart. */
export function argumentsOf({ replay = '' }: ResultLine): readonly string[] {
  return replay.split(' ').slice(3);
}
