/**
 * One shared object and what a step may do to it, packed into a number. R conflicts with W and C, C ("commutes": counters
 * whose order nobody can see) conflicts with R and W only, W conflicts with everything.
 */
export type Access = number;

const READ = 0;
const WRITE = 1;
const COMMUTE = 2;

export type AccessMode = 'R' | 'W' | 'C';

export function reads(object: number): Access {
  return object * 4 + READ;
}

export function writes(object: number): Access {
  return object * 4 + WRITE;
}

export function commutes(object: number): Access {
  return object * 4 + COMMUTE;
}

export function objectOf(access: Access): number {
  return access >>> 2;
}

export function isRead(access: Access): boolean {
  return (access & 3) === READ;
}

export function modeOf(access: Access): AccessMode {
  const mode = access & 3;
  return mode === READ ? 'R' : mode === WRITE ? 'W' : 'C';
}

/** Whether the order of two accesses can matter: same object, and not both reads nor both commuting. */
export function conflicts(a: Access, b: Access): boolean {
  if (objectOf(a) !== objectOf(b)) return false;
  const mode = a & 3;
  return mode !== (b & 3) || mode === WRITE;
}

/** Whether two steps with these announcements are dependent: the relation that partial-order reduction and POS live on. */
export function dependent(a: readonly Access[], b: readonly Access[]): boolean {
  for (const x of a) for (const y of b) if (conflicts(x, y)) return true;
  return false;
}
