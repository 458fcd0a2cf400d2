import { shellQuote } from './shell-quote';

/** One run, or a whole search, of one instance of a scenario file. */
export interface ReplayLine {
  readonly file: string;
  /** The suite's root, where the file's path alone does not tell it. */
  readonly root?: string | undefined;
  readonly seed: string;
  /** Empty: those that the scenario lists. */
  readonly strategies: readonly string[];
  /** `first`: so many runs from the first; undefined: as many as the scenario says. */
  readonly which?:
    { readonly kind: 'run'; readonly run: number } | { readonly kind: 'first'; readonly runs: number } | undefined;
  /** What makes this instance from its file, and what the user has overridden. */
  readonly set: readonly string[];
  readonly checked?: boolean | undefined;
}

/** The command that does it again: one line for a shell, from a clean checkout, without anything from results/. */
export function replayCommand({ file, root, seed, strategies, which, set, checked }: ReplayLine): string {
  const words = ['npx', 'quiesce', 'run', file];
  if (root !== undefined) words.push('--root', root);
  words.push('--seed', seed);
  if (strategies.length > 0) words.push('--strategy', strategies.join(','));
  if (which?.kind === 'run') words.push('--run', String(which.run));
  if (which?.kind === 'first') words.push('--runs', String(which.runs));
  for (const one of set) words.push('--set', one);
  if (checked === true) words.push('--checked');
  return words.map(shellQuote).join(' ');
}

/** Longer ones are not pasted by anybody. */
const CHOICES_MAX = 400;

/** The command that does one run again by its choices in short form; undefined when they are too long for a line. */
export function choicesCommand({ file, root, set }: ReplayLine, choices: string): string | undefined {
  if (choices.length > CHOICES_MAX) return undefined;
  const words = ['npx', 'quiesce', 'replay', file];
  if (root !== undefined) words.push('--root', root);
  for (const one of set) words.push('--set', one);
  words.push('--choices', choices);
  return words.map(shellQuote).join(' ');
}
