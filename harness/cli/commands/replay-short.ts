import { Diverged, replay } from '../../explore';
import { formatNumber } from '../../report/human';
import { Kernel, signatureOf } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { readShortForm, type ShortTrace } from '../results/short-form';
import { recordRun } from '../run/explain-run';
import type { Instance } from '../suite/instance';
import { loadSuite } from '../suite/load-suite';
import { printDiagnostics } from '../suite/print-diagnostics';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import { orThrown, showReplayed, type Judged, type ReplayFlags } from './replayed';

/** Does a run of a scenario again that was pasted. It has no names: strict is all that it can be. */
export function replayShort(file: string, text: string, flags: ReplayFlags, surroundings: Surroundings): ExitCode {
  if (flags.prefix !== undefined) throw new UsageError('--prefix needs a repro.json: the short form has no names');
  const trace = readShortForm(text);
  if (typeof trace === 'string') throw new UsageError(`--choices: ${trace}`);
  const settings = { root: flags.root, set: flags.set ?? [], exploreWith: undefined };
  const suite = loadSuite({ globs: [file], cwd: surroundings.cwd, ...settings });
  if (printDiagnostics(suite, flags.color, surroundings)) return EXIT.usage;
  const [instance, ...others] = suite.instances;
  if (others.length > 0) {
    const found = formatNumber(suite.instances.length, 'scenario');
    throw new UsageError(
      `expected one scenario, found ${found}: name a file, and with --set an instance of its matrix`,
    );
  }
  const kernel = new Kernel();
  return orThrown(kernel, instance, flags, surroundings, () => {
    const judged = follow(kernel, instance, trace);
    showReplayed(judged, flags, surroundings);
    return judged.exitCode;
  });
}

function follow(kernel: Kernel, { scenario }: Instance, { timed, hash, choices }: ShortTrace): Judged {
  const values = choices.map(({ value }) => value);
  const counts = choices.map(({ count }) => count);
  try {
    const { evidence } = recordRun(kernel, scenario, replay(values, timed, counts), { seed: '1', run: 0 });
    const { outcome } = evidence;
    const [violation] = outcome.violations;
    const same = outcome.hash === hash;
    const details = same ? [] : [`it has the trace ${outcome.hash} instead of ${hash}: it is another run now`];
    if (violation === undefined) return { exitCode: EXIT.pass, text: 'did not reproduce: the run passes', details };
    const text = `${same ? 'reproduced' : 'reproduced on another path'}: ${signatureOf(violation)}, trace ${outcome.hash}`;
    return { exitCode: EXIT.violation, text, details: [...details, violation.message] };
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    const text = 'did not reproduce: the run is another one now';
    return { exitCode: EXIT.inconclusive, text, details: [`it diverged at ${error.message}`] };
  }
}
