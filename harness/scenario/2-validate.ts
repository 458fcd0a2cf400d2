import { check } from './check';
import { Diagnostics, type Diagnostic } from './diagnostics';
import { scenarioShape, type Vocabulary } from './language';
import type { Tree } from './node';

/** Everything in a file that is not as the language, composed from what the model declares, asks for. */
export function validate(tree: Tree, vocabulary: Vocabulary): readonly Diagnostic[] {
  const found = new Diagnostics();
  check(scenarioShape(vocabulary), tree.root, found);
  return found.list();
}
