import type { Model, Settings } from '../../sim/model';
import type { Diagnostics } from '../diagnostics';
import type { Names } from './names';

/** What compiling one instance needs to know. */
export interface Context {
  readonly model: Model;
  readonly names: Names;
  /** The settings that this instance runs with: what `when` looks at. */
  readonly settings: Settings;
  /** "[dialect=smb2]", for messages; "" without a matrix. */
  readonly part: string;
  readonly found: Diagnostics;
}
