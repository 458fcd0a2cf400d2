import type { Strategy } from '../sim';

/** Always the plainest: first come first served, no fault, the smallest value. One run is all there is. */
export function fifo(): Strategy {
  return {
    name: 'fifo',
    timed: true,
    onlyChoices: true,
    begin: () => undefined,
    pick: () => 0,
    data: () => 0,
    end: () => false,
  };
}
