/** Takes one out of a list. By hand: on lists this short the library's splice costs more than a step. */
export function removeAt(list: unknown[], index: number): void {
  for (let i = index + 1; i < list.length; i++) list[i - 1] = list[i];
  list.pop();
}

/** Takes it out of a list, the first of several. Answers whether it was there. */
export function removeFrom<T>(list: T[], one: T): boolean {
  const at = list.indexOf(one);
  if (at < 0) return false;
  removeAt(list, at);
  return true;
}
