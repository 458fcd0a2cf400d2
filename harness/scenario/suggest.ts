import { distance } from 'fastest-levenshtein';

/** A longer word is no misspelling of any name, and comparing it would cost. */
const WORD_MAX = 64;

/** The candidate that was probably meant; undefined when none is near. The first of several that are equally near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > WORD_MAX) return undefined;
  const wanted = word.toLowerCase();
  const names = [...candidates];
  const exact = names.find((name) => name.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  // The last part of a name, when it is the only one with it.
  const tails = names.filter(
    (name) => /[.-]$/.test(name.slice(0, -wanted.length)) && name.toLowerCase().endsWith(wanted),
  );
  if (tails.length === 1) return tails[0];
  let found: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const edits = editsBetween(wanted, name.toLowerCase());
    if (edits < least) {
      least = edits;
      found = name;
    }
  }
  return found;
}

/** Letters in the wrong order are one slip, not several. */
function editsBetween(a: string, b: string): number {
  return a.length === b.length && lettersOf(a) === lettersOf(b) ? 1 : distance(a, b);
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}
