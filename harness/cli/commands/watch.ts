import { statSync } from 'node:fs';
import { formatNumber } from '../../report/human';
import { EXIT, type ExitCode } from '../exit-code';
import { forget, Models } from '../model/models';
import { findFiles } from '../suite/find-files';
import { DEFAULT_FOLDER } from '../suite/load-suite';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import type { Once } from './run';

/** How often it is looked. What a file system itself tells of changes differs from one to the next, and gets lost. */
const LOOK_MILLISECONDS = 300;

/** Path -> when it was written; 0 where there is nothing. */
type Times = ReadonlyMap<string, number>;

/** Runs everything, and then again and again what depends on files that have changed, until a signal comes. */
export async function watch(
  globs: readonly string[],
  surroundings: Surroundings,
  run: (once: Once) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { cwd, stderr, interrupt } = surroundings;
  let models = new Models();
  let changed: ReadonlySet<string> | undefined;
  const files = (): readonly string[] => {
    const found = findFiles(globs.length > 0 ? globs : [DEFAULT_FOLDER], cwd).files;
    return [...found.map(({ path }) => path), ...models.files];
  };
  for (;;) {
    const before = timesOf(files());
    try {
      await run({ models, changed });
    } catch (error) {
      if (!(error instanceof UsageError) || changed === undefined) throw error;
      stderr.write(`error: ${error.message}\n`); // all files are gone, for the moment
    }
    const known = new Map([...timesOf(models.files), ...before]);
    if (interrupt.signal === undefined) stderr.write(`watching ${formatNumber(known.size, 'file')}\n`);
    changed = await changeOf(known, files, surroundings);
    if (changed.size === 0) return EXIT[interrupt.signal ?? 'SIGINT'];
    const old = models.files;
    if (old.some((path) => changed?.has(path))) forget(old);
    models = new Models();
  }
}

/** The files that are not what they were, as soon as there are any; none when a signal has come. */
async function changeOf(
  known: Times,
  files: () => readonly string[],
  { interrupt }: Surroundings,
): Promise<ReadonlySet<string>> {
  const stopListening = interrupt.listen(() => undefined);
  try {
    while (interrupt.signal === undefined) {
      const now = timesOf([...known.keys(), ...files()]);
      const changed = [...now.keys()].filter((path) => now.get(path) !== known.get(path));
      if (changed.length > 0) return new Set(changed);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
    }
    return new Set();
  } finally {
    stopListening();
  }
}

function timesOf(paths: readonly string[]): Times {
  return new Map(paths.map((path) => [path, statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0]));
}
