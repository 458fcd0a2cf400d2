import { DEFAULTS } from '../language';
import { idOf } from '../language/words';
import { entriesOf, itemsOf, type MapNode, type Node, numberOf, textOf, valueAt } from '../node';
import { quote } from '../quote';
import type { Expect, Explore, RequestExpectation } from '../scenario';
import type { Context } from './context';
import { responseOf } from './response';
import { scheduleOf } from './schedule';
import { wordsOf } from './value';
import { applying } from './when';

/** `expect:`, for this instance. */
export function compileExpect(root: MapNode, context: Context): Expect {
  const node = valueAt(root, 'expect');
  const chosen = node === undefined ? undefined : applying(node, context);
  const { invariants } = context.model;
  const violated = valueAt(chosen, 'violates') ?? valueAt(valueAt(chosen, 'verdict'), 'violates');
  const violates = textOf(violated);
  const exercised = itemsOf(valueAt(chosen, 'exercises'));
  checkJudged(violated === undefined ? exercised : [violated, ...exercised], root, context);
  checkNames(node, context);
  return {
    violates: violates === undefined ? undefined : idOf(invariants, violates),
    requests: entriesOf(valueAt(chosen, 'requests')).flatMap((entry) => {
      const { key, keySpan, value } = entry;
      const resolved = context.names.resolve(key, { client: undefined, kind: 'request' });
      const response = responseOf(value, context);
      if (resolved.kind !== 'resolved' || response === undefined) return [];
      const expected: RequestExpectation = { request: resolved.reference, line: keySpan.line, response };
      return [expected];
    }),
    sometimes: wordsOf(valueAt(chosen, 'sometimes')),
    exercises: [...new Set(wordsOf(valueAt(chosen, 'exercises')).map((word) => idOf(invariants, word)))],
  };
}

/** Of all alternatives, also of those that do not apply to this instance. */
function checkNames(node: Node | undefined, { names, found }: Context): void {
  for (const alternative of node?.kind === 'list' ? node.items : [node]) {
    for (const { key, keySpan } of entriesOf(valueAt(alternative, 'requests'))) {
      const resolved = names.resolve(key, { client: undefined, kind: 'request' });
      if (resolved.kind === 'unresolved') found.add(keySpan, resolved.mistaken);
    }
  }
}

/** What does not judge is never found broken, and never has anything to judge. */
function checkJudged(named: readonly Node[], root: MapNode, context: Context): void {
  const judge = compileJudge(root, context);
  const { invariants } = context.model;
  for (const node of named) {
    const id = idOf(invariants, textOf(node) ?? '');
    if (judge === undefined || judge.includes(id) || !invariants.some((invariant) => invariant.id === id)) continue;
    context.found.add(node.span, {
      code: 'Q607',
      message: `${quote(id)} is expected here, and \`judge\` leaves it out`,
    });
  }
}

/** `judge:`: the invariants that count; undefined for all of the model's. */
export function compileJudge(root: MapNode, { model }: Context): readonly string[] | undefined {
  const node = valueAt(root, 'judge');
  if (node === undefined) return undefined;
  return [...new Set(wordsOf(node).map((word) => idOf(model.invariants, word)))];
}

/** `explore:`; `strategies` in place of those of the file, if given. */
export function compileExplore(root: MapNode, strategies: readonly string[] | undefined): Explore {
  const node = valueAt(root, 'explore');
  const written = valueAt(node, 'strategies');
  const schedule = valueAt(node, 'schedule');
  const standard = schedule === undefined ? DEFAULTS.strategies : [];
  return {
    strategies: strategies ?? (written === undefined ? standard : wordsOf(written)),
    runs: numberOf(valueAt(node, 'runs')) ?? DEFAULTS.runs,
    ...(schedule === undefined || strategies !== undefined ? {} : { schedule: scheduleOf(schedule) }),
  };
}
