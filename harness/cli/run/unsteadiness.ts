import { determinism } from '../../explore';
import type { Unsteadiness } from '../../report/result';
import { ScenarioProgram } from '../../scenario/program';
import type { Kernel, RunId, Strategy } from '../../sim';
import { lazy } from '../lazy';
import type { Instance } from '../suite/instance';
import { listenAtDoors } from './doors';
import type * as InstallDoors from './install-doors';
import type * as PlacesInModel from './places';
import { thrownAt } from './thrown-at';

/**
 * What shows that a run does not depend on its choices alone, if anything does: what its model asks the world outside for, or
 * else where two executions of it part. `seen`: see Looking.
 */
export function unsteadiness(
  kernel: Kernel,
  { model, scenario }: Instance,
  make: () => Strategy,
  id: RunId,
  seen?: readonly number[],
): Unsteadiness | undefined {
  if (model.outside !== undefined) return { kind: 'from outside', ...model.outside, whenLoaded: true, step: 0 };
  const { installDoors } = lazy('./run/install-doors') as typeof InstallDoors;
  const { placesIn, siteInModel } = lazy('./run/places') as typeof PlacesInModel;
  installDoors();
  let outside: Unsteadiness | undefined;
  const told = (what: string): void => {
    const site = outside === undefined ? siteInModel(model) : undefined;
    if (site === undefined) return;
    const { step, task, operation } = thrownAt(kernel);
    outside = { kind: 'from outside', what, site, whenLoaded: false, step, task, operation };
  };
  const program = new ScenarioProgram(scenario);
  const found = listenAtDoors(told, () => determinism(kernel, program, make, id, { places: placesIn(model), seen }));
  if (outside !== undefined || found === undefined) return outside;
  const { first, second, ...where } = found;
  const sites = { firstSite: first.site, secondSite: second.site };
  return { kind: 'two ways', ...where, first: first.text, second: second.text, ...sites };
}
