/**
 * Loaded before anything else: from now on the files of the model are loaded with the chosen mutants built in, of which one at most is
 * switched on. The environment says which were chosen, and which one is on from the start.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileOfModel, withMutants, type Mutant } from './mutants';

interface Loading {
  _compile(code: string, path: string): void;
}

/** What the code of the model asks wherever it comes past a mutant, by its number: whether that is on. */
declare global {
  var mutantAt: (number: number) => boolean;
}

const { QUIESCE_MUTANTS: path, QUIESCE_MUTANT: first = '-1' } = process.env;
export const chosen = path === undefined ? [] : (JSON.parse(readFileSync(path, 'utf8')) as readonly Mutant[]);
let on = Number(first);
/** By number: the code has come past it. */
export const reached = new Uint8Array(chosen.length);

globalThis.mutantAt = (number) => {
  reached[number] = 1;
  return number === on;
};

/** Switches on this mutant and no other; -1: none. */
export function switchOn(number: number): void {
  on = number;
}

const byFile = new Map<string, Map<number, number>>();
chosen.forEach(({ file, index }, number) => {
  const numbers = byFile.get(file) ?? new Map<number, number>();
  byFile.set(file, numbers.set(index, number));
});

const { extensions } = createRequire(__filename);
const load = extensions['.ts'];
extensions['.ts'] = (module, path) => {
  const file = fileOfModel(path);
  const numbers = file === undefined ? undefined : byFile.get(file);
  if (numbers === undefined) load?.(module, path);
  else (module as unknown as Loading)._compile(withMutants(path, numbers), path);
};
