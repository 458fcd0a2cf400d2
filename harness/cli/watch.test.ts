import { setTimeout as pause } from 'node:timers/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { Interrupt } from './interrupt';
import { projectOf } from './_project.test';

test('--watch runs again what has changed, and nothing else', async (t) => {
  const project = projectOf(t, ['pass', 'leak']);
  project.write('other.ts', project.read('ring.ts'));
  project.write('scenarios/pass.yaml', project.read('scenarios/pass.yaml').replace('../ring.ts', '../other.ts'));
  const interrupt = new Interrupt();
  const written = { text: '' };
  const running = project.quiesceTold(
    { interrupt },
    (text) => (written.text += text),
    'run',
    '--watch',
    '--runs',
    '20',
  );
  /** What is written until it waits again. */
  const next = async (): Promise<string> => {
    while (!/watching \d+ files\n$/.test(written.text)) await pause(20);
    const { text } = written;
    written.text = '';
    return text;
  };
  t.regex(await next(), /violation .* leak\n[^]*pass .* pass\n[^]*watching 4 files/);
  project.write('scenarios/leak.yaml', project.read('scenarios/leak.yaml').replace('nobody takes', 'nobody at all'));
  const first = await next();
  t.regex(first, /violation .* leak\n[^]*\n1 scenario: 0 pass, 1 violation/);
  t.false(/^pass/m.test(first));
  project.write(
    'other.ts',
    project.read('other.ts').replace(`version: '1'`, `version: '2'`).replace('never holds', 'holds'),
  );
  t.regex(await next(), /pass .* pass\n\n1 scenario: 1 pass/);
  project.write('other.ts', 'export const model = {{{');
  t.regex(await next(), /Q318[^]*nothing was run/);
  project.write('other.ts', project.read('ring.ts'));
  t.regex(await next(), /1 scenario: 1 pass/);
  project.write('scenarios/new.yaml', project.read('scenarios/leak.yaml'));
  t.regex(await next(), /violation .* new\n[^]*1 scenario: 0 pass, 1 violation/);
  rmSync(join(project.folder, 'scenarios/new.yaml'));
  t.regex(await next(), /nothing matched/);
  interrupt.raise('SIGINT');
  t.is((await running).exitCode, 130);
});
