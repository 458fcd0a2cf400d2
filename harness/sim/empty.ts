/** Empties a list. To set the length of an array costs as much as half a step, even if it is empty. */
export function empty(list: unknown[]): void {
  if (list.length > 0) list.length = 0;
}
