import { formatCount } from '../../report/human';
import { fieldKey } from '../../scenario/language/field';
import type { Key } from '../../scenario/shape';
import { formatSize } from '../../scenario/units';
import { unreachable, type Field, type Fields, type Model } from '../../sim';
import type { Listed } from '../commands/list';

export type WordKind =
  | 'faults'
  | 'clients'
  | 'operations'
  | 'actions'
  | 'invariants'
  | 'defects'
  | 'marks'
  | 'settings'
  | 'statuses'
  | 'exhibits';

/** Everything of one kind that a model declares, as `list` and `explain` show it. */
export function wordsOf(model: Model, kind: WordKind): readonly Listed[] {
  switch (kind) {
    case 'faults':
      return model.faultPoints.map(({ id, doc, subjects, admits, statuses }) => ({
        name: id,
        doc: [
          doc,
          `Subjects: ${subjects.join(', ') || 'none'}.`,
          `Admits: ${[...admits, 'operations and actions'].join(', ')}.`,
          ...(statuses === undefined ? [] : [`Fails with: ${statuses.join(', ')}.`]),
        ].join(' '),
        details: { subjects, admits, statuses },
      }));
    case 'clients':
      return Object.entries(model.clientKinds ?? {}).map(([name, { doc }]) => ({ name, doc }));
    case 'operations':
      return [
        ...operationsIn(model.operations, undefined),
        ...Object.entries(model.clientKinds ?? {}).flatMap(([kind, { operations }]) => operationsIn(operations, kind)),
      ];
    case 'actions':
      return Object.entries(model.actions).map(([name, { doc, fields, scalar }]) => ({
        name,
        doc: [doc, ...fieldTexts(fields)].join(' '),
        details: { fields, scalar },
      }));
    case 'invariants':
      return model.invariants.map(({ id, number, statement, source }) => ({
        name: id,
        doc: `${numbered(number)}${statement} Source: ${source}`,
        details: { number, statement, source },
      }));
    case 'defects':
      return model.defects.map(({ id, number, mechanism, trigger, precedent }) => ({
        name: id,
        doc: `${numbered(number)}${mechanism} Trigger: ${trigger}${precedent === undefined ? '' : ` Precedent: ${precedent}`}`,
        details: { number, mechanism, trigger, precedent },
      }));
    case 'marks':
      return model.marks.map(({ id, doc }) => ({ name: id, doc }));
    case 'settings':
      return Object.entries(model.settings).map(([name, field]) => ({
        name,
        doc: `${field.doc} ${fieldText(field)}`,
        details: { ...field },
      }));
    case 'statuses':
      return model.statuses.map((name) => ({ name, doc: '' }));
    case 'exhibits':
      return Object.entries(model.exhibits).map(([name, doc]) => ({ name, doc }));
  }
}

/** `client` is the kind of client that can do them, unless it is the plainest. */
function operationsIn(operations: Model['operations'], client: string | undefined): readonly Listed[] {
  return Object.entries(operations).map(([name, { doc, fields, scalar, makes, faultOnly }]) => ({
    name,
    doc: [
      ...(client === undefined ? [] : [`(${client})`]),
      doc,
      ...fieldTexts(fields),
      ...(faultOnly === true ? ['Only as what a fault does.'] : []),
    ].join(' '),
    details: { client, fields, scalar, makes, faultOnly },
  }));
}

function numbered(number: string | undefined): string {
  return number === undefined ? '' : `${number}. `;
}

function fieldTexts(fields: Fields): readonly string[] {
  return Object.entries(fields).map(([name, field]) => `${name}: ${field.doc} ${fieldText(field)}`);
}

/** What may be written for it: "[size, 1 KiB to 64 KiB, default 4 KiB]". */
function fieldText(field: Field): string {
  const { required, default: standard } = fieldKey(field);
  const parts = [kindOf(field)];
  if (required === true) parts.push('required');
  if (standard !== undefined) parts.push(`default ${defaultText(standard)}`);
  return `[${parts.join(', ')}]`;
}

function kindOf(field: Field): string {
  switch (field.type) {
    case 'integer':
      return `integer, ${formatCount(field.minimum)} to ${formatCount(field.maximum)}`;
    case 'size':
      return `size, ${formatSize(field.minimum)} to ${formatSize(field.maximum)}`;
    case 'choice':
    case 'set':
      return `${field.type} (${field.of.join(', ')})`;
    case 'text':
      return field.pattern === undefined ? 'text' : `text that matches /${field.pattern}/`;
    case 'boolean':
    case 'duration':
    case 'range':
    case 'client':
    case 'handle':
    case 'request':
      return field.type;
    default:
      return unreachable(field);
  }
}

function defaultText(standard: NonNullable<Key['default']>): string {
  if (typeof standard !== 'object') return standard === '' ? '""' : String(standard);
  return standard.join(', ') || 'none';
}
