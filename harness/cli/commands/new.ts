import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { shellQuote } from '../../report/shell-quote';
import type { Model } from '../../sim';
import { EXIT, type ExitCode } from '../exit-code';
import { modelNamed } from '../model/model-named';
import { packageRoot } from '../package-info';
import { DEFAULT_FOLDER } from '../suite/load-suite';
import { reasonOf } from '../suite/read-text';
import type { Surroundings } from '../surroundings';
import { UsageError } from '../usage-error';

export interface NewFlags {
  readonly model: string;
}

/** For a model that has no template of its own. */
const TEMPLATE = `scenario: {title}
why: >-
  Say here what this shows, and what somebody would lose if it did not hold.
model: {model}
# \`quiesce list operations --model ...\` shows what clients can do, \`quiesce list faults\` what can go wrong, and where.
clients:
  alice:
    - {step}
`;

/** Writes a scenario file for its author to change, one that passes if the model lets it. Nothing that is there is ever overwritten. */
export function newScenario(name: string, flags: NewFlags, { cwd, stdout }: Surroundings): ExitCode {
  const file = /\.ya?ml$/.test(name) ? name : join(DEFAULT_FOLDER, `${name}.yaml`);
  const path = resolve(cwd, file);
  const title = basename(path)
    .replace(/\.ya?ml$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .]*$/u.test(title)) {
    throw new UsageError(`expected a name of letters, digits, dots and dashes, found \`${name}\``);
  }
  const { model } = modelNamed(flags.model, cwd);
  const text = templateOf(flags.model)
    .replace('{step}', () => plainStepOf(model))
    .replace('{title}', () => quoted(title))
    .replace('{model}', () => modelFrom(dirname(path), flags.model, cwd));
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, schemaLine(path, flags.model, cwd) + text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${file} can not be written: ${reasonOf(error)}`);
  }
  const shown = file.split(sep).join('/');
  stdout.write(`wrote ${shown}\nnpx quiesce run ${shellQuote(shown)}\n`);
  return EXIT.pass;
}

/** Something that a client can do just so; of a model that has nothing like that, what every client can. */
function plainStepOf({ operations }: Model): string {
  const plain = Object.entries(operations).find(
    ([, { fields, makes, faultOnly }]) =>
      makes === undefined && faultOnly !== true && Object.values(fields).every(({ required }) => required !== true),
  );
  return plain === undefined ? 'wait: 1 ms' : plain[0];
}

/** A model of the package may have a template beside its schema. */
function templateOf(model: string): string {
  const path = join(packageRoot, 'models', model, 'scenario.template');
  return isFile(model) || !existsSync(path) ? TEMPLATE : readFileSync(path, 'utf8');
}

/** For editors, where the schema can be reached from the file within the user's folder. */
function schemaLine(path: string, model: string, cwd: string): string {
  const schema = join('models', model, 'scenario.schema.json');
  if (isFile(model) || !existsSync(resolve(cwd, schema))) return '';
  return `# yaml-language-server: $schema=${slashed(relative(dirname(path), resolve(cwd, schema)))}\n`;
}

function modelFrom(folder: string, model: string, cwd: string): string {
  if (!isFile(model)) return model;
  const path = slashed(relative(folder, resolve(cwd, model)));
  return path.startsWith('.') ? path : `./${path}`;
}

function isFile(model: string): boolean {
  return model.startsWith('.');
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}

/** YAML would take some words for numbers or truths. */
function quoted(title: string): string {
  return /^[\d.]|^(true|false|null|yes|no|on|off)$/i.test(title) ? `'${title}'` : title;
}
