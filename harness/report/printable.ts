/**
 * Somebody's text on one line of a terminal: control characters, and those that turn the direction of writing, are shown as
 * escapes, so that a name can neither move the cursor nor pretend to be another.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code}`;
  });
}
