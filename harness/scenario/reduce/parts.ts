import { at, isList, isMap, type Path, type Plain, type PlainMap } from './plain';

/** Something that may be left out of a scenario. */
export interface Part {
  readonly path: Path;
  /** Names that exist only with it, in full: `alice`, `alice.n1`. */
  readonly gives: readonly string[];
  /** Words in it that may be names. */
  readonly words: readonly Word[];
}

interface Word {
  /** Whose step says it; undefined: no client's. */
  readonly client: string | undefined;
  readonly text: string;
}

/** Clients, steps, faults and what is expected of requests: whatever has a name that others use, or uses one. */
export function partsOf(root: PlainMap): readonly Part[] {
  const parts: Part[] = [];
  const clients = at(root, ['clients']);
  for (const [name, plan] of Object.entries(isMap(clients) ? clients : {})) {
    const path = ['clients', name];
    parts.push({ path, gives: [name], words: [] });
    if (isList(plan)) addSteps(parts, plan, path, name);
    else if (isMap(plan))
      for (const [kind, steps] of Object.entries(plan)) addSteps(parts, steps, [...path, kind], name);
  }
  const faults = at(root, ['faults']);
  if (isList(faults)) {
    faults.forEach((fault, i) => {
      const by = at(fault, ['do', 'by']);
      const gives = namesGiven(fault, typeof by === 'string' ? by : undefined);
      parts.push({ path: ['faults', i], gives, words: wordsIn(fault, undefined) });
    });
  }
  const requests = at(root, ['expect', 'requests']);
  for (const [name, expected] of Object.entries(isMap(requests) ? requests : {})) {
    const words = [{ client: undefined, text: name }, ...wordsIn(expected, undefined)];
    parts.push({ path: ['expect', 'requests', name], gives: [], words });
  }
  return parts;
}

function addSteps(parts: Part[], steps: Plain, path: Path, client: string): void {
  if (!isList(steps)) return;
  steps.forEach((step, i) => {
    const here = [...path, i];
    const [[operation, value] = ['', null]] = isMap(step) ? Object.entries(step) : [];
    if (operation === 'repeat' && isMap(value)) {
      parts.push({ path: here, gives: [], words: [] });
      addSteps(parts, value.do, [...here, 'repeat', 'do'], client);
    } else if (operation === 'parallel' && isList(value)) {
      parts.push({ path: here, gives: [], words: [] });
      value.forEach((branch, k) => {
        parts.push({ path: [...here, 'parallel', k], gives: [], words: [] });
        addSteps(parts, branch, [...here, 'parallel', k], client);
      });
    } else if (operation === 'random' && isMap(value)) {
      parts.push({ path: here, gives: [], words: [] });
      for (const mixed of Object.keys(isMap(value.mix) ? value.mix : {})) {
        parts.push({ path: [...here, 'random', 'mix', mixed], gives: [`${client}.${mixed}`], words: [] });
      }
    } else {
      parts.push({ path: here, gives: namesGiven(step, client), words: wordsIn(step, client) });
    }
  });
}

/** What can go by itself: keys of operations and faults, settings, and what says nothing about the failure. */
export function detailsOf(root: PlainMap): readonly Path[] {
  const details: Path[] = ['tags', 'limits', 'teardown', 'judge', 'expect']
    .filter((key) => key in root)
    .map((key) => [key]);
  const system = at(root, ['system']);
  for (const key of Object.keys(isMap(system) ? system : {})) details.push(['system', key]);
  for (const { path } of partsOf(root)) {
    const value = at(root, path);
    if (path[0] === 'faults') details.push(...keysIn(value, path));
    else if (path[0] === 'clients' && typeof path.at(-1) === 'number' && isMap(value)) {
      const [[operation, fields] = ['', null]] = Object.entries(value);
      if (!['repeat', 'parallel', 'random'].includes(operation)) details.push(...keysIn(fields, [...path, operation]));
    }
  }
  return details;
}

function keysIn(value: Plain | undefined, path: Path): readonly Path[] {
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...keysIn(inner, [...path, key])]);
}

/** What is left out with these: whoever uses a name that nobody gives any more. */
export function withUsers(parts: readonly Part[], gone: ReadonlySet<Part>): readonly Part[] {
  const out = new Set(gone);
  const inside = (part: Part): boolean => [...out].some((one) => one !== part && contains(one.path, part.path));
  for (;;) {
    for (const part of parts) if (inside(part)) out.add(part);
    const left = parts.filter((part) => !out.has(part));
    const all = new Set(parts.flatMap(({ gives }) => gives));
    const given = new Set(left.flatMap(({ gives }) => gives));
    const users = left.filter(({ words }) =>
      words.some((word) => namesOf(word, all).length > 0 && namesOf(word, given).length === 0),
    );
    if (users.length === 0) return [...out];
    for (const user of users) out.add(user);
  }
}

function contains(outer: Path, inner: Path): boolean {
  return outer.length < inner.length && outer.every((key, i) => key === inner[i]);
}

/** Which of the names a word may stand for: in full, of its own client, or of the only one that has it. */
function namesOf({ client, text }: Word, names: ReadonlySet<string>): readonly string[] {
  const bare = text.replace(/\[\d+\]$/, '');
  if (names.has(bare)) return [bare];
  if (client !== undefined && names.has(`${client}.${bare}`)) return [`${client}.${bare}`];
  return [...names].filter((name) => name.endsWith(`.${bare}`));
}

function namesGiven(value: Plain, client: string | undefined): readonly string[] {
  if (isList(value)) return value.flatMap((item) => namesGiven(item, client));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key !== 'as' || typeof inner !== 'string') return namesGiven(inner, client);
    return client === undefined ? [] : [`${client}.${inner}`];
  });
}

function wordsIn(value: Plain, client: string | undefined): readonly Word[] {
  if (typeof value === 'string') return [{ client, text: value }];
  if (isList(value)) return value.flatMap((item) => wordsIn(item, client));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'as' ? [] : wordsIn(inner, client)));
}
