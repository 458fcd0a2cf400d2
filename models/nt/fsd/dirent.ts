/** A directory entry: what is on the disk. Guarded by the volume's resource. */
export class Dirent {
  readonly children = new Map<string, Dirent>();
  attributes = 'normal';
  bytes = 0;

  constructor(
    public name: string,
    readonly directory: boolean,
    public parent: Dirent | undefined,
  ) {}

  /** Full path on the volume. */
  get path(): string {
    if (this.parent === undefined) return '\\';
    return this.parent.parent === undefined ? `\\${this.name}` : `${this.parent.path}\\${this.name}`;
  }
}
