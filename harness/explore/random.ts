import type { View } from '../sim';
import { ByChance } from './by-chance';

/** Chooses uniformly everywhere; untimed, so that any enabled task may be next, however long another has waited. */
export function random(): RandomWalk {
  return new RandomWalk('random', false);
}

/** Chooses uniformly everywhere, but time decides who comes when: latencies are drawn, and only ties are free. */
export function randomTimed(): RandomWalk {
  return new RandomWalk('random-timed', true);
}

export class RandomWalk extends ByChance {
  readonly onlyChoices = true;

  pick(view: View): number {
    const count = view.enabled.length;
    return count === 1 ? 0 : this.below(count); // it draws the same numbers, whether or not it is asked here
  }
}
