import { oneOf } from '../quote';
import type { Pattern, Word } from '../shape';
import type { KnownStrategy, Vocabulary } from './vocabulary';

/** What `strategies` may say, with what may stand behind a colon. Without a model, any focus. */
export function strategyWords({
  strategies,
  model,
}: Partial<Pick<Vocabulary, 'model'>> & Pick<Vocabulary, 'strategies'>): readonly Word[] {
  return strategies.map(({ name, doc, argument }) => {
    return { word: name, doc, argument: argument && patternOf(argument, model && Object.keys(model.focuses ?? {})) };
  });
}

function patternOf(argument: NonNullable<KnownStrategy['argument']>, focuses: readonly string[] | undefined): Pattern {
  const { doc } = argument;
  if (argument.kind === 'number') {
    const { minimum, maximum } = argument;
    const numbers = Array.from({ length: maximum - minimum + 1 }, (_, i) => String(minimum + i));
    const expected = `a whole number from ${minimum} to ${maximum} (${doc})`;
    return { source: numbers.join('|'), expected, code: 'Q322' };
  }
  if (focuses === undefined) return { source: '.+', expected: doc, code: 'Q322' };
  const expected = focuses.length === 0 ? 'nothing, as the model declares no focus' : `${oneOf(focuses)} (${doc})`;
  return { source: focuses.length === 0 ? '(?!)' : focuses.join('|'), expected, code: 'Q322' };
}
