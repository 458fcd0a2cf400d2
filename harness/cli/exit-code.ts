import type { ResultVerdict } from '../report/result';
import { unreachable } from '../sim/assert';
import type { Signal } from './interrupt';

export const EXIT = {
  pass: 0,
  violation: 1,
  usage: 2,
  inconclusive: 3,
  nothing: 4,
  nondeterminism: 5,
  internal: 70,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code says. */
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'pass',
  1: 'a violation was found, or an expected one was not',
  2: 'the command line or a scenario is wrong; nothing was run',
  3: 'inconclusive: something that had to happen did not, so nothing was shown',
  4: 'nothing matched',
  5: 'nondeterminism: the same run went two ways',
  70: 'internal error: a bug of the harness or of the model',
  130: 'interrupted',
  143: 'terminated',
};

/** The gravest first: where verdicts are mixed, the first of these that occurs decides. */
const PRECEDENCE: readonly ExitCode[] = [EXIT.internal, EXIT.nondeterminism, EXIT.violation, EXIT.inconclusive];

/**
 * Of a whole suite. A signal goes before everything, since the suite did not come to its end; scenarios that were not run show
 * nothing.
 */
export function exitCodeOf(
  verdicts: readonly ResultVerdict[],
  { notRun = 0, signal }: { readonly notRun?: number; readonly signal?: Signal | undefined },
): ExitCode {
  if (signal !== undefined) return EXIT[signal];
  const codes = verdicts.map(codeOf);
  if (notRun > 0) codes.push(EXIT.inconclusive);
  return PRECEDENCE.find((code) => codes.includes(code)) ?? EXIT.pass;
}

function codeOf(verdict: ResultVerdict): ExitCode {
  switch (verdict) {
    case 'pass':
    case 'violation':
    case 'inconclusive':
    case 'nondeterminism':
      return EXIT[verdict];
    case 'error':
      return EXIT.internal;
    default:
      return unreachable(verdict);
  }
}
