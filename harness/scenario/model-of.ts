import { check } from './check';
import { Diagnostics, type Result } from './diagnostics';
import { entryAt, textOf, type Tree } from './node';
import type { Span } from './source';

/** What `model:` says. */
export interface ModelName {
  readonly text: string;
  readonly at: Span;
}

/** The model that a file asks for, so that it can be loaded: without it no word of the rest can be judged. */
export function modelOf({ root }: Tree): Result<ModelName> {
  const found = new Diagnostics();
  const entry = entryAt(root, 'model');
  if (entry === undefined) {
    found.add(root.span, { code: 'Q202', message: 'a scenario needs the key `model`: the model that it runs on' });
    return { value: undefined, diagnostics: found.list() };
  }
  check({ kind: 'text' }, entry.value, found);
  const text = textOf(entry.value);
  return { value: text === undefined ? undefined : { text, at: entry.value.span }, diagnostics: found.list() };
}
