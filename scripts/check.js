// Runs everything that must hold before a change is merged. A failed step does not hide what the next ones would say.
'use strict';
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

// `--built` is for whoever has just run `npm ci`, which builds.
const built = process.argv.includes('--built');
const steps = ['typecheck', 'lint', 'build', 'test', 'suite', 'checked'].filter((step) => !(built && step === 'build'));

const results = steps.map((step) => {
  console.log(`\n== ${step}`);
  const startedAt = Date.now();
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    cwd: join(__dirname, '..'),
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return { step, status: status ?? 70, seconds: (Date.now() - startedAt) / 1000 };
});

console.log('\n== check');
for (const { step, status, seconds } of results) {
  console.log(`${step.padEnd(10)} ${status === 0 ? 'ok' : `failed (exit ${status})`}  ${seconds.toFixed(1)} s`);
}
process.exitCode = results.find(({ status }) => status !== 0)?.status ?? 0;
