import type { Model } from '../../sim';

type Kind = 'text' | 'list' | 'map' | 'function';

const PARTS: Readonly<Record<keyof Model, Kind>> = {
  name: 'text',
  version: 'text',
  doc: 'text',
  settings: 'map',
  operations: 'map',
  clientKinds: 'map',
  faultPoints: 'list',
  actions: 'map',
  statuses: 'list',
  marks: 'list',
  events: 'list',
  invariants: 'list',
  defects: 'list',
  exhibits: 'map',
  focuses: 'map',
  check: 'function',
  create: 'function',
};

const OPTIONAL: readonly string[] = ['clientKinds', 'focuses', 'check'] satisfies (keyof Model)[];

/** What keeps a value from being a model, all of it in one sentence; undefined when nothing does. */
export function modelProblem(value: unknown): string | undefined {
  if (value === undefined) return 'it exports nothing that is called `model`';
  if (kindOf(value) !== 'map') return `its \`model\` is no object but ${describe(value)}`;
  const found = value as Readonly<Record<string, unknown>>;
  const wrong = Object.entries(PARTS).flatMap(([part, kind]) => {
    const is = kindOf(found[part]);
    if (is === kind || (found[part] === undefined && OPTIONAL.includes(part))) return [];
    return [found[part] === undefined ? `\`${part}\` is missing` : `\`${part}\` is no ${kind}`];
  });
  return wrong.length === 0 ? undefined : `its \`model\` is not complete: ${wrong.join(', ')}`;
}

function kindOf(value: unknown): Kind | undefined {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'function') return 'function';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? 'map' : undefined;
}

function describe(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
