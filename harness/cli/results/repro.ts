import type { NamedChoice, StepOrder, Trace } from '../../explore';
import type { Finding, ScenarioResult } from '../../report/result';
import { formatCount } from '../../report/human';
import { packageVersion } from '../package-info';
import { hashOfText } from '../run/parameters';
import type { Instance } from '../suite/instance';

/** The shape of repro.json; a reader refuses others. */
export const REPRO_FORMAT = 2;

/** Everything that is needed to do a run again, choice by choice, and to say where that goes another way. */
export interface Repro {
  readonly format: typeof REPRO_FORMAT;
  readonly tool: { readonly version: string; readonly node: string };
  readonly scenario: {
    readonly id: string;
    readonly file: string;
    readonly root?: string | undefined;
    readonly hash: string;
    readonly text: string;
  };
  readonly model: { readonly reference: string; readonly name: string; readonly version: string; readonly hash: string };
  /** `--set` arguments. */
  readonly set: readonly string[];
  /** Settings in force, for readers. */
  readonly settings: Readonly<Record<string, string>>;
  readonly strategy: { readonly name: string; readonly timed: boolean };
  readonly seed: string;
  readonly run: number;
  readonly checked: boolean;
  readonly traceHash: string;
  readonly violation: { readonly invariant: string; readonly signature: string; readonly message: string };
  /** Index of the alternative taken, choice by choice. */
  readonly choices: readonly number[];
  /** The same choices by name. */
  readonly names: readonly NamedChoice[];
  /** Every step by name, in the order in which they were taken. */
  readonly steps: StepOrder;
}

export function reproOf(
  instance: Instance,
  result: ScenarioResult,
  finding: Finding,
  options: { readonly checked: boolean },
): Repro {
  const { scenario, text, root, model } = instance;
  const names = finding.explained?.evidence.choices ?? [];
  const [violation] = finding.violations;
  return {
    format: REPRO_FORMAT,
    tool: { version: packageVersion(), node: process.version },
    scenario: { id: scenario.id, file: scenario.file, root, hash: hashOfText(text), text },
    model: {
      reference: model.reference,
      name: model.model.name,
      version: model.model.version,
      hash: model.hash(),
    },
    set: scenario.set,
    settings: Object.fromEntries(finding.explained?.parameters ?? []),
    strategy: { name: finding.strategy, timed: finding.timed },
    seed: result.seed,
    run: finding.run,
    checked: options.checked,
    traceHash: finding.hash,
    violation: {
      invariant: violation?.invariant ?? '',
      signature: finding.signature,
      message: violation?.message ?? '',
    },
    choices: names.map(({ value }) => value),
    names,
    steps: finding.explained?.evidence.order ?? { names: [], order: [] },
  };
}

/** A Repro from the text of a file, or why it is none. */
export function readRepro(text: string): Repro | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'expected JSON, found something else';
  }
  const found = value as Partial<Repro> | null;
  if (typeof found !== 'object' || found === null) return 'expected the content of a repro.json';
  if (found.format !== REPRO_FORMAT) {
    const format = typeof found.format === 'number' ? formatCount(found.format) : 'none';
    return `expected a reproduction file of format ${REPRO_FORMAT}, found format ${format}`;
  }
  const { scenario, strategy, seed, run, choices, names, steps, traceHash, violation, set } = found;
  const isWhole =
    typeof scenario?.text === 'string' &&
    typeof scenario.file === 'string' &&
    typeof scenario.id === 'string' &&
    typeof strategy?.timed === 'boolean' &&
    typeof seed === 'string' &&
    Number.isSafeInteger(run) &&
    typeof traceHash === 'string' &&
    typeof violation?.signature === 'string' &&
    Array.isArray(set) &&
    set.every((one) => typeof one === 'string') &&
    Array.isArray(choices) &&
    choices.every((one) => Number.isSafeInteger(one) && one >= 0) &&
    Array.isArray(names) &&
    names.length === choices.length &&
    names.every(({ value, count }) => Number.isSafeInteger(value) && value < count) &&
    isStepOrder(steps);
  return isWhole ? (found as Repro) : 'something of the reproduction file is missing';
}

export function traceOf({ strategy, names, steps }: Repro): Trace {
  return { timed: strategy.timed, choices: names, steps };
}

function isStepOrder(value: unknown): value is StepOrder {
  if (typeof value !== 'object' || value === null) return false;
  const { names, order } = value as { readonly names?: unknown; readonly order?: unknown };
  if (!Array.isArray(names) || !Array.isArray(order)) return false;
  const isIndex = (index: unknown): boolean =>
    Number.isSafeInteger(index) && Number(index) >= 0 && Number(index) < names.length;
  return names.every((name) => typeof name === 'string') && order.every(isIndex);
}
