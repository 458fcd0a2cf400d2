import { resolve } from 'node:path';
import { strategies } from '../../explore/registry';
import { scenarioSchema } from '../../scenario/schema';
import { EXIT, type ExitCode } from '../exit-code';
import { modelNamed } from '../model/model-named';
import { writeAtomically } from '../results/atomic-write';
import { reasonOf } from '../suite/read-text';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

export interface SchemaFlags {
  readonly write?: string;
}

/** Prints or writes the JSON schema that editors complete scenarios by. */
export function schema(model: string, flags: SchemaFlags, { cwd, stdout, stderr }: Surroundings): ExitCode {
  const found = scenarioSchema({ model: modelNamed(model, cwd).model, strategies });
  const text = `${JSON.stringify(found, null, 2)}\n`;
  if (flags.write === undefined) {
    stdout.write(text);
    return EXIT.pass;
  }
  try {
    writeAtomically(resolve(cwd, flags.write), text);
  } catch (error) {
    throw new UsageError(`${flags.write} can not be written: ${reasonOf(error)}`);
  }
  stderr.write(`wrote ${flags.write}\n`);
  return EXIT.pass;
}
