import type { Pattern } from '../shape';

const NAME = '[A-Za-z_][A-Za-z0-9_-]*';

/** A client, or what `as` gives. */
export const NAME_PATTERN: Pattern = {
  source: `^${NAME}$`,
  expected: 'a name: letters, digits, `_` and `-`, not beginning with a digit',
  code: 'Q407',
};

/** How a name is used. */
export const REFERENCE_PATTERN: Pattern = {
  source: `^(?:${NAME}\\.)?${NAME}(?:\\[[1-9][0-9]{0,8}\\])?$`,
  expected: 'a name such as `n1`, `alice.n1` or `n1[3]`',
  code: 'Q407',
};

/** A title: what stands in one line of a report. */
export const LINE_PATTERN: Pattern = {
  source: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$',
  expected: 'one line of text',
  code: 'Q212',
};

export const TAG_PATTERN: Pattern = {
  source: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  expected: 'a tag of letters, digits, `.`, `_` and `-`',
  code: 'Q212',
};
