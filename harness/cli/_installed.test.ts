// The package as it is installed, for tests of the command as a process. Needs what `npm run build` makes.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';

export const ROOT = join(__dirname, '..', '..');

/** Tells on stderr how many files of code Node itself has compiled. */
const PROBE = `
const Module = require('node:module');
const compile = Module.prototype._compile;
let files = 0;
Module.prototype._compile = function (...values) {
  files++;
  return compile.apply(this, values);
};
process.on('exit', () => process.stderr.write('files ' + files + '\\n'));
`;

export interface Installed {
  readonly folder: string;
  /** Runs the command in a folder; numbers that measure are left out. */
  readonly run: (cwd: string, ...argv: readonly string[]) => { readonly files: number; readonly said: string };
}

/** Processes take what they take, on a machine that has other work to do. */
const PATIENCE_MILLISECONDS = 600_000;

/** A copy of the package as it is installed. */
export function installed(t: ExecutionContext): Installed {
  t.true(existsSync(join(ROOT, 'dist/pack.v8')), '`npm run build` comes first');
  t.timeout(PATIENCE_MILLISECONDS);
  const folder = mkdtempSync(join(tmpdir(), 'quiesce-installed-'));
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const part of ['dist', 'package.json', 'scenarios']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'probe.js'), PROBE);
  const run: Installed['run'] = (cwd, ...argv) => {
    const command = ['-r', join(folder, 'probe.js'), join(folder, 'dist/harness/cli/main.js'), ...argv];
    const env = { PATH: process.env.PATH };
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd, env, encoding: 'utf8' });
    const files = Number(/^files (\d+)$/m.exec(stderr)?.[1]);
    const said = `exit ${status}\n${stdout}${stderr.replace(/^files .*$/m, '')}`;
    return {
      files,
      said: said
        .replace(/\b\d+ min \d+ s\b|\b[\d.]+ (ms|s)\b|\b[\d,]+ runs\/s|"milliseconds":\d+|\d{8}T\d{9}Z/g, '#')
        .replace(/ +/g, ' '),
    };
  };
  return { folder, run };
}
