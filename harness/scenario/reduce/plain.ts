import { Document, isMap as isYamlMap, isPair, isSeq, parse, visit } from 'yaml';

/** What a scenario file says, as values: aliases written out, no comments. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap;

export interface PlainMap {
  readonly [key: string]: Plain;
}

/** Where something stands: keys and indices from the root. */
export type Path = readonly (string | number)[];

/** A scenario file that is known to be one. */
export function readPlain(text: string): PlainMap {
  return parse(text) as PlainMap;
}

export function isMap(value: Plain | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

export function at(root: Plain, path: Path): Plain | undefined {
  let value: Plain | undefined = root;
  for (const key of path) {
    if (isList(value) && typeof key === 'number') value = value[key];
    else if (isMap(value) && typeof key === 'string') value = value[key];
    else return undefined;
  }
  return value;
}

/** With another value at a path; none of these maps and lists is changed. */
export function withValue(root: PlainMap, path: Path, value: Plain): PlainMap {
  return replaced(root, path, 0, value) as PlainMap;
}

function replaced(value: Plain, path: Path, depth: number, by: Plain): Plain {
  if (depth === path.length) return by;
  const key = path[depth];
  if (isList(value)) return value.map((item, i) => (i === key ? replaced(item, path, depth + 1, by) : item));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === key ? replaced(item, path, depth + 1, by) : item]),
  );
}

/** Without what stands at these paths, and without the maps and lists that this leaves empty. */
export function without(root: PlainMap, paths: readonly Path[]): PlainMap {
  const gone = new Set(paths.map((path) => path.join('\n')));
  const keep = (value: Plain, path: string): Plain | undefined => {
    if (gone.has(path)) return undefined;
    if (!isList(value) && !isMap(value)) return value;
    const entries = Object.entries(value).map(
      ([key, item]: [string, Plain]) => [key, keep(item, path === '' ? key : `${path}\n${key}`)] as const,
    );
    const kept = entries.filter((entry): entry is readonly [string, Plain] => entry[1] !== undefined);
    if (kept.length === 0 && entries.length > 0) return undefined;
    return isList(value) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
  };
  return (keep(root, '') ?? {}) as PlainMap;
}

/** Longer ones are broken into lines. */
const FLOW_MAX = 100;

/** As a file: steps and faults on a line each, as one would write them. */
export function writePlain(root: PlainMap): string {
  const document = new Document(root);
  visit(document, {
    Collection: (_key, node, ancestors) => {
      const isLong = JSON.stringify(node.toJSON()).length > FLOW_MAX;
      if (ancestors.length < 4 || isLong || holdsSteps(node) || isSeq(ancestors.at(-1))) return;
      node.flow = true;
      return visit.SKIP;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** A list of maps, or what holds one: steps and faults stand on lines of their own. */
function holdsSteps(node: unknown): boolean {
  if (isPair(node)) return holdsSteps(node.value);
  if (isSeq(node)) return node.items.some((item) => isYamlMap(item) || holdsSteps(item));
  return isYamlMap(node) && node.items.some(holdsSteps);
}
