import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nearest } from '../../scenario';
import { SCENARIO } from './find-files';
import { isPattern } from './glob';

/**
 * The scenario file or folder of them that was probably meant by a path which is not there: below `cwd`, or below the folder where
 * scenarios are when nothing is said. Undefined when none is near.
 */
export function nearestPath(asked: string, { cwd, folder }: { cwd: string; folder: string }): string | undefined {
  if (isPattern(asked)) return undefined;
  const parts = asked.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  const near = corrected('', parts, cwd) ?? corrected(folder, parts, cwd);
  return near === parts.join('/') ? undefined : near; // a folder without any scenario
}

function corrected(start: string, parts: readonly string[], cwd: string): string | undefined {
  let path = start;
  for (const part of parts) {
    const names = scenariosAndFolders(resolve(cwd, path));
    const name =
      part === '..' || names.includes(part) ? part : (nearest(`${part}.yaml`, names) ?? nearest(part, names));
    if (name === undefined) return undefined;
    path = join(path, name);
  }
  return path.replaceAll('\\', '/');
}

function scenariosAndFolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => {
      if (name.startsWith('.') || name === 'node_modules') return false;
      return SCENARIO.test(name) || statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
    });
  } catch {
    return []; // there is no such folder, or nobody may look into it
  }
}
