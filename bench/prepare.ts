import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Need } from './contestants';
import { benchFolder } from './folders';

export interface Prepared {
  /** What is not to be had here, and why. */
  readonly missing: ReadonlyMap<Need, string>;
}

/** Compiles the benchmarks and the baseline, and installs the peers that are not there yet. */
export function prepare(): Prepared {
  const root = join(benchFolder, '..');
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(benchFolder, 'tsconfig.json')],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  execFileSync(process.execPath, [join(root, 'scripts/exports-once.js'), join(benchFolder, 'out/dist')]);
  const missing = new Map<Need, string>();
  const attempt = (what: Need, command: string, values: readonly string[]): void => {
    try {
      execFileSync(command, values, { cwd: benchFolder, stdio: 'pipe', shell: process.platform === 'win32' });
    } catch (error) {
      missing.set(what, reason(error));
    }
  };
  attempt('g++', 'g++', ['-O3', '-march=native', '-std=c++17', '-o', 'out/w', 'baseline/w.cpp']);
  if (!existsSync(join(benchFolder, 'node_modules/simjs'))) attempt('sim.js', 'npm', ['ci', '--no-audit', '--no-fund']);
  attempt('SimPy', 'python3', ['-c', 'import simpy']);
  return { missing };
}

/** The last line that a command said, or why there was no command. */
function reason(error: unknown): string {
  const { code, stderr } = error as { code?: string; stderr?: Buffer };
  if (code === 'ENOENT') return 'there is no such command here';
  return stderr?.toString().trim().split('\n').at(-1) ?? String(error);
}
