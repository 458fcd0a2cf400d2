import { appendFileSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { resultLine } from '../../report/ndjson';
import type { ScenarioResult } from '../../report/result';
import { reasonOf } from '../suite/read-text';
import { writeAtomically } from './atomic-write';
import { fileName } from './file-name';
import { FAILURES, LAST_RUN, LATEST, RUNS } from './places';
import type { RunEnd, RunRecord } from './run-record';

export interface StoreOptions {
  /** The results folder, as the user would type it. */
  readonly output: string;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly seed: string;
  /** Told once when nothing more can be written, and why. */
  broken(message: string): void;
}

/**
 * The files of one run. What is known is on disk at once, so that a run that is killed leaves what it had. Where writing
 * fails, that is said once, and the verdicts are what they are.
 */
export class ResultsStore {
  /** The run's folder, as the user would type it; undefined when it could not be made. */
  readonly folder: string | undefined;
  readonly id: string;
  readonly #options: StoreOptions;
  readonly #output: string;
  #record: RunRecord | undefined;
  #isBroken = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#output = resolve(options.cwd, options.output);
    const stamp = new Date(options.startedAt).toISOString().replace(/[-:]/g, '').replace('.', '');
    this.id = `${stamp}-${fileName(options.seed)}`;
    let made: string | undefined;
    this.#try(() => {
      made = this.#makeFolder();
    });
    this.folder = made;
    if (made !== undefined) this.id = basename(made);
  }

  /** The run's folder, if everything could be written to it so far. */
  get usableFolder(): string | undefined {
    return this.#isBroken ? undefined : this.folder;
  }

  /** Before the first run starts. */
  begin(record: Omit<RunRecord, 'id'>): void {
    this.#record = { id: this.id, ...record };
    this.#write('run.json', json(this.#record));
    this.#write('results.ndjson', '');
    this.#try(() => {
      writeAtomically(join(this.#output, LAST_RUN), json({ id: this.id, seed: record.seed, folder: this.folder }));
      this.#link();
    });
  }

  add(result: ScenarioResult): void {
    this.addLine(resultLine(result));
  }

  /** Of results.ndjson, without its newline. */
  addLine(line: string): void {
    this.#try(() => {
      appendFileSync(this.#path('results.ndjson'), `${line}\n`);
    });
  }

  /** Copies the folder of a failure from another run. */
  copyFailure(result: ScenarioResult, run: string): void {
    const folder = failureFolderOf(result);
    this.#try(() => {
      if (existsSync(join(run, folder))) cpSync(join(run, folder), this.#path(folder), { recursive: true });
    });
  }

  /** Writes the files of a failure; answers their folder as the user would type it, unless they could not be written. */
  addFailure(result: ScenarioResult, files: Readonly<Record<string, string>>): string | undefined {
    const folder = failureFolderOf(result);
    for (const [name, text] of Object.entries(files)) this.#write(join(folder, name), text);
    return this.#isBroken || this.folder === undefined ? undefined : join(this.folder, folder);
  }

  /** After the last run, or when it was interrupted. */
  end(end: RunEnd, files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) this.#write(name, text);
    if (this.#record !== undefined) this.#write('run.json', json({ ...this.#record, end }));
  }

  #makeFolder(): string {
    mkdirSync(join(this.#output, RUNS), { recursive: true });
    for (let attempt = 1; ; attempt++) {
      const id = attempt === 1 ? this.id : `${this.id}-${attempt}`;
      const folder = join(this.#output, RUNS, id);
      try {
        mkdirSync(folder);
        const { output } = this.#options;
        return join(output, RUNS, id);
      } catch (error) {
        const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
        if (!isTaken || attempt >= 100) throw error;
      }
    }
  }

  /** A link, replaced in one go; where there are no links a file that holds the path. */
  #link(): void {
    const path = join(this.#output, LATEST);
    const target = join(RUNS, this.id);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      symlinkSync(target, temporary, 'dir');
      renameSync(temporary, path);
    } catch {
      rmSync(temporary, { force: true });
      if (!isFolder(path)) writeAtomically(path, `${target}\n`);
    }
  }

  #path(name: string): string {
    const folder = this.folder ?? '';
    return join(isAbsolute(folder) ? folder : resolve(this.#options.cwd, folder), name);
  }

  #write(name: string, text: string): void {
    this.#try(() => {
      writeAtomically(this.#path(name), text);
    });
  }

  #try(attempt: () => void): void {
    if (this.#isBroken) return;
    try {
      attempt();
    } catch (error) {
      this.#isBroken = true;
      const where = relative(this.#options.cwd, this.#output) || this.#output;
      this.#options.broken(`results can not be written to ${where}: ${reasonOf(error)}; the verdicts stand all the same`);
    }
  }
}

/** Below the folder of its run. */
export function failureFolderOf(result: ScenarioResult): string {
  return join(FAILURES, fileName(result.scenario), fileName(result.finding?.signature ?? result.verdict));
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
