import { UsageError } from '../usage-error';
import { Models, type LoadedModel } from './models';

/** The model that an argument of the command line names. Throws UsageError when it can not be used. */
export function modelNamed(reference: string, cwd: string): LoadedModel {
  const found = new Models().load(reference, cwd);
  if (found.kind === 'model') return found;
  const suggestion = found.suggestion === undefined ? '' : `; did you mean \`${found.suggestion}\`?`;
  throw new UsageError(`${found.message}${suggestion}`);
}
