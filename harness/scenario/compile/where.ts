import type { FaultPoint, Wanted, Where } from '../../sim/fault';
import { fullName } from '../full-name';
import { entriesOf, type Node } from '../node';
import type { Context } from './context';

/** Subjects as the model names them: requests and handles in full, `alice.n1`, `alice.n1[3]`. */
export function whereOf(node: Node, point: FaultPoint, context: Context): Where {
  const subjects: Record<string, Wanted> = {};
  for (const { key, value } of entriesOf(node)) {
    if (!point.subjects.includes(key)) continue; // has been reported
    const subject = subjectOf(key, value, context);
    if (subject !== undefined) subjects[key] = subject;
  }
  return subjects;
}

function subjectOf(key: string, node: Node, { names, found }: Context): Wanted | undefined {
  const value = node.kind === 'scalar' ? node.value : undefined;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  if (key === 'client') {
    if (!names.hasClient(value)) found.add(node.span, names.unknownClient(value));
    return value;
  }
  if (key !== 'request' && key !== 'handle') return value;
  const resolved = names.resolve(value, { client: undefined, kind: key });
  if (resolved.kind === 'unresolved') found.add(node.span, resolved.mistaken);
  if (resolved.kind !== 'resolved') return undefined;
  const { reference } = resolved;
  const isAnyUse = reference.instance === undefined && names.isNumbered(reference);
  return isAnyUse ? { anyUseOf: fullName(reference) } : fullName(reference);
}
