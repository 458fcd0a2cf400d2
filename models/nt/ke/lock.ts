/** Locks that a thread may wait for while it holds others are taken in this order (fastfat; ReactOS notify.c); those of level 0 at any time. */
export const LOCK_LEVEL = { any: 0, volume: 1, file: 2, notifySync: 3 } as const;

/** A resource or a mutex. Spin locks come after all of them, and nothing is waited for with one held. */
export interface Lock {
  readonly label: string;
  /** One of LOCK_LEVEL. */
  readonly level: number;
}
