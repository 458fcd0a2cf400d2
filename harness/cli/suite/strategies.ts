import { strategies, strategyNamed, type StrategyEntry } from '../../explore';
import { nearest } from '../../scenario/suggest';
import { UsageError } from '../usage-error';

/** The strategies of these names. Throws UsageError for a name that none has. */
export function strategiesNamed(names: readonly string[]): readonly StrategyEntry[] {
  return [...new Set(names)].map((name) => {
    const entry = strategyNamed(name);
    if (entry !== undefined) return entry;
    const known = strategies.map((one) => one.name);
    const near = nearest(name, known);
    throw new UsageError(
      `there is no strategy \`${name}\`: ${near === undefined ? `there are ${known.join(', ')}` : `did you mean \`${near}\`?`}`,
    );
  });
}
