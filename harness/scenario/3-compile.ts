import type { Model } from '../sim/model';
import { check } from './check';
import { collectNames } from './compile/collect-names';
import type { Context } from './compile/context';
import { compileExpect, compileExplore, compileJudge } from './compile/expect';
import { compileFaults, momentsOf } from './compile/faults';
import { compileRegression } from './compile/regression';
import { type Instance, instancesOf } from './compile/matrix';
import { overridesOf } from './compile/overrides';
import { givenBy, settingsOf } from './compile/settings';
import { compileClients } from './compile/steps';
import { wordsOf } from './compile/value';
import { Diagnostics, type Result } from './diagnostics';
import { DEFAULTS, type KnownStrategy, scenarioShape } from './language';
import { booleanOf, numberOf, textOf, type Tree, valueAt } from './node';
import { allOf } from './quote';
import type { Explore, Regression, Scenario } from './scenario';

export interface CompileOptions {
  /** Path of the file below the suite's root, without extension. */
  readonly id: string;
  /** Every strategy that there is. */
  readonly strategies: readonly KnownStrategy[];
  /** `--set` arguments, `system.name=value`. */
  readonly set?: readonly string[] | undefined;
  /** Names of strategies to search with in place of the file's. They are known. */
  readonly exploreWith?: readonly string[] | undefined;
}

/**
 * Tree and model -> one scenario for each instance of the matrix. Judges the file first (2-validate), and goes on after mistakes
 * so as to report all of them; with any there is no scenario.
 */
export function compile(tree: Tree, model: Model, options: CompileOptions): Result<readonly Scenario[]> {
  const found = new Diagnostics();
  const { root } = tree;
  check(scenarioShape({ model, strategies: options.strategies }), root, found);
  const overrides = overridesOf(options.set ?? [], model, found);
  const names = collectNames(root, model, found);
  const explore = compileExplore(root, options.exploreWith);
  const regression = compileRegression(root, found);
  checkMoments(tree, explore, { strategies: options.strategies, found });
  const instances = instancesOf(root, { model, given: givenBy(root, found), overrides, found });
  const scenarios = instances.map((instance) => {
    const settings = settingsOf(model, instance.given, { root, found });
    const context: Context = { model, names, settings, part: instance.part, found };
    return scenarioOf(tree, { context, explore, regression, instance, id: options.id });
  });
  return { value: found.isEmpty ? scenarios : undefined, diagnostics: found.list() };
}

interface Parts {
  readonly context: Context;
  readonly explore: Explore;
  readonly regression: Regression | undefined;
  readonly instance: Instance;
  readonly id: string;
}

function scenarioOf({ source, root }: Tree, { context, explore, regression, instance, id }: Parts): Scenario {
  return {
    id: id + instance.part,
    file: source.name,
    title: textOf(valueAt(root, 'scenario')) ?? '',
    why: (textOf(valueAt(root, 'why')) ?? '').trim(),
    tags: wordsOf(valueAt(root, 'tags')),
    model: context.model,
    settings: context.settings,
    set: instance.set,
    clients: compileClients(root, context),
    faults: compileFaults(root, context),
    explore,
    expect: compileExpect(root, context),
    judge: compileJudge(root, context),
    limits: { steps: numberOf(valueAt(valueAt(root, 'limits'), 'steps')) ?? DEFAULTS.steps },
    teardown: booleanOf(valueAt(root, 'teardown')) ?? true,
    show: wordsOf(valueAt(root, 'show')),
    regression,
  };
}

/** A moment of virtual time means nothing to a strategy that does not know time. */
function checkMoments(
  { root }: Tree,
  explore: Explore,
  { strategies, found }: { strategies: readonly KnownStrategy[]; found: Diagnostics },
): void {
  const searching = explore.strategies.map((text) => text.split(':')[0]);
  const untimed = strategies.filter(({ name, timed }) => !timed && searching.includes(name)).map(({ name }) => name);
  if (explore.schedule?.timed === false) untimed.push('schedule');
  if (untimed.length === 0) return;
  const named = allOf(untimed);
  for (const { span } of momentsOf(root)) {
    const message = `\`between\` without \`at\` is a moment of virtual time, which ${named} ${untimed.length === 1 ? 'does' : 'do'} not know`;
    found.add(span, { code: 'Q503', message });
  }
}
