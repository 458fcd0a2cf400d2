import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { formatNumber } from '../../report/human';
import { printable } from '../../report/printable';
import { shellQuote } from '../../report/shell-quote';
import { formatDiagnostic, parse } from '../../scenario';
import { regressionOf } from '../../scenario/compile/regression';
import type { Regression } from '../../scenario';
import { EXIT, type ExitCode } from '../exit-code';
import { Models } from '../model/models';
import { writeAtomically } from '../results/atomic-write';
import { fileName } from '../results/file-name';
import { lastRunId, LATEST, MINIMIZED, REPRO, RUNS } from '../results/places';
import type { Repro } from '../results/repro';
import { movedTo } from '../shrink/moved-to';
import { STEPS_ON_DEMAND } from '../shrink/steps';
import { compileFile } from '../suite/compile-file';
import { idOf, rootOf } from '../suite/identity';
import { isKnownAs, REGRESSIONS } from '../suite/kept';
import { reasonOf } from '../suite/read-text';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import { readFile } from './replay';
import { shrink } from './shrink';

export interface KeepFlags {
  readonly output: string;
  readonly color: boolean;
}

/** A failure as it is kept. */
interface Keepable {
  readonly text: string;
  readonly regression: Regression & { readonly known: string };
}

/** Puts failures, made smaller, where `run` plays them first. What is there already is never overwritten. */
export function keep(folders: readonly string[], flags: KeepFlags, surroundings: Surroundings): ExitCode {
  const { cwd, stdout, stderr } = surroundings;
  const failures = (folders.length > 0 ? folders : [LATEST]).flatMap((folder) => failuresIn(folder, flags, cwd));
  const written: string[] = [];
  let exitCode: ExitCode = EXIT.pass;
  for (const failure of failures) {
    try {
      written.push(...keepOne(failure, flags, surroundings));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      stderr.write(`error: ${printable(error.message)}\n`);
      exitCode = EXIT.usage;
    }
  }
  if (written.length > 0) {
    stdout.write(`commit ${written.length === 1 ? 'it' : 'them'}: git add ${written.map(shellQuote).join(' ')}\n`);
  }
  return exitCode;
}

/** The folders of failures in a run, or in any folder: `latest` is the last run. */
function failuresIn(folder: string, { output }: KeepFlags, cwd: string): readonly string[] {
  const id = folder === LATEST ? lastRunId(resolve(cwd, output)) : undefined;
  if (folder === LATEST && id === undefined) throw new UsageError(`there is no run in ${output}`, EXIT.nothing);
  const name = id === undefined ? folder : join(output, RUNS, id);
  const path = resolve(cwd, name);
  if (!existsSync(path)) throw new UsageError(`${name}: expected the folder of a failure or of a run, found nothing`);
  const top = statSync(path).isDirectory() ? path : dirname(path);
  const names = readdirSync(top, { recursive: true, encoding: 'utf8' }).filter((one) => basename(one) === REPRO);
  if (names.length === 0) throw new UsageError(`${name} holds no failure that can be kept`, EXIT.nothing);
  return names.sort().map((one) => dirname(join(top, one)));
}

/** The file that was written, as the user would type it; none where it is kept already. */
function keepOne(folder: string, flags: KeepFlags, surroundings: Surroundings): readonly string[] {
  const { stdout } = surroundings;
  const cwd = realpathSync(surroundings.cwd);
  const repro = readFile(join(folder, REPRO), cwd);
  const kept = regressionIn(repro.scenario.text);
  if (kept !== undefined && isKnownAs(kept, kept.of, repro.violation.signature)) {
    stdout.write(`kept already: ${printable(repro.scenario.file)}\n`);
    return [];
  }
  const { text, regression } = keepableIn(folder, flags, surroundings);
  const target = targetOf(repro, regression, cwd);
  const moved = movedTo(text, { from: join(folder, MINIMIZED), to: resolve(cwd, target) });
  if (existsSync(resolve(cwd, target))) {
    const isSame = readFileSync(resolve(cwd, target), 'utf8') === moved;
    if (!isSame) throw new UsageError(`${target} keeps this failure already, and says something else: delete it first`);
    stdout.write(`kept already: ${printable(target)}\n`);
    return [];
  }
  judge(target, moved, flags, { ...surroundings, cwd });
  try {
    writeAtomically(resolve(cwd, target), moved);
  } catch (error) {
    throw new UsageError(`${target} can not be written: ${reasonOf(error)}`);
  }
  stdout.write(`kept: ${printable(target)}\n`);
  return [target];
}

/** What was made smaller when it was found, or now. */
function keepableIn(folder: string, { color }: KeepFlags, surroundings: Surroundings): Keepable {
  const path = join(folder, MINIMIZED);
  const found = existsSync(path) ? keepable(readFileSync(path, 'utf8')) : undefined;
  if (found !== undefined) return found;
  const code = shrink(join(folder, REPRO), { color, steps: STEPS_ON_DEMAND }, surroundings);
  const made = code === EXIT.pass ? keepable(readFileSync(path, 'utf8')) : undefined;
  if (made === undefined) throw new UsageError(`${relative(surroundings.cwd, folder)} was not kept`);
  return made;
}

function keepable(text: string): Keepable | undefined {
  const regression = regressionIn(text);
  return regression?.known === undefined ? undefined : { text, regression: { ...regression, known: regression.known } };
}

function regressionIn(text: string): Regression | undefined {
  const tree = parse(MINIMIZED, text).value;
  return tree && regressionOf(tree.root);
}

/** One file for a scenario and a signature: the same failure has the same place. */
function targetOf({ scenario: { file, root } }: Repro, { of, known }: Keepable['regression'], cwd: string): string {
  const source = { name: file, path: resolve(cwd, file) };
  const suite = rootOf(source, resolve(cwd, root ?? dirname(file)), root !== undefined);
  const folders = of.split('/').map(fileName);
  return relative(cwd, join(suite.path, REGRESSIONS, ...folders, `${fileName(known)}.yaml`));
}

/** It must be a scenario at its place. */
function judge(target: string, text: string, { color }: KeepFlags, surroundings: Surroundings): void {
  const { cwd, stderr } = surroundings;
  const file = { name: target, path: resolve(cwd, target) };
  const id = idOf(file, { path: cwd, evident: true });
  const { diagnostics } = compileFile({ ...file, text, id, root: undefined }, new Models(), {
    ...{ set: [], exploreWith: undefined },
  });
  const colored = wantsColor(surroundings, stderr, color);
  for (const diagnostic of diagnostics) stderr.write(`${formatDiagnostic(diagnostic, { color: colored })}\n`);
  if (diagnostics.length > 0) {
    throw new UsageError(`${target} was not written: ${formatNumber(diagnostics.length, 'mistake')} in it`);
  }
}
