import { strategies } from '../../explore/registry';
import { wrap } from '../../report/wrap';
import { painter } from '../../report/paint';
import { printable } from '../../report/printable';
import { nearest } from '../../scenario/suggest';
import { EXIT, type ExitCode } from '../exit-code';
import { lazy } from '../lazy';
import type * as ModelNamed from '../model/model-named';
import type * as ModelsModule from '../model/models';
import type * as Words from '../model/words';
import type { Grep } from '../suite/select';
import { wantsColor, type Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';
import { argumentText } from './argument-text';
import type * as ListScenarios from './list-scenarios';

export interface ListFlags {
  readonly model: string;
  readonly grep?: Grep;
  readonly tag?: readonly string[];
  readonly root?: string;
  readonly json?: true;
  readonly color: boolean;
}

/** One line of a list. */
export interface Listed {
  readonly name: string;
  readonly doc: string;
  /** What else a script may want to know. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

const WORDS = [
  ...([
    'faults',
    'clients',
    'operations',
    'actions',
    'invariants',
    'defects',
    'marks',
    'settings',
    'statuses',
    'exhibits',
  ] as const),
] as const;

const KINDS = ['scenarios', 'strategies', 'models', ...WORDS] as const;

/** What there is to be run, and what scenarios can say. */
export function list(what: string, globs: readonly string[], flags: ListFlags, surroundings: Surroundings): ExitCode {
  const kind = KINDS.find((one) => one === what);
  if (kind === undefined) {
    const near = nearest(what, KINDS);
    throw new UsageError(
      `there is no list \`${what}\`: ${near === undefined ? `there are ${KINDS.join(', ')}` : `did you mean \`${near}\`?`}`,
    );
  }
  if (kind !== 'scenarios' && globs.length > 0) throw new UsageError(`\`list ${kind}\` takes no files`);
  if (kind === 'scenarios') {
    const { listScenarios } = lazy('./commands/list-scenarios') as typeof ListScenarios;
    const found = listScenarios(globs, flags, surroundings);
    print(found.listed, flags, surroundings);
    return found.exitCode;
  }
  if (kind === 'strategies') {
    const listed = strategies.map(({ name, doc, timed, argument }): Listed => {
      return { name, doc: doc + argumentText(argument), details: { timed, argument } };
    });
    return print(listed, flags, surroundings);
  }
  const { modelNamed } = lazy('./model/model-named') as typeof ModelNamed;
  if (kind === 'models') {
    const { builtInModels } = lazy('./model/models') as typeof ModelsModule;
    const listed = builtInModels().map((name): Listed => {
      const { doc, version } = modelNamed(name, surroundings.cwd).model;
      return { name, doc, details: { version } };
    });
    return print(listed, flags, surroundings);
  }
  const { wordsOf } = lazy('./model/words') as typeof Words;
  return print(wordsOf(modelNamed(flags.model, surroundings.cwd).model, kind), flags, surroundings);
}

function print(listed: readonly Listed[], { json, grep, color }: ListFlags, surroundings: Surroundings): ExitCode {
  const { stdout } = surroundings;
  const paint = painter(wantsColor(surroundings, stdout, color));
  for (const { name, doc, details } of listed) {
    if (grep !== undefined && !grep.matches(`${name} ${doc}`)) continue;
    if (json === true) stdout.write(`${JSON.stringify({ name, doc, ...details })}\n`);
    else stdout.write(`${[paint('bold', printable(name)), ...wrap(printable(doc), { indent: 4 })].join('\n')}\n`);
  }
  return EXIT.pass;
}
