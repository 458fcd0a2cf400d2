import type { StrategyArgument } from '../../explore/registry';

/** What may stand behind the name of a strategy. */
export function argumentText(argument: StrategyArgument | undefined): string {
  if (argument === undefined) return '';
  const { doc } = argument;
  if (argument.kind === 'focus') return `. Behind a colon, ${doc}`;
  return `. Behind a colon, from ${argument.minimum} to ${argument.maximum}: ${doc}; ${argument.default} unless given`;
}
