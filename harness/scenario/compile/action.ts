import { unreachable } from '../../sim/assert';
import type { FaultPoint, PointAction } from '../../sim/fault';
import { clientOfKind, kindsOf, kindsWith, operationOf, operationsOfAll, wrongKindOfClient } from '../language/kinds';
import type { Performable } from '../language/operation';
import { entriesOf, entryAt, type Node, textOf, valueAt } from '../node';
import { oneOf, quote } from '../quote';
import type { FaultActionPlan, NameReference } from '../scenario';
import { nearest } from '../suggest';
import { readDuration, readRange } from '../units';
import type { Context } from './context';
import type { NameKind } from './names';
import { ownerOf } from './owner';
import { planned } from './perform';
import { type Said, writtenFields } from './said';
import { readBy } from './value';
import { whereOf } from './where';

interface Place {
  readonly point: FaultPoint | undefined;
  readonly context: Context;
}

/** `do:`; undefined when it has been reported. */
export function actionOf(node: Node, said: Said, place: Place): FaultActionPlan | undefined {
  const { model } = place.context;
  if (kindsWith(model, said.word).length > 0) return operationPlan(node, said, place.context);
  const isSystem = Object.hasOwn(model.actions, said.word);
  if (isSystem || isPointAction(said.word)) refuseBy(node, said, place.context);
  if (isSystem) return systemPlan(said, place.context);
  return isPointAction(said.word) ? pointPlan(said.word, said, place) : undefined;
}

/** Whether it acts on the call at the point, so that the point must admit it. */
export function isPointAction(word: string): word is PointAction {
  return word === 'fail' || word === 'delay' || word === 'hold' || word === 'drop';
}

/** What a fault is called whose author has not named it. */
export function nameOfAction(action: FaultActionPlan): string {
  switch (action.kind) {
    case 'fail':
      return `fail ${action.status}`;
    case 'hold':
      return `hold until ${action.until}`;
    case 'operation':
      return `${action.client} ${action.operation}`;
    case 'system':
      return action.action;
    case 'drop':
    case 'delay':
      return action.kind;
    default:
      return unreachable(action);
  }
}

function pointPlan(action: PointAction, said: Said, place: Place): FaultActionPlan | undefined {
  switch (action) {
    case 'fail':
      return failPlan(said, place);
    case 'delay': {
      const range = readBy(readRange, said.value);
      return range === undefined ? undefined : { kind: 'delay', range };
    }
    case 'hold':
      return holdPlan(said, place.context);
    case 'drop':
      return { kind: 'drop' };
    default:
      return unreachable(action);
  }
}

function failPlan({ value }: Said, { point, context }: Place): FaultActionPlan | undefined {
  const status = textOf(value);
  if (status === undefined) return undefined;
  const possible = point?.statuses;
  if (possible !== undefined && context.model.statuses.includes(status) && !possible.includes(status)) {
    const message = `${point?.id} can not fail with ${quote(status)}; it can with ${oneOf(possible)}`;
    context.found.add(value.span, { code: 'Q305', message, suggestion: nearest(status, possible) });
  }
  return { kind: 'fail', status };
}

function holdPlan({ value }: Said, context: Context): FaultActionPlan | undefined {
  const until = textOf(valueAt(value, 'until'));
  const atMostTicks = readBy(readDuration, valueAt(value, 'at-most'));
  const awaited = context.model.faultPoints.find(({ id }) => id === until);
  if (awaited === undefined || atMostTicks === undefined) return undefined;
  const where = valueAt(value, 'where');
  return {
    kind: 'hold',
    until: awaited.id,
    where: where === undefined ? {} : whereOf(where, awaited, context),
    atMostTicks,
  };
}

function systemPlan({ word, value, at }: Said, context: Context): FaultActionPlan {
  const action = context.model.actions[word];
  const { values } = planned(action, value, context, (node, kind) => resolve(node, kind, undefined, context));
  const problem = action.check?.(values, context.settings);
  if (problem !== undefined) {
    const where = context.part === '' ? '' : ` in the instance ${context.part}`;
    context.found.add(at, { code: 'Q510', message: `${quote(word)} has nothing to act on${where}: ${problem}` });
  }
  return { kind: 'system', action: word, values };
}

/** Performed by the client that owns what it names, or that `by` says. */
function operationPlan(node: Node, { word, value, at }: Said, context: Context): FaultActionPlan | undefined {
  const { model, names, found } = context;
  const by = entryAt(node, 'by');
  const client = ownerOf(node, model, names);
  const own = client === undefined ? undefined : operationOf(model, names.kindOf(client), word);
  const operation = own ?? operationsOfAll(model).get(word);
  if (operation === undefined) return undefined;
  const { values, as } = planned(operation, value, context, (name, kind) => resolve(name, kind, client, context));
  if (client !== undefined) {
    checkKind({ word, value, at }, client, context);
    const given = as === undefined ? undefined : names.given(client, as);
    return { kind: 'operation', client, operation: word, values, as: given };
  }
  const said = textOf(by?.value);
  if (by !== undefined) {
    if (said !== undefined && !names.hasClient(said)) found.add(by.value.span, names.unknownClient(said));
  } else if (!namesSomething(operation, value)) {
    const message = `no name says which client performs ${quote(word)}: write \`by\` beside it, as in \`{ by: alice, ${word}: ... }\``;
    found.add(at, { code: 'Q504', message });
  }
  return undefined;
}

/** The steps of a client say its kind; an action does not, and may be written in any way that some client can do. */
function checkKind({ word, value, at }: Said, client: string, { model, names, found }: Context): void {
  const kind = names.kindOf(client);
  if (!kindsOf(model).includes(kind)) return; // which has been reported
  const operation = operationOf(model, kind, word);
  if (operation === undefined) return found.add(at, wrongKindOfClient(model, kind, word));
  for (const { key, keySpan } of entriesOf(value)) {
    if (key === 'as' || Object.hasOwn(operation.fields, key)) continue;
    const message = `${quote(word)} has no ${quote(key)} for ${clientOfKind(kind)}, which ${client} is`;
    found.add(keySpan, { code: 'Q321', message });
  }
}

/** Whether a name stands there, or is missing: then that is the mistake. */
function namesSomething(operation: Performable, value: Node): boolean {
  const written = writtenFields(operation, value);
  return Object.entries(operation.fields).some(
    ([key, { type, required }]) => (type === 'handle' || type === 'request') && (written.has(key) || required === true),
  );
}

function refuseBy(node: Node, { word }: Said, { found }: Context): void {
  const by = entryAt(node, 'by');
  if (by === undefined) return;
  found.add(by.keySpan, { code: 'Q509', message: `no client performs ${quote(word)}, so \`by\` means nothing` });
}

function resolve(
  node: Node,
  kind: NameKind,
  client: string | undefined,
  { names, found }: Context,
): NameReference | undefined {
  const text = textOf(node);
  if (text === undefined) return undefined;
  const resolved = names.resolve(text, { client, kind });
  if (resolved.kind === 'unresolved') found.add(node.span, resolved.mistaken);
  if (resolved.kind !== 'resolved') return undefined;
  const strange = client === undefined ? undefined : names.strange(resolved.reference, client);
  if (strange !== undefined) found.add(node.span, strange);
  return resolved.reference;
}
