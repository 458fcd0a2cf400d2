import { dirname } from 'node:path';
import { existsSync } from 'node:fs';

/** Where the sources of the benchmarks are, whether this runs compiled or not. */
export const benchFolder = ((): string => {
  let folder = __dirname;
  while (!existsSync(`${folder}/baseline`)) folder = dirname(folder);
  return folder;
})();
