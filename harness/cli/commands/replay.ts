import { resolve } from 'node:path';
import { LenientReplay, NamedReplay, type Repairs } from '../../explore';
import { failureReport } from '../../report/failure-report';
import { formatCount, formatNumber } from '../../report/human';
import { painter } from '../../report/paint';
import { replayCommand } from '../../report/replay-command';
import type { ScenarioResult } from '../../report/result';
import { formatDiagnostic } from '../../scenario';
import { Checker, Kernel, signatureOf, type Violation } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { Models } from '../model/models';
import { readRepro, traceOf, type Repro } from '../results/repro';
import { recordRun, type ExplainedRun } from '../run/explain-run';
import { hashOfText, parametersOf, versionsOf } from '../run/parameters';
import { compileFile } from '../suite/compile-file';
import { withoutPart } from '../suite/identity';
import type { Instance } from '../suite/instance';
import { readText } from '../suite/read-text';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import { replayPrefix } from './replay-prefix';
import { replayShort } from './replay-short';
import { orThrown, showReplayed, type Judged, type ReplayFlags } from './replayed';

const BYTES_MAX = 512 * 1024 * 1024;

/** Does a recorded run again and says whether the violation came again, and where the run went another way. */
export function replayFile(file: string, flags: ReplayFlags, surroundings: Surroundings): ExitCode {
  const { cwd, stderr } = surroundings;
  if (flags.strict === true && flags.prefix !== undefined) {
    throw new UsageError('--strict and --prefix exclude each other');
  }
  if (flags.choices !== undefined) {
    return replayShort(file, flags.choices, flags, surroundings);
  }
  const repro = readFile(file, cwd);
  const instance = instanceOf(repro, new Models(), flags, surroundings);
  if (instance === undefined) return EXIT.usage;
  for (const change of changes(repro, instance, cwd)) stderr.write(`note: ${change}\n`);

  const kernel = new Kernel();
  if (repro.checked) kernel.checker = new Checker(kernel);
  return orThrown(kernel, instance, flags, surroundings, () => {
    if (flags.prefix !== undefined) {
      return replayPrefix(kernel, instance, repro, { ...flags, forced: flags.prefix }, surroundings);
    }
    const { again, judged } = follow(kernel, instance, repro, flags);
    showReplayed(judged, flags, surroundings);
    const [violation] = again.evidence.outcome.violations;
    if (violation !== undefined && judged.exitCode === EXIT.violation) {
      const paint = painter(wantsColor(surroundings, surroundings.stdout, flags.color));
      surroundings.stdout.write(`\n${failureReport(resultOf(repro, instance, again, violation), paint)}\n`);
    }
    return judged.exitCode;
  });
}

interface Replayed {
  readonly again: ExplainedRun;
  readonly judged: Judged;
}

/** Choice by choice; where that comes to its end too soon, by name from the beginning. */
export function follow(
  kernel: Kernel,
  { scenario }: Instance,
  repro: Repro,
  flags: Pick<ReplayFlags, 'strict'> = {},
): Replayed {
  const trace = traceOf(repro);
  const strict = new NamedReplay(trace);
  const again = recordRun(kernel, scenario, strict, repro);
  const { divergence, left } = strict;
  if (divergence === undefined) {
    const details = left > 0 ? [`it ended with ${formatNumber(left, 'recorded choice')} left`] : [];
    return { again, judged: judge(repro, again, details) };
  }
  const diverged = `it diverged at ${divergence}`;
  if (flags.strict === true) {
    const text = 'did not reproduce: the run is another one now';
    return { again, judged: { exitCode: EXIT.inconclusive, text, details: [diverged] } };
  }
  const lenient = new LenientReplay(trace);
  const byName = recordRun(kernel, scenario, lenient, repro);
  const details = [`${diverged}; done again by name, ${repairsText(lenient.repairs)}`];
  return { again: byName, judged: judge(repro, byName, details) };
}

function repairsText({ inserted, skipped, displaced, values }: Repairs): string {
  const parts = [
    `${formatNumber(inserted, 'step')} put in`,
    `${formatCount(skipped)} left out`,
    `${formatCount(displaced)} out of order`,
    `${formatNumber(values, 'value')} not recorded`,
  ];
  return `with ${formatNumber(inserted + skipped + displaced + values, 'repair')} (${parts.join(', ')})`;
}

export function readFile(file: string, cwd: string): Repro {
  const read = readText(resolve(cwd, file), { bytesMax: BYTES_MAX });
  if (read.kind === 'refused') throw new UsageError(`${file}: ${read.message}`);
  const repro = readRepro(read.text);
  if (typeof repro === 'string') throw new UsageError(`${file}: ${repro}`);
  return repro;
}

/** The instance as it was recorded: from the text in the reproduction file, with today's model. */
export function instanceOf(
  repro: Repro,
  models: Models,
  flags: Pick<ReplayFlags, 'color'>,
  surroundings: Surroundings,
): Instance | undefined {
  const { cwd, stderr } = surroundings;
  const { id, file, text, root } = repro.scenario;
  const source = { name: file, path: resolve(cwd, file), text, id: withoutPart(id), root };
  const compiled = compileFile(source, models, { set: repro.set, exploreWith: undefined });
  const color = wantsColor(surroundings, stderr, flags.color);
  for (const diagnostic of compiled.diagnostics) stderr.write(`${formatDiagnostic(diagnostic, { color })}\n`);
  const found = compiled.instances.find(({ scenario }) => scenario.id === id);
  if (found === undefined && compiled.diagnostics.length === 0) {
    throw new UsageError(`the recorded scenario has no instance ${id} any more`);
  }
  return found;
}

/** What is not as it was. */
function changes(repro: Repro, instance: Instance, cwd: string): readonly string[] {
  const { scenario, model } = repro;
  const found: string[] = [];
  const onDisk = readText(resolve(cwd, scenario.file), { bytesMax: BYTES_MAX });
  if (onDisk.kind === 'text' && hashOfText(onDisk.text) !== scenario.hash) {
    found.push(`${scenario.file} has changed since; what is replayed is the recorded text`);
  }
  if (instance.model.model.version !== model.version) {
    found.push(
      `the model ${model.name} has changed since, from version ${model.version} to ${instance.model.model.version}`,
    );
  } else if (instance.model.hash() !== model.hash) {
    found.push(`the files of the model ${model.name} have changed since`);
  }
  return found;
}

function judge(repro: Repro, { evidence }: ExplainedRun, details: readonly string[]): Judged {
  const { outcome } = evidence;
  const [violation] = outcome.violations;
  const expected = repro.violation.signature;
  if (violation === undefined) {
    if (outcome.verdict === 'inconclusive') {
      const text = `did not reproduce: the run shows nothing (${outcome.reasons.join('; ')})`;
      return { exitCode: EXIT.inconclusive, text, details };
    }
    return { exitCode: EXIT.pass, text: `did not reproduce: the run passes, ${expected} did not come`, details };
  }
  const signature = signatureOf(violation);
  if (signature !== expected) {
    return {
      exitCode: EXIT.violation,
      text: `did not reproduce: another violation came, ${signature}, in place of ${expected}`,
      details,
    };
  }
  const exact = outcome.hash === repro.traceHash;
  const text = exact
    ? `reproduced: ${signature}, trace ${outcome.hash}`
    : `reproduced on another path: ${signature}, trace ${outcome.hash} instead of ${repro.traceHash}`;
  return { exitCode: EXIT.violation, text, details };
}

export function resultOf(
  repro: Repro,
  instance: Instance,
  { evidence, program }: ExplainedRun,
  violation: Violation,
): ScenarioResult {
  const { scenario } = instance;
  const { seed, run, strategy, set } = repro;
  const { outcome } = evidence;
  const explained = {
    ...{ evidence, accounts: program.accounts },
    parameters: parametersOf(instance),
    versions: versionsOf(instance),
  };
  const line = {
    file: scenario.file,
    root: instance.root,
    seed,
    strategies: [strategy.name],
    set,
    checked: repro.checked,
  };
  const replay = replayCommand({ ...line, which: { kind: 'run', run } });
  return {
    search: replay,
    ...{ scenario: scenario.id, file: scenario.file, title: scenario.title, seed, verdict: 'violation' },
    ...{ runs: 1, steps: outcome.steps, milliseconds: 0, traceHash: outcome.hash },
    ...{ strategies: [], reasons: [], notes: [], exhibits: [] },
    accounts: program.accounts,
    finding: {
      ...{
        signature: signatureOf(violation),
        strategy: strategy.name,
        run,
        timed: strategy.timed,
        violations: outcome.violations,
        hash: outcome.hash,
      },
      replay,
      explained,
    },
  };
}
