import { spawnSync } from 'node:child_process';
import test from 'ava';
import { INLINE_MORE } from './inlining';

test('V8 knows the flag for inlining: it prints nothing', (t) => {
  const saying = (flag: string): string =>
    spawnSync(process.execPath, ['-e', `require('node:v8').setFlagsFromString('${flag}')`], { encoding: 'utf8' })
      .stderr;
  t.is(saying(INLINE_MORE), '');
  t.not(saying('--no-such-flag'), '');
});
