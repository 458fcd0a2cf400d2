// Compiles harness and models into dist.
'use strict';
const { execFileSync } = require('node:child_process');
const { chmodSync, existsSync, rmSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const dist = join(root, 'dist');
const command = join(dist, 'harness', 'cli', 'main.js');

// Modules are loaded by name at run time, so one whose source is gone must not stay behind.
rmSync(dist, { recursive: true, force: true });
try {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
} catch {
  process.exit(1); // The compiler has already said what is wrong.
}
execFileSync(process.execPath, [join(__dirname, 'exports-once.js'), dist], { stdio: 'inherit' });
if (existsSync(command)) chmodSync(command, 0o755);
execFileSync(process.execPath, [join(__dirname, 'pack.js')], { cwd: root, stdio: 'inherit' });
