import test from 'ava';
import type { ResultVerdict } from '../report/result';
import { exitCodeOf, type ExitCode } from './exit-code';
import type { Signal } from './interrupt';

const table: readonly (readonly [
  verdicts: readonly ResultVerdict[],
  signal: Signal | undefined,
  exitCode: ExitCode,
])[] = [
  [[], undefined, 0],
  [['pass', 'pass'], undefined, 0],
  [['pass', 'inconclusive'], undefined, 3],
  [['inconclusive', 'violation', 'pass'], undefined, 1],
  [['violation', 'nondeterminism', 'inconclusive'], undefined, 5],
  [['nondeterminism', 'error', 'violation', 'inconclusive', 'pass'], undefined, 70],
  [['pass'], 'SIGINT', 130],
  [['error'], 'SIGTERM', 143],
];

test('what was not run shows nothing', (t) => {
  t.is(exitCodeOf(['pass'], { notRun: 1 }), 3);
  t.is(exitCodeOf(['violation'], { notRun: 1 }), 1);
});

for (const [verdicts, signal, exitCode] of table) {
  test(`${[...verdicts, signal].join(' ')} is ${exitCode}`, (t) => {
    t.is(exitCodeOf(verdicts, { signal }), exitCode);
  });
}
