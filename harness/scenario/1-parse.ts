import { describe } from './describe';
import { Diagnostics, type Result } from './diagnostics';
import type { Node, Tree } from './node';
import { sourceOf, startOf, withoutByteOrderMark, type Source } from './source';
import { readYaml } from './yaml-document';
import { buildTree } from './yaml-tree';

/** Characters of a scenario file, at most. */
export const TEXT_MAX = 1024 * 1024;

/**
 * Text -> tree with positions. Whatever the text is, the answer is a tree, diagnostics or both, soon. Bytes that are not UTF-8 are
 * expected as U+FFFD, as decoders write them.
 */
export function parse(file: string, text: string): Result<Tree> {
  const found = new Diagnostics();
  // A text that is too large is not even split into lines.
  const source = text.length > TEXT_MAX ? sourceOf(file, '') : sourceOf(file, text);
  const root = refuses(source, text, found) ? undefined : readNode(source, withoutByteOrderMark(text), found);
  return { value: root === undefined ? undefined : treeOf(source, root, found), diagnostics: found.list() };
}

/** A value by itself, such as that of a `--set`; undefined when it is no YAML. `text` has the positions of `source`. */
export function readNode(source: Source, text: string, found: Diagnostics): Node | undefined {
  const yaml = readYaml(source, text);
  for (const { at, mistaken } of yaml.mistakes) found.add(at, mistaken);
  return yaml.kind === 'unreadable' ? undefined : buildTree(yaml, found);
}

function treeOf(source: Source, root: Node, found: Diagnostics): Tree | undefined {
  if (root.kind === 'map') return { source, root };
  if (root.kind === 'scalar' && root.written === '') {
    found.add(startOf(source), { code: 'Q110', message: 'expected a scenario, found an empty file' });
  } else {
    const message = `expected a map with keys such as \`scenario:\` and \`clients:\`, found ${describe(root)}`;
    found.add(root.span, { code: 'Q111', message });
  }
  return undefined;
}

/** What can be said without reading the text as YAML. */
function refuses(source: Source, text: string, found: Diagnostics): boolean {
  if (text.length > TEXT_MAX) {
    const message = `expected at most ${TEXT_MAX} characters, found ${text.length}`;
    found.add(startOf(source), { code: 'Q102', message });
    return true;
  }
  for (const [index, line] of source.lines.entries()) {
    const column = controlIn(line);
    if (column === undefined) continue;
    const what = line[column] === '\ufffd' ? 'bytes that are not UTF-8' : `the control character ${hex(line, column)}`;
    const at = { source, line: index + 1, column: column + 1, length: 1 };
    found.add(at, { code: 'Q101', message: `expected text in UTF-8, found ${what}` });
    return true;
  }
  return false;
}

/** Index of the first character that no text has; a tab is text. */
function controlIn(line: string): number | undefined {
  const index = line.search(/(?![\t\u0085])\p{Cc}|\ufffd/u);
  return index < 0 ? undefined : index;
}

function hex(line: string, index: number): string {
  return `0x${line.charCodeAt(index).toString(16).padStart(2, '0')}`;
}
