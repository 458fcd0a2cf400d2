/** How soon one strategy finds one defect. */
export interface Kills {
  /** The scenario of the defect, or the defect and the scenario that knows nothing of it. */
  readonly name: string;
  readonly isForced: boolean;
  readonly strategy: string;
  /** Runs to the first violation, for each seed; null: none was found. */
  readonly runs: readonly (number | null)[];
}

/** What is known of one defect in one scenario: the median of each strategy, one more than there may be where none was found. */
interface Row {
  readonly name: string;
  readonly isForced: boolean;
  readonly medians: ReadonlyMap<string, number>;
  /** The least of those of single strategies. */
  readonly best: number;
}

const PORTFOLIO = 'portfolio';
const RANDOM = 'random';
/** Where `random` needs more runs than that, a defect is rare. */
const RARE = 30;

export function pageOf(all: readonly Kills[], { seeds, runsMax }: { seeds: number; runsMax: number }): string {
  const strategies = [...new Set(all.map(({ strategy }) => strategy))];
  const found = rowsOf(all, runsMax).filter(({ best }) => best <= runsMax);
  const [forced, unforced] = [found.filter(({ isForced }) => isForced), found.filter(({ isForced }) => !isForced)];
  const rare = found.filter(({ medians }) => (medians.get(RANDOM) ?? 0) > RARE);
  const shown = (median: number | undefined): string =>
    median === undefined ? '' : median > runsMax ? '-' : `${median}`;
  const lines = [
    '<!-- Made by `npm run strategies`. -->',
    '',
    '# Strategies against defects',
    '',
    `Runs to the first violation, the median over ${seeds} seeds; those that count through runs have no seed. What is not found in ${runsMax} ` +
      `runs is not found (-), and counts as ${runsMax + 1}. *Forced*: the ${forced.length} scenarios of \`scenarios/defects\`, most of which force ` +
      `their race. *Left to the search*: each defect switched on in scenarios that know nothing of it; ${unforced.length} of these are found by some strategy.`,
    '',
    '| strategy | forced: found | geometric mean | left to the search: found | geometric mean | to the best one: geometric mean | worst |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...strategies.map((name) => {
      const cells = [forced, unforced].flatMap((rows) => [
        `${rows.filter(({ medians }) => (medians.get(name) ?? Infinity) <= runsMax).length} of ${rows.length}`,
        geometricMean(rows.map(({ medians }) => medians.get(name) ?? runsMax + 1)).toFixed(2),
      ]);
      const ratios = found.map((row) => ratioOf(row, name, runsMax));
      return `| ${[name, ...cells, geometricMean(ratios).toFixed(2), Math.max(...ratios).toFixed(1)].join(' | ')} |`;
    }),
    '',
    'The last two columns compare with whichever single strategy is best for that defect in that scenario. `portfolio` has five members ' +
      'that take turns, so that it needs at most five times the runs of the best of them.',
    '',
    '## The rare ones',
    '',
    `\`${RANDOM}\` needs more than ${RARE} runs for ${rare.length} of them. Of these ${ahead(rare, PORTFOLIO, RANDOM)} are found in fewer runs by ` +
      `\`${PORTFOLIO}\`, ${ahead(rare, RANDOM, PORTFOLIO)} in more. In the geometric mean ` +
      `\`${RANDOM}\` needs ${meanOf(rare, RANDOM, runsMax)} runs, \`${PORTFOLIO}\` ${meanOf(rare, PORTFOLIO, runsMax)}.`,
    '',
    '## One by one',
    '',
    'Left out: what every strategy but those that count through runs finds in its first or second run.',
    '',
    `| defect | ${strategies.join(' | ')} |`,
    `| --- |${' --- |'.repeat(strategies.length)}`,
    ...found
      .filter(({ medians }) =>
        strategies.some((name) => !/^(delay|preemption)/.test(name) && (medians.get(name) ?? 0) > 2),
      )
      .map(({ name, medians }) => `| ${name} | ${strategies.map((one) => shown(medians.get(one))).join(' | ')} |`),
  ];
  return `${lines.join('\n')}\n`;
}

function rowsOf(all: readonly Kills[], runsMax: number): readonly Row[] {
  const byName = new Map<string, Kills[]>();
  for (const kills of all) byName.set(kills.name, [...(byName.get(kills.name) ?? []), kills]);
  return [...byName].map(([name, several]): Row => {
    const medians = new Map(several.map(({ strategy, runs }) => [strategy, medianOf(runs, runsMax)]));
    const singles = [...medians].filter(([strategy]) => strategy !== PORTFOLIO).map(([, median]) => median);
    return { name, isForced: several[0].isForced, medians, best: Math.min(...singles) };
  });
}

function medianOf(runs: readonly (number | null)[], runsMax: number): number {
  const sorted = runs.map((one) => one ?? runsMax + 1).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function ratioOf({ medians, best }: Row, strategy: string, runsMax: number): number {
  return (medians.get(strategy) ?? runsMax + 1) / best;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function meanOf(rows: readonly Row[], strategy: string, runsMax: number): string {
  return geometricMean(rows.map(({ medians }) => medians.get(strategy) ?? runsMax + 1)).toFixed(1);
}

/** In how many rows one needs fewer runs than the other. */
function ahead(rows: readonly Row[], one: string, other: string): number {
  return rows.filter(({ medians }) => (medians.get(one) ?? Infinity) < (medians.get(other) ?? Infinity)).length;
}
