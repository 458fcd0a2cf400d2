import { GuardedObject, type Kernel } from '../../../harness/sim';

/** A directory entry: what is on the disk. Its place in the tree is guarded by the volume's resource, the rest by the file's. */
export class Dirent extends GuardedObject {
  readonly children = new Map<string, Dirent>();
  attributes = 'normal';
  bytes = 0;

  constructor(
    kernel: Kernel,
    public name: string,
    readonly directory: boolean,
    public parent: Dirent | undefined,
  ) {
    super(kernel);
  }

  get label(): string {
    return `directory entry ${this.path}`;
  }

  /** Full path on the volume. */
  get path(): string {
    if (this.parent === undefined) return '\\';
    return this.parent.parent === undefined ? `\\${this.name}` : `${this.parent.path}\\${this.name}`;
  }
}
