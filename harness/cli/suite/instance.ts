import { resolve } from 'node:path';
import type { Scenario } from '../../scenario/scenario';
import type { LoadedModel } from '../model/models';
import type { FileToCompile } from './compile-file';
import { withoutPart } from './identity';

/** A compiled scenario with what is needed to say where it came from. */
export interface Instance {
  readonly scenario: Scenario;
  /** Of the scenario file. */
  readonly text: string;
  readonly model: LoadedModel;
  /** What `--root` must say for the file to have the same id when it is given alone; undefined: nothing. */
  readonly root: string | undefined;
}

/** What it was compiled from. */
export function fileOf({ scenario, text, root }: Instance, cwd: string): FileToCompile {
  return { name: scenario.file, path: resolve(cwd, scenario.file), text, id: withoutPart(scenario.id), root };
}
