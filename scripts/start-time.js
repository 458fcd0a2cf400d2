// How long the command takes from its start to the verdict of one scenario, beside Node that does nothing: whole processes, in
// turns, the least of 30.
'use strict';
const { spawnSync } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const ROUNDS = 30;
const root = join(__dirname, '..');
const output = mkdtempSync(join(tmpdir(), 'quiesce-start-'));
const main = join(root, 'dist', 'harness', 'cli', 'main.js');

const contestants = {
  'node -e 0': ['-e', '0'],
  'quiesce --version': [main, '--version'],
  'one run': [main, 'run', 'scenarios/defects/canary.yaml', '--output', output],
  'three runs': [main, 'run', 'scenarios/notify/cancel.yaml', '--runs', '1', '--output', output],
};

const least = {};
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, argv] of Object.entries(contestants)) {
    const startedAt = process.hrtime.bigint();
    const { status } = spawnSync(process.execPath, argv, { cwd: root, stdio: 'ignore' });
    const milliseconds = Number(process.hrtime.bigint() - startedAt) / 1e6;
    if (status !== 0) throw new Error(`${name}: exit ${status}`);
    least[name] = Math.min(least[name] ?? Infinity, milliseconds);
  }
}
rmSync(output, { recursive: true, force: true });

const nothing = least['node -e 0'];
for (const [name, milliseconds] of Object.entries(least)) {
  console.log(`${name.padEnd(18)} ${milliseconds.toFixed(1).padStart(7)} ms  ${(milliseconds / nothing).toFixed(2)}`);
}
