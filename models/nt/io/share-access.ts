import { removeFrom } from '../../../harness/sim';
import { ACCESS } from './access';

/** What one open asked for and leaves to others. */
export interface Sharing {
  readonly access: number;
  readonly share: number;
}

/** SHARE_ACCESS: what the opens of one file have been granted and leave to others. Guarded by the file system. */
export class ShareAccess {
  #opens: Sharing[] = [];

  /** IoCheckShareAccess: whether one more open goes with the others. One that neither reads, writes nor deletes goes with any. */
  admits(one: Sharing): boolean {
    return one.access === 0 || this.#opens.every((other) => leaves(one, other) && leaves(other, one));
  }

  /** IoSetShareAccess, IoUpdateShareAccess. */
  add(one: Sharing): void {
    if (one.access !== 0) this.#opens.push(one);
  }

  /** IoRemoveShareAccess. */
  remove(one: Sharing): void {
    removeFrom(this.#opens, one);
  }
}

function leaves(one: Sharing, { access }: Sharing): boolean {
  return Object.values(ACCESS).every((bit) => (access & bit) === 0 || (one.share & bit) !== 0);
}
