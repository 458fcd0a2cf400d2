import { relative, resolve, sep } from 'node:path';
import { folderOf } from '../suite/compile-file';

/** The text of one scenario file for another, both absolute: a model of the user's own is named by its path from there. */
export function movedTo(text: string, files: { readonly from: string; readonly to: string }): string {
  const [from, to] = [folderOf(files.from), folderOf(files.to)];
  return text.replace(/^model: (\.\.?\/.*)$/m, (_line, model: string) => {
    const path = relative(to, resolve(from, model)).split(sep).join('/');
    return `model: ${path.startsWith('.') ? path : `./${path}`}`;
  });
}
