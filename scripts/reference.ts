/**
 * Writes docs/reference from what the NT model declares: `npm run reference`. A test beside this file fails when they differ.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { loadSuite } from '../harness/cli/suite/load-suite';
import type { Instance } from '../harness/cli/suite/instance';
import { formatDuration, formatRange, formatSize } from '../harness/scenario/units';
import type { ClientOperation, Field, Fields, Invariant, Judge } from '../harness/sim';
import { model } from '../models/nt';
import type { NtEvents } from '../models/nt/events';
import { DEFECTS_NOT_MODELLED, INVARIANTS_NOT_MODELLED, type NotModelled } from '../models/nt/not-modelled';

const ROOT = join(__dirname, '..');

/** Every page, by its path from the root of the repository. */
export function referencePages(): ReadonlyMap<string, string> {
  const shown = scenariosOfDefects();
  const pages = { invariants: invariants(shown), defects: defects(shown), faults: faults(), operations: operations() };
  return new Map(
    Object.entries({ ...pages, settings: settings(), events: events() }).map(([name, lines]) => [
      `docs/reference/${name}.md`,
      `<!-- Made by \`npm run reference\` from what models/nt declares. -->\n\n${lines.join('\n')}\n`,
    ]),
  );
}

const NUMBERS = 'Numbers are stable: one that is not here is below, with the reason.';

// ---- invariants ---------------------------------------------------------------------------------------------------

function invariants(shown: readonly ShownDefect[]): readonly string[] {
  const lines = [
    '# Invariants of the NT model',
    '',
    `What is asserted of every run. \`violates:\`, \`exercises:\` and \`judge:\` of a scenario take the name or the number. ${NUMBERS}`,
  ];
  for (const invariant of model.invariants) {
    const { id, number, statement, source } = invariant;
    const breaks = shown.filter(({ violates }) => violates === id);
    lines.push('', `## ${number === undefined ? '' : `${number} `}${id}`, '', statement, '');
    lines.push(`- Rests on: ${source}.`);
    lines.push(`- Hears: ${heard(invariant).join(', ')}.`);
    lines.push(`- Broken by: ${breaks.map(({ defect, file }) => `${defect} (\`${file}\`)`).join(', ') || 'nothing'}.`);
  }
  return [...lines, ...notModelled('Not asserted here', INVARIANTS_NOT_MODELLED)];
}

/** The events that an invariant listens to, and when else it is asked. */
function heard(invariant: Invariant<NtEvents>): readonly string[] {
  const handlers = Object.keys(invariant.create(DEAF));
  const asked = { atIdle: 'asked when the system is idle', atRest: 'asked at rest' } as const;
  return [
    ...handlers.filter((name) => name !== 'reset' && !(name in asked)).map((name) => `\`${name}\``),
    ...Object.entries(asked).flatMap(([stage, what]) => (handlers.includes(stage) ? [what] : [])),
  ];
}

const DEAF: Judge = { step: 0, now: 0, task: '', violate: () => undefined, exercised: () => undefined };

function notModelled(title: string, list: readonly NotModelled[]): readonly string[] {
  return ['', `## ${title}`, '', ...list.map(({ number, what, why }) => `- **${number}** ${what} ${why}`)];
}

// ---- defects ------------------------------------------------------------------------------------------------------

/** One scenario of scenarios/defects and one defect that it switches on. */
interface ShownDefect {
  readonly id: string;
  /** Its number, or else its name. */
  readonly defect: string;
  readonly file: string;
  readonly violates: string;
}

function defects(shown: readonly ShownDefect[]): readonly string[] {
  const sites = sitesOfDefects();
  const lines = [
    '# Defects of the NT model',
    '',
    'Ways to be wrong on purpose: `system: { defects: [D01] }` switches one on, by name or by number. Each has one site in the model and a ' +
      `scenario that must fail. They test the invariants: one that no defect breaks has shown nothing. ${NUMBERS}`,
  ];
  for (const { id, number, mechanism, trigger, precedent } of model.defects) {
    lines.push('', `## ${number === undefined ? '' : `${number} `}${id}`, '', sentence(mechanism), '');
    lines.push(`- Trigger: ${trigger}.`);
    if (precedent !== undefined) lines.push(`- Precedent: ${precedent}.`);
    lines.push(`- Site: \`${sites.get(id) ?? 'none'}\`.`);
    for (const { file, violates } of shown.filter((one) => one.id === id)) {
      lines.push(`- \`${file}\` must violate ${nameOf(violates)}.`);
    }
  }
  return [...lines, ...notModelled('Not in the catalogue', DEFECTS_NOT_MODELLED)];
}

function scenariosOfDefects(): readonly ShownDefect[] {
  const suite = loadSuite({
    globs: ['scenarios/defects'],
    cwd: ROOT,
    root: undefined,
    set: [],
    exploreWith: undefined,
  });
  return suite.instances.flatMap(({ scenario }: Instance) =>
    [...scenario.settings.defects].flatMap((id) => {
      const { violates } = scenario.expect;
      if (violates === undefined) return [];
      const defect = model.defects.find((one) => one.id === id)?.number ?? id;
      return [{ id, defect, file: slashed(relative(ROOT, join(ROOT, scenario.file))), violates }];
    }),
  );
}

/** Where the model asks for each defect: the file, by the defect's name. */
function sitesOfDefects(): ReadonlyMap<string, string> {
  const sites = new Map<string, string>();
  const folder = join(ROOT, 'models', 'nt');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    for (const [, id] of readFileSync(join(folder, name), 'utf8').matchAll(/\bdefect\(\s*'([^']+)'/g)) {
      sites.set(id, slashed(join('models', 'nt', name)));
    }
  }
  return sites;
}

function nameOf(id: string): string {
  const number = model.invariants.find((invariant) => invariant.id === id)?.number;
  return number === undefined ? id : `${number} ${id}`;
}

// ---- faults, operations, settings ---------------------------------------------------------------------------------

function faults(): readonly string[] {
  const lines = [
    '# Fault points and actions of the NT model',
    '',
    'Places where the system can fail or be interrupted: `at:` of a fault. `where:` may match the subjects. Any point admits what clients ' +
      'can do and the actions below, besides what it lists. [The language](../scenarios.md#faults) says what each means.',
  ];
  for (const { id, doc, subjects, admits, statuses } of model.faultPoints) {
    lines.push('', `## ${id}`, '', sentence(doc), '', `- Subjects: ${codes(subjects)}.`, `- Admits: ${codes(admits)}.`);
    if (statuses !== undefined) lines.push(`- Fails with: ${codes(statuses)}.`);
  }
  lines.push('', '# Actions', '', 'What a fault may do that no client does.');
  for (const [name, { doc, fields, scalar }] of Object.entries(model.actions)) {
    lines.push('', `## ${name}`, '', sentence(doc), ...fieldLines(fields, scalar));
  }
  return lines;
}

function operations(): readonly string[] {
  const lines = [
    '# Operations of the NT model',
    '',
    'What clients can do, as steps of a scenario and as what a fault does. The field in bold is filled by a bare value.',
  ];
  for (const [name, operation] of Object.entries(model.operations)) {
    const { doc, fields, scalar } = operation;
    lines.push('', `## ${name}`, '', [sentence(doc), ...remarks(operation)].join(' '), ...fieldLines(fields, scalar));
  }
  return lines;
}

function remarks({
  makes,
  faultOnly,
  random,
}: Pick<ClientOperation<never, never>, 'makes' | 'faultOnly' | 'random'>): readonly string[] {
  return [
    ...(makes === undefined ? [] : [`\`as:\` names the ${makes}.`]),
    ...(faultOnly === true ? ['Only as what a fault does.'] : []),
    ...(random === undefined ? [] : ['May be part of a random workload.']),
  ];
}

function settings(): readonly string[] {
  return [
    '# Settings of the NT model',
    '',
    'What `system:` of a scenario may say, besides `defects`. `--set system.version=nt-3.51` overrides one for a command.',
    ...Object.entries(model.settings).flatMap(([name, field]) => [
      ...['', `## ${name}`, '', sentence(field.doc), ''],
      ...[`- ${described(field)}.`, `- Default: ${standard(field) ?? 'none'}.`],
    ]),
  ];
}

function fieldLines(fields: Fields, scalar: string | undefined): readonly string[] {
  const lines = Object.entries(fields).map(([name, field]) => {
    const value = standard(field);
    const word = name === scalar ? `**\`${name}\`**` : `\`${name}\``;
    const ends = [described(field), ...(field.required === true ? ['required'] : [])];
    if (value !== undefined) ends.push(`default ${value}`);
    return `- ${word}: ${field.doc}; ${ends.join(', ')}.`;
  });
  return lines.length === 0 ? [] : ['', ...lines];
}

function described(field: Field): string {
  if (field.type === 'choice') return `one of ${codes(field.of)}`;
  if (field.type === 'set') return `any of ${codes(field.of)}`;
  if (field.type === 'integer') return `integer, ${field.minimum} to ${field.maximum}`;
  if (field.type === 'size') return `size, ${formatSize(field.minimum)} to ${formatSize(field.maximum)}`;
  return field.type;
}

function standard(field: Field): string | undefined {
  if (!('default' in field) || field.default === undefined) return undefined;
  if (field.type === 'size') return code(formatSize(field.default));
  if (field.type === 'duration') return code(formatDuration(field.default));
  if (field.type === 'range') return code(formatRange(field.default));
  return field.type === 'set' ? codes(field.default) : code(String(field.default));
}

// ---- events -------------------------------------------------------------------------------------------------------

/** The interface of the model's events, with its comments: what is declared there is all that there is to say. */
function events(): readonly string[] {
  const text = readFileSync(join(ROOT, 'models', 'nt', 'events.ts'), 'utf8');
  const source = ts.createSourceFile('events.ts', text, ts.ScriptTarget.ES2023, true);
  const lines = [
    '# Events of the NT model',
    '',
    'What the model reports while it runs: invariants are made of these. A handler changes nothing.',
  ];
  for (const statement of source.statements) {
    if (!ts.isInterfaceDeclaration(statement) || statement.name.text !== 'NtEvents') continue;
    for (const member of statement.members) {
      if (!ts.isMethodSignature(member)) continue;
      const name = member.name.getText();
      const values = member.parameters.map((parameter) => parameter.getText().replace(/\s+/g, ' ')).join(', ');
      const listeners = model.invariants
        .filter((invariant) => name in invariant.create(DEAF))
        .map(({ id }) => nameOf(id));
      const comment = commentOf(member, text);
      lines.push('', `## ${name}`, '', `\`${name}(${values})\``, ...(comment === '' ? [] : ['', comment]), '');
      lines.push(`- Heard by: ${listeners.join(', ') || 'nobody'}.`);
    }
  }
  return lines;
}

function commentOf(node: ts.Node, text: string): string {
  const [range] = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  if (range === undefined) return '';
  return text
    .slice(range.pos, range.end)
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

// ---- text ---------------------------------------------------------------------------------------------------------

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

function codes(words: readonly string[]): string {
  return words.map(code).join(', ') || 'none';
}

function code(word: string): string {
  return `\`${word}\``;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}

if (require.main === module) {
  for (const [path, text] of referencePages()) writeFileSync(join(ROOT, path), text);
}
