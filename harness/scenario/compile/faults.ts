import type { FaultPoint, FaultSelect } from '../../sim/fault';
import { SELECTORS } from '../language/faults';
import { entryAt, itemsOf, type MapNode, type Node, numberOf, textOf, valueAt } from '../node';
import { quote } from '../quote';
import type { FaultActionPlan, FaultPlan } from '../scenario';
import { nearest } from '../suggest';
import { readDuration, readRatio } from '../units';
import { actionOf, isPointAction, nameOfAction } from './action';
import type { Context } from './context';
import { saidBy } from './said';
import { readBy } from './value';
import { whereOf } from './where';

/** `faults:`, each with a name of its own. */
export function compileFaults(root: MapNode, context: Context): readonly FaultPlan[] {
  const names = new Map<string, number>();
  return itemsOf(valueAt(root, 'faults')).flatMap((node) => {
    const fault = node.kind === 'map' ? compileFault(node, context) : undefined;
    if (fault === undefined) return [];
    return [{ ...fault, name: distinct(fault, valueAt(node, 'name'), names, context) }];
  });
}

function compileFault(node: MapNode, context: Context): FaultPlan | undefined {
  const { model } = context;
  const at = textOf(valueAt(node, 'at'));
  const point = model.faultPoints.find(({ id }) => id === at);
  checkPlace(node, context);
  checkTimes(node, context);
  const where = valueAt(node, 'where');
  const subjects = where === undefined || point === undefined ? {} : whereOf(where, point, context);
  const select = selectOf(node);
  const action = compileAction(node, point, context);
  if (action === undefined || select === undefined) return undefined;
  return {
    name: textOf(valueAt(node, 'name')) ?? `${nameOfAction(action)}${at === undefined ? '' : ` at ${at}`}`,
    line: node.span.line,
    at,
    where: subjects,
    select,
    times: numberOf(valueAt(node, 'times')) ?? timesOf(select),
    action,
  };
}

/** Where or when it fires. */
function checkPlace(node: MapNode, { found }: Context): void {
  if (entryAt(node, 'at') !== undefined) return;
  const where = entryAt(node, 'where');
  if (entryAt(node, 'between') === undefined) {
    // A misspelt `at` has been reported as such.
    if (node.entries.some(({ key }) => nearest(key, ['at', 'between']) !== undefined)) return;
    const message = 'a fault needs `at`, the point where it fires, or else `between`, the moments';
    found.add(node.span, { code: 'Q502', message });
  } else if (where !== undefined) {
    const message = '`where` matches the subjects of a point, and there is no `at`';
    found.add(where.keySpan, { code: 'Q507', message });
  }
}

/** Undefined when its value has been reported. */
function selectOf(node: MapNode): FaultSelect | undefined {
  const entry = node.entries.find(({ key }) => SELECTORS.some((selector) => selector === key));
  if (entry === undefined) return { kind: 'search' };
  const { key, value } = entry;
  switch (key) {
    case 'nth':
    case 'every': {
      const n = numberOf(value);
      return n === undefined ? undefined : { kind: key, n };
    }
    case 'probability': {
      const odds = readBy(readRatio, value);
      return odds === undefined ? undefined : { kind: 'probability', odds };
    }
    case 'between': {
      const [fromTicks, toTicks] = itemsOf(value).map((item) => readBy(readDuration, item));
      return fromTicks === undefined || toTicks === undefined
        ? undefined
        : { kind: 'between', range: { fromTicks, toTicks } };
    }
    default:
      return { kind: 'sweep', mode: textOf(value) === 'onward' ? 'onward' : 'once' };
  }
}

/** How often it may fire in a run when the author does not say: a sweep and a chance count by themselves. */
function timesOf(select: FaultSelect): number {
  return select.kind === 'every' || select.kind === 'probability' || select.kind === 'sweep' ? Infinity : 1;
}

function checkTimes(node: MapNode, { found }: Context): void {
  const between = valueAt(node, 'between');
  const [from, to] = itemsOf(between).map((item) => readBy(readDuration, item));
  if (between !== undefined && from !== undefined && to !== undefined && from > to) {
    found.add(between.span, { code: 'Q208', message: 'expected the earlier moment first, found the later one' });
  }
  const times = entryAt(node, 'times');
  const once = ['nth', 'sweep', ...(isMoment(node) ? ['between'] : [])].find((key) => entryAt(node, key) !== undefined);
  if (times === undefined || once === undefined) return;
  const message = `\`times\` contradicts \`${once}\`, which says by itself how often the fault fires`;
  found.add(times.keySpan, { code: 'Q506', message });
}

function compileAction(node: MapNode, point: FaultPoint | undefined, context: Context): FaultActionPlan | undefined {
  const action = valueAt(node, 'do');
  const said = action === undefined ? undefined : saidBy(action);
  if (action === undefined || said === undefined) return undefined;
  if (isPointAction(said.word)) {
    if (isMoment(node)) {
      const message = `\`${said.word}\` acts on the call at a fault point, and there is no \`at\``;
      context.found.add(said.at, { code: 'Q505', message });
    } else if (point !== undefined && !point.admits.includes(said.word)) {
      const message = `${point.id} does not admit ${quote(said.word)}; it admits ${admitted(point)}`;
      context.found.add(said.at, { code: 'Q306', message });
    }
  }
  return actionOf(action, said, { point, context });
}

function admitted({ admits }: FaultPoint): string {
  const others = 'operations of clients and actions of the model';
  return admits.length === 0 ? others : `${[...admits].map(quote).join(', ')}, ${others}`;
}

/** An author's name must be the only one; one that we made is numbered. */
function distinct(fault: FaultPlan, written: Node | undefined, names: Map<string, number>, { found }: Context): string {
  const count = (names.get(fault.name) ?? 0) + 1;
  names.set(fault.name, count);
  if (count === 1) return fault.name;
  if (written === undefined) return `${fault.name} (${count})`;
  found.add(written.span, { code: 'Q508', message: `another fault is already called ${quote(fault.name)}` });
  return fault.name;
}

/** Where the faults that fire at a drawn moment say so. */
export function momentsOf(root: MapNode): readonly Node[] {
  return itemsOf(valueAt(root, 'faults')).flatMap((fault) => {
    const between = valueAt(fault, 'between');
    return between !== undefined && isMoment(fault) ? [between] : [];
  });
}

function isMoment(fault: Node): boolean {
  return valueAt(fault, 'between') !== undefined && valueAt(fault, 'at') === undefined;
}
