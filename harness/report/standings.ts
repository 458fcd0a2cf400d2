import { formatCount } from './human';
import type { ScenarioResult, Standing } from './result';

const KINDS: readonly Standing['kind'][] = ['new', 'known', 'resolved', 'stale'];

/** How many findings are new, how many known, and how many kept failures resolved or stale; none of a kind: it is left out. */
export function standings(results: readonly ScenarioResult[]): Readonly<Partial<Record<Standing['kind'], number>>> {
  const counts = KINDS.map((kind) => [kind, results.filter(({ standing }) => standing?.kind === kind).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** "2 new, 1 known"; undefined: there is nothing to say. */
export function standingsText(counts: ReturnType<typeof standings>): string | undefined {
  const parts = KINDS.flatMap((kind) => (counts[kind] === undefined ? [] : [`${formatCount(counts[kind])} ${kind}`]));
  return parts.length === 0 ? undefined : parts.join(', ');
}

/** Behind the signature of a finding: "new", "known: kept in scenarios/regressions/a.yaml". */
export function standingText(standing: Standing): string {
  switch (standing.kind) {
    case 'new':
      return 'new';
    case 'known':
      return `known: kept in ${standing.file}`;
    case 'resolved': {
      const { file, signature } = standing;
      return `resolved: ${signature} no longer comes. Take \`known\` out of ${file} to keep it as a guard, or delete the file`;
    }
    case 'stale': {
      const { file, of } = standing;
      return `stale: ${file} can not show its failure any more. Delete it, and run ${of}: \`npx quiesce keep\` keeps anew what still fails`;
    }
  }
}
