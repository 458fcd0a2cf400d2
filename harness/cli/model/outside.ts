import { lazy } from '../lazy';
import { listenAtDoors } from '../run/doors';
import { callInModel, type Code } from '../run/thrown-at';

/** Something that a model asked the world outside for when it was loaded: "Math.random()" in "ring.ts:30:21". */
export interface Outside {
  readonly what: string;
  readonly site: string;
}

/** Loads a module; what it then asked for is answered to whoever says which files are its own. */
export function listeningTo<T>(load: () => T): {
  readonly loaded: T;
  readonly outsideOf: (code: Code) => Outside | undefined;
} {
  const uses: { readonly what: string; readonly at: Error }[] = [];
  const told = (what: string): void => {
    // To read files of its own is how a model may come by its tables.
    if (!what.startsWith('fs.')) uses.push({ what, at: new Error() });
  };
  const loaded = listenAtDoors(told, load);
  return {
    loaded,
    outsideOf: (code) => {
      const doors = [__filename, lazy.resolve('./run/doors'), lazy.resolve('./run/install-doors')];
      for (const { what, at } of uses) {
        const site = callInModel(at, code, doors);
        if (site !== undefined) return { what, site };
      }
      return undefined;
    },
  };
}
