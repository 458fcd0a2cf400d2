import { dirname, join, resolve } from 'node:path';
import { failureReport } from '../../report/failure-report';
import { painter } from '../../report/paint';
import { printable } from '../../report/printable';
import { Checker, Kernel, signatureOf } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { Models } from '../model/models';
import { writeAtomically } from '../results/atomic-write';
import { MINIMIZED } from '../results/places';
import { withShrunkFinding } from '../shrink/shrink-finding';
import { reasonOf } from '../suite/read-text';
import { wantsColor, type Surroundings } from '../surroundings';
import { follow, instanceOf, readFile, resultOf } from './replay';

export interface ShrinkFlags {
  readonly output?: string;
  readonly steps: number;
  readonly color: boolean;
}

/** Makes the failure of a recorded run smaller, and writes a scenario file that fails by itself. */
export function shrink(file: string, flags: ShrinkFlags, surroundings: Surroundings): ExitCode {
  const { cwd, stdout, stderr } = surroundings;
  const repro = readFile(file, cwd);
  const models = new Models();
  const instance = instanceOf(repro, models, flags, surroundings);
  if (instance === undefined) return EXIT.usage;
  const kernel = new Kernel();
  if (repro.checked) kernel.checker = new Checker(kernel);
  const { again } = follow(kernel, instance, repro);
  const [violation] = again.evidence.outcome.violations;
  if (violation === undefined || signatureOf(violation) !== repro.violation.signature) {
    const now = violation === undefined ? 'it passes now' : `another violation comes now, ${signatureOf(violation)}`;
    stdout.write(`not shrunk: ${repro.violation.signature} does not come again, ${printable(now)}\n`);
    return EXIT.inconclusive;
  }
  const target = flags.output ?? join(dirname(file), MINIMIZED);
  const found = resultOf(repro, instance, again, violation);
  const result = withShrunkFinding(instance, found, { kernel, models, cwd, steps: flags.steps, file: target });
  const { shrunk } = result.finding ?? {};
  if (shrunk === undefined) {
    stdout.write('not shrunk: the run fails, but not by itself: with its sweep, or its seed, only\n');
    return EXIT.inconclusive;
  }
  try {
    writeAtomically(resolve(cwd, target), shrunk.text);
  } catch (error) {
    stderr.write(`error: ${printable(target)} can not be written: ${reasonOf(error)}\n`);
    stdout.write(shrunk.text);
    return EXIT.usage;
  }
  stdout.write(`${failureReport(result, painter(wantsColor(surroundings, stdout, flags.color)))}\n\n`);
  stdout.write(`written: ${printable(target)}\n`);
  return EXIT.pass;
}
