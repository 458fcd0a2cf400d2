import type { Fields } from '../../../harness/sim';
import { bySettings, type NtWorld } from '../world';
import type { Dirent } from './dirent';

export const FSD_SETTINGS = {
  'fsd.registration': {
    type: 'choice',
    of: ['full', 'oldest'],
    default: 'full',
    doc:
      'the form of the notify package’s routines that the file system calls: FsRtlNotifyFullChangeDirectory and its like, or ' +
      'FsRtlNotifyChangeDirectory, which tells watchers that something has changed and not what',
  },
  'fsd.closed-directories': {
    type: 'text',
    default: '',
    doc: 'directories that only clients with SeChangeNotifyPrivilege may traverse, separated by spaces',
  },
  'fsd.unprivileged': {
    type: 'text',
    default: '',
    doc: 'clients without SeChangeNotifyPrivilege, which everybody else has, separated by spaces',
  },
  'fsd.closed-means': {
    type: 'choice',
    of: ['no-traverse', 'hidden'],
    default: 'no-traverse',
    doc:
      'what keeps changes from a client that may not traverse a directory: the traverse callback, for what is below that, or a ' +
      'filter callback (Windows XP), for its own name too',
  },
} as const satisfies Fields;

/** Which directories are closed to whom. Simplified: instead of access control lists. */
export class ClosedDirectories {
  /** Changes of the directory itself are kept from those to whom it is closed. */
  readonly areHidden: boolean;
  readonly #paths: readonly string[];
  readonly #unprivileged: readonly string[];

  constructor(world: NtWorld) {
    this.areHidden = world.text('fsd.closed-means') === 'hidden';
    this.#paths = wordsOf(world.text('fsd.closed-directories'));
    this.#unprivileged = wordsOf(world.text('fsd.unprivileged'));
  }

  /** Whether any directory is closed to this client. */
  concern(client: string): boolean {
    return this.#paths.length > 0 && this.#unprivileged.includes(client);
  }

  /** Whether a directory itself is closed. */
  includes(path: string): boolean {
    return this.#paths.includes(path);
  }

  /** Whether a directory, or one on the way to it from `above`, is closed. The caller holds the volume's resource. */
  liesBehind(directory: Dirent | undefined, above: Dirent): boolean {
    for (let at = directory; at !== undefined && at !== above; at = at.parent) {
      if (this.includes(at.path)) return true;
    }
    return false;
  }
}

/** Those of a system. */
export const closedDirectoriesOf = bySettings((world) => new ClosedDirectories(world));

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
