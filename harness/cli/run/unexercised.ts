import type { ScenarioResult } from '../../report/result';
import type { Model } from '../../sim';
import type { Instance } from '../suite/instance';

/** Invariants of the suite's models that never had anything to judge in any of its scenarios: green says nothing of them. */
export function unexercised(instances: readonly Instance[], results: readonly ScenarioResult[]): readonly string[] {
  const models = new Map<Model, Set<string>>();
  for (const [i, { scenario }] of instances.entries()) {
    let idle = models.get(scenario.model);
    if (idle === undefined) models.set(scenario.model, (idle = new Set(scenario.model.invariants.map(({ id }) => id))));
    for (const [id, times] of results[i]?.accounts.invariants ?? []) if (times > 0) idle.delete(id);
  }
  return [...models].flatMap(([{ name }, idle]) => [...idle].map((id) => (models.size > 1 ? `${name}: ${id}` : id)));
}
