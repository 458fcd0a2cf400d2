import { resolve } from 'node:path';
import { failureReport } from '../../report/failure-report';
import { formatNumber } from '../../report/human';
import { painter } from '../../report/paint';
import { printable } from '../../report/printable';
import { replayCommand } from '../../report/replay-command';
import type { ScenarioResult } from '../../report/result';
import { thrownLines } from '../../report/thrown-lines';
import { wrap } from '../../report/wrap';
import { formatDiagnostic } from '../../scenario';
import { Checker, Kernel, signatureOf, type Violation } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { Models } from '../model/models';
import { readRepro, type Repro } from '../results/repro';
import { recordRun, type ExplainedRun } from '../run/explain-run';
import { namedReplay, type NamedReplay } from '../run/named-replay';
import { hashOfText, parametersOf, versionsOf } from '../run/parameters';
import { frameInModel, thrownAt } from '../run/thrown-at';
import { compileFile } from '../suite/compile-file';
import type { Instance } from '../suite/instance';
import { readText } from '../suite/read-text';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

export interface ReplayFlags {
  readonly verbose?: true;
  readonly color: boolean;
}

const BYTES_MAX = 512 * 1024 * 1024;

/** Does a recorded run again and says whether the violation came again, and where the run went another way. */
export function replayFile(file: string, flags: ReplayFlags, surroundings: Surroundings): ExitCode {
  const { cwd, stdout, stderr } = surroundings;
  const paint = painter(wantsColor(surroundings, stdout, flags.color));
  const repro = readFile(file, cwd);
  const instance = instanceOf(repro, new Models(), flags, surroundings);
  if (instance === undefined) return EXIT.usage;
  for (const change of changes(repro, instance, cwd)) stderr.write(`note: ${change}\n`);

  const kernel = new Kernel();
  if (repro.checked) kernel.checker = new Checker(kernel);
  const replay = namedReplay({ choices: repro.choices, names: repro.names, timed: repro.strategy.timed });
  let again: ExplainedRun;
  try {
    again = recordRun(kernel, instance.scenario, replay.strategy, repro);
  } catch (error) {
    const text = error instanceof Error ? ((flags.verbose && error.stack) ?? error.message) : String(error);
    stderr.write(`internal error: ${printable(text)}\n`);
    const thrown = { at: thrownAt(kernel), frame: frameInModel(error, instance.model) };
    for (const line of thrownLines(thrown)) stderr.write(`  ${printable(line)}\n`);
    return EXIT.internal;
  }
  const judged = judge(repro, again, replay);
  const lines = wrap(printable(judged.text), { indent: 0, hanging: 2 });
  stdout.write(`${paint(judged.exitCode === EXIT.violation ? 'bad' : 'doubtful', lines.join('\n'))}\n`);
  for (const detail of judged.details)
    stdout.write(`${wrap(printable(detail), { indent: 2, hanging: 2 }).join('\n')}\n`);
  const [violation] = again.evidence.outcome.violations;
  if (violation !== undefined) stdout.write(`\n${failureReport(resultOf(repro, instance, again, violation), paint)}\n`);
  return judged.exitCode;
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
  const [bare = id] = id.split('[', 1);
  const source = { name: file, path: resolve(cwd, file), text, id: bare, root };
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

interface Judged {
  readonly exitCode: ExitCode;
  readonly text: string;
  readonly details: readonly string[];
}

function judge(repro: Repro, { evidence }: ExplainedRun, replay: NamedReplay): Judged {
  const { outcome } = evidence;
  const [violation] = outcome.violations;
  const details: string[] = [];
  const divergence = replay.divergence();
  if (divergence !== undefined)
    details.push(`it diverged at ${divergence}; from there on the plainest choices were taken`);
  else if (replay.left() > 0) details.push(`it ended with ${formatNumber(replay.left(), 'recorded choice')} left`);
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
        violations: outcome.violations,
        hash: outcome.hash,
      },
      replay,
      explained,
    },
  };
}
