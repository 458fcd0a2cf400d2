/** What a piece of text is, as far as its colour goes. */
export type Style = 'bold' | 'dim' | 'good' | 'bad' | 'doubtful';

export type Paint = (style: Style, text: string) => string;

const SGR: Readonly<Record<Style, string>> = { bold: '1', dim: '2', good: '32', bad: '1;31', doubtful: '33' };

/** Paints with terminal escapes, or leaves the text as it is. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => `\u001b[${SGR[style]}m${text}\u001b[0m` : (_style, text) => text;
}
