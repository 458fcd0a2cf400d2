import { strategies, strategyNamed, type NamedStrategy } from '../../explore';
import { argumentMistake } from '../../scenario/check-scalar';
import { strategyWords } from '../../scenario/language/strategies';
import { nearest } from '../../scenario/suggest';
import type { Model } from '../../sim';
import { UsageError } from '../usage-error';

/** The strategies of these names, with their arguments. Throws UsageError for what is none; a model knows whether a focus is one. */
export function strategiesNamed(names: readonly string[], model?: Model): readonly NamedStrategy[] {
  return [...new Set(names)].map((name) => {
    const mistake = argumentMistake(strategyWords({ strategies, model }), name);
    if (mistake !== undefined && mistake !== 'none') throw new UsageError(mistake.message);
    const named = strategyNamed(name);
    if (named !== undefined) return named;
    const known = strategies.map((one) => one.name);
    const near = nearest(name, known);
    throw new UsageError(
      `there is no strategy \`${name}\`: ${near === undefined ? `there are ${known.join(', ')}` : `did you mean \`${near}\`?`}`,
    );
  });
}
