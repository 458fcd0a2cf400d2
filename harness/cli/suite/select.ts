import type { Scenario } from '../../scenario/scenario';
import { hashText } from '../../sim';
import { withoutPart } from './identity';
import type { Instance } from './instance';
import { belongsTo } from './kept';

/** What `--grep` asks for. */
export interface Grep {
  readonly text: string;
  readonly matches: (subject: string) => boolean;
}

/** What the command line leaves of a suite. */
export interface Selection {
  /** Matched against id and title. */
  readonly grep?: Grep | undefined;
  /** A scenario with any of them. */
  readonly tags: readonly string[];
  readonly only?: ReadonlySet<string> | undefined;
}

/** One of `of` parts, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

export function selects(selection: Selection, scenario: Scenario): boolean {
  const { grep, tags, only } = selection;
  if (grep !== undefined && !grep.matches(`${scenario.id} ${scenario.title}`)) return false;
  if (tags.length > 0 && !tags.some((tag) => scenario.tags.includes(tag))) return false;
  return only?.has(scenario.id) !== false;
}

/** The wanted ones and the failures that are kept of them; these come first. */
export function regressionsFirst(
  instances: readonly Instance[],
  isWanted: (instance: Instance) => boolean,
): readonly Instance[] {
  const wanted = new Set(instances.filter(isWanted));
  const ids = new Set([...wanted].map(({ scenario }) => withoutPart(scenario.id)));
  const isKept = ({ scenario: { regression } }: Instance): boolean => regression !== undefined;
  const first = instances.filter(
    (instance) =>
      instance.scenario.regression !== undefined &&
      (wanted.has(instance) || belongsTo(instance.scenario.regression, ids)),
  );
  return [...first, ...[...wanted].filter((instance) => !isKept(instance))];
}

/** A scenario's shard depends on its id alone: adding one moves no other. */
export function inShard(id: string, shard: Shard): boolean {
  // The low bits of this hash alone are poor.
  const hash = hashText(id);
  return ((hash ^ (hash >>> 15)) >>> 0) % shard.of === shard.index - 1;
}
