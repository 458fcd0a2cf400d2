import { strategies } from '../../explore/registry';
import { painter } from '../../report/paint';
import { printable } from '../../report/printable';
import { wrap } from '../../report/wrap';
import { explain as explainCode, MISTAKES } from '../../scenario/mistakes';
import { nearest } from '../../scenario/suggest';
import type { Model } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { modelNamed } from '../model/model-named';
import { wordsOf, type WordKind } from '../model/words';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import { argumentText } from './argument-text';
import type { Listed } from './list';

export interface ExplainFlags {
  readonly model: string;
  readonly color: boolean;
}

/** The kinds of words, and what one of each is called. */
const KINDS: Readonly<Record<WordKind, string>> = {
  faults: 'fault point',
  clients: 'kind of client',
  operations: 'operation',
  actions: 'action',
  invariants: 'invariant',
  defects: 'defect',
  marks: 'mark',
  settings: 'setting',
  statuses: 'status',
  exhibits: 'exhibit',
};

interface Explanation {
  readonly kind: string;
  readonly word: Listed;
}

/** Says what a code or a name means: all that it means, if several things have it. */
export function explain(name: string, flags: ExplainFlags, surroundings: Surroundings): ExitCode {
  const { stdout, cwd } = surroundings;
  const paint = painter(wantsColor(surroundings, stdout, flags.color));
  const mistake = explainCode(name);
  if (mistake !== undefined) {
    const example = mistake.example.split('\n').map((line) => `    ${printable(line)}`);
    const lines = [
      paint('bold', `${name.toUpperCase()}: ${mistake.title}`),
      ...wrap(mistake.explanation, { indent: 2 }),
      '',
      '  For example:',
      ...example,
    ];
    stdout.write(`${lines.join('\n')}\n`);
    return EXIT.pass;
  }
  const explanations = [
    ...strategies.map(({ name, doc, timed, argument }): Explanation => {
      const text = `${doc}${argumentText(argument)}. ${timed ? 'Timed.' : 'Untimed.'}`;
      return { kind: 'strategy', word: { name, doc: text } };
    }),
    ...modelWords(name, flags, cwd),
  ];
  const wanted = name.toLowerCase();
  const found = explanations.filter(({ word }) =>
    [word.name, numberOf(word)].some((one) => one?.toLowerCase() === wanted),
  );
  if (found.length === 0) {
    const known = explanations.flatMap(({ word }) => [word.name, numberOf(word) ?? word.name]);
    const near = nearest(name, [...known, ...Object.keys(MISTAKES)]);
    const suggestion = near === undefined ? '`quiesce list` shows what there is' : `did you mean \`${near}\`?`;
    throw new UsageError(`nothing is called \`${name}\`: ${suggestion}`);
  }
  for (const { kind, word } of found) {
    stdout.write(
      `${[paint('bold', `${kind} ${printable(word.name)}`), ...wrap(printable(word.doc), { indent: 2 })].join('\n')}\n`,
    );
  }
  return EXIT.pass;
}

/** Without the model there are still the strategies, if it is one of them that is asked for. */
function modelWords(name: string, flags: ExplainFlags, cwd: string): readonly Explanation[] {
  let model: Model;
  try {
    model = modelNamed(flags.model, cwd).model;
  } catch (error) {
    if (error instanceof UsageError && strategies.some((one) => one.name === name)) return [];
    throw error;
  }
  return Object.entries(KINDS).flatMap(([kind, called]) =>
    wordsOf(model, kind as WordKind).map((word): Explanation => ({ kind: called, word })),
  );
}

function numberOf({ details }: Listed): string | undefined {
  return typeof details?.number === 'string' ? details.number : undefined;
}
