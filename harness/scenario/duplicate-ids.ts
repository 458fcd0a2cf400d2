import { type Diagnostic, diagnosticAt, sorted } from './diagnostics';
import { entryAt, type Tree } from './node';
import { quote } from './quote';

/** A file of a suite, with the id that it comes to. */
export interface Identified {
  readonly id: string;
  readonly tree: Tree;
}

/** Every file whose id an earlier one has taken: their results could not be told apart. */
export function duplicateIds(files: readonly Identified[]): readonly Diagnostic[] {
  const first = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const { id, tree } of files) {
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, tree.source.name);
      continue;
    }
    const at = entryAt(tree.root, 'scenario')?.keySpan ?? tree.root.span;
    found.push(diagnosticAt(at, { code: 'Q606', message: `the id ${quote(id)} is already that of ${other}` }));
  }
  return sorted(found);
}
