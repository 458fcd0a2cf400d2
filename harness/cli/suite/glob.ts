/** Whether an argument is a pattern rather than a path. */
export function isPattern(argument: string): boolean {
  return /[*?[\]{}]/.test(argument);
}

/** The folder above a pattern's first wildcard: `scenarios/kb` of `scenarios/kb/*.yaml`, `.` of `*.yaml`. */
export function folderOf(pattern: string): string {
  const segments = pattern.split('/');
  const first = segments.findIndex(isPattern);
  const folder = segments.slice(0, first).join('/');
  return folder === '' ? (pattern.startsWith('/') ? '/' : '.') : folder;
}

/**
 * A pattern of paths with forward slashes: `*` and `?` within a folder, `**` over any number of folders, `[abc]`, `[!abc]`,
 * `{a,b}`. A bracket or brace that is not closed stands for itself; where they do not fit together, or a range runs backwards, the
 * whole pattern does.
 */
export function globToRegExp(pattern: string): RegExp {
  try {
    return new RegExp(`^${sourceOf(pattern)}$`, 'u');
  } catch {
    return new RegExp(`^${literally(pattern)}$`, 'u');
  }
}

function sourceOf(pattern: string): string {
  let source = '';
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern.charAt(i);
    if (pattern.startsWith('**/', i)) {
      source += '(?:[^/]+/)*';
      i += 2;
    } else if (pattern.startsWith('**', i)) {
      source += '.*';
      i++;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '[' && pattern.indexOf(']', i + 2) > 0) {
      const end = pattern.indexOf(']', i + 2);
      const body = pattern.slice(i + 1, end).replace(/[\\[\]^]/g, '\\$&');
      source += body.startsWith('!') ? `[^/${body.slice(1)}]` : `[${body}]`;
      i = end;
    } else if (character === '{' && pattern.includes('}', i)) {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else source += literally(character);
  }
  return source;
}

/** With what means something to a regular expression made to stand for itself. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
