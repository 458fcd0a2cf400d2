import { NamedReplay } from '../../explore';
import { formatCount, formatNumber } from '../../report/human';
import { ScenarioProgram } from '../../scenario/program';
import { signatureOf, simulate, type Kernel } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { traceOf, type Repro } from '../results/repro';
import type { Instance } from '../suite/instance';
import { strategiesNamed } from '../suite/strategies';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import { showReplayed, type ReplayFlags } from './replayed';

/** Runs that begin as the recorded one did: how many of them fail says whether the choices that decide are among those. */
export function replayPrefix(
  kernel: Kernel,
  { scenario }: Instance,
  repro: Repro,
  flags: ReplayFlags & { readonly forced: number },
  surroundings: Surroundings,
): ExitCode {
  const { timed } = repro.strategy;
  const { forced } = flags;
  if (forced > repro.names.length) {
    throw new UsageError(`--prefix ${forced}: the recording has ${formatNumber(repro.names.length, 'choice')}`);
  }
  const [entry, ...others] = strategiesNamed(flags.strategy ?? [timed ? 'random-timed' : 'random']);
  if (others.length > 0) throw new UsageError('--strategy: expected one, to go on with');
  if (entry.timed !== timed) {
    throw new UsageError(`strategy ${entry.name} can not go on with a run that is ${timed ? 'timed' : 'untimed'}`);
  }
  const program = new ScenarioProgram(scenario);
  const strategy = new NamedReplay(traceOf(repro), { after: forced, strategy: entry.make() });
  const counts = { same: 0, other: 0, passed: 0 };
  for (let run = 0; run < flags.runs; run++) {
    const { violations } = simulate(kernel, program, strategy, { root: repro.seed, run });
    if (strategy.divergence !== undefined) {
      const text = 'did not reproduce: the forced choices are not there any more';
      showReplayed({ exitCode: EXIT.inconclusive, text, details: [strategy.divergence] }, flags, surroundings);
      return EXIT.inconclusive;
    }
    const [violation] = violations;
    if (violation === undefined) counts.passed++;
    else if (signatureOf(violation) === repro.violation.signature) counts.same++;
    else counts.other++;
  }
  const { same, other } = counts;
  const exitCode = same + other > 0 ? EXIT.violation : EXIT.pass;
  const of = `${formatNumber(forced, 'choice')} of ${formatCount(repro.names.length)} forced, then ${entry.name}`;
  const text = `${formatCount(same)} of ${formatNumber(flags.runs, 'run')} fail in the same way, ${formatCount(other)} otherwise`;
  showReplayed({ exitCode, text, details: [of] }, flags, surroundings);
  return exitCode;
}
