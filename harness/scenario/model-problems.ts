import { Ajv } from 'ajv';

import type { Field, Fields, Model } from '../sim/model';
import { fieldKey, fieldShape } from './language/field';
import { clientOfKind, kindsOf, kindsWith, operationsOf, operationsOfAll } from './language/kinds';
import type { Performable } from './language/operation';
import { DEFECTS } from './language/settings';
import { BUILT_IN_STEPS } from './language/steps';
import { quote } from './quote';
import { jsonSchemaOf, scenarioSchema } from './schema';

/**
 * What a model declares wrongly, a sentence each: what would make the language that is composed from it contradict itself.
 * Costs some 100 ms, most of it for compiling the schema, so it is for tests and for models of a user's own.
 */
export function modelProblems(model: Model): readonly string[] {
  const problems = [twice, settingProblems, fieldProblems, wordProblems, kindProblems].flatMap((find) => find(model));
  // The schema of such a model would only say the same again, less clearly.
  return problems.length > 0 ? problems : schemaProblems(model);
}

/** A draft-7 validator that knows what editors read besides. */
export function newValidator(): Ajv {
  const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  ajv.addVocabulary(['enumDescriptions']);
  return ajv;
}

/** Keywords of the language that an operation or action can not be called. */
const RESERVED = new Set<string>([...BUILT_IN_STEPS, 'fail', 'delay', 'hold', 'drop', 'by']);

function twice(model: Model): readonly string[] {
  const numbered = [...model.invariants, ...model.defects].flatMap(({ number }) => number ?? []);
  return [
    ...repeated(model.faultPoints.map(({ id }) => id)).map((id) => `two fault points are called ${quote(id)}`),
    ...repeated(model.invariants.map(({ id }) => id)).map((id) => `two invariants are called ${quote(id)}`),
    ...repeated(model.defects.map(({ id }) => id)).map((id) => `two defects are called ${quote(id)}`),
    ...repeated(model.marks.map(({ id }) => id)).map((id) => `two marks are called ${quote(id)}`),
    ...repeated(numbered).map((number) => `two invariants or defects have the number ${quote(number)}`),
  ];
}

function repeated(words: readonly string[]): readonly string[] {
  return [...new Set(words.filter((word, index) => words.indexOf(word) !== index))];
}

function settingProblems({ settings }: Model): readonly string[] {
  const names = Object.keys(settings);
  const groups = names.filter((name) => names.some((other) => other.startsWith(`${name}.`)));
  return [
    ...groups.map((name) => `the setting ${quote(name)} is also the group of others`),
    ...(names.includes(DEFECTS) ? [`${quote(DEFECTS)} is a key of its own and no setting`] : []),
  ];
}

function wordProblems(model: Model): readonly string[] {
  const { actions, faultPoints, statuses } = model;
  const problems: string[] = [];
  const words = performablesOf(model);
  for (const name of new Set(words.map(([word]) => word))) {
    if (RESERVED.has(name))
      problems.push(`${quote(name)} is a word of the language and can not be an operation or action`);
  }
  for (const name of Object.keys(actions)) {
    if (kindsWith(model, name).length > 0) problems.push(`${quote(name)} is both an operation and an action`);
  }
  for (const [name, { fields, scalar }] of words) {
    if (scalar !== undefined && !Object.hasOwn(fields, scalar)) {
      problems.push(`the scalar of ${quote(name)} is ${quote(scalar)}, which is none of its fields`);
    }
    if (Object.hasOwn(fields, 'as'))
      problems.push(`${quote(name)} has a field \`as\`, which is a word of the language`);
  }
  for (const point of faultPoints) {
    for (const status of point.statuses ?? []) {
      if (!statuses.includes(status))
        problems.push(`${point.id} fails with ${quote(status)}, which the model does not list`);
    }
  }
  return problems;
}

/** Operations of every kind of client, then actions. */
function performablesOf(model: Model): readonly (readonly [string, Performable])[] {
  return [
    ...kindsOf(model).flatMap((kind) => Object.entries(operationsOf(model, kind))),
    ...Object.entries(model.actions),
  ];
}

/** What a fault may do is written in one way, whoever does it. */
function kindProblems(model: Model): readonly string[] {
  const all = operationsOfAll(model);
  return Object.keys(model.clientKinds ?? {}).flatMap((kind) =>
    Object.entries(operationsOf(model, kind)).flatMap(([name, { scalar, makes, fields }]) => {
      const other = all.get(name);
      const differs = (what: string): string =>
        `${quote(name)} of ${clientOfKind(kind)} has another ${what} than elsewhere`;
      return [
        ...(other?.scalar === scalar ? [] : [differs('scalar')]),
        ...(other?.makes === makes ? [] : [differs('`makes`')]),
        ...Object.entries(fields).flatMap(([key, field]) =>
          isWrittenAlike(field, other?.fields[key]) ? [] : [differs(`field ${quote(key)}`)],
        ),
      ];
    }),
  );
}

function isWrittenAlike(one: Field, other: Field | undefined): boolean {
  const written = (field: Field): string => JSON.stringify(jsonSchemaOf(fieldShape(field)));
  return other !== undefined && other.type === one.type && written(one) === written(other);
}

/** Defaults that their own fields refuse. */
function fieldProblems(model: Model): readonly string[] {
  const ajv = newValidator();
  const owners: readonly (readonly [string, Fields])[] = [
    ['system', model.settings],
    ...performablesOf(model).map(([name, { fields }]) => [name, fields] as const),
  ];
  return owners.flatMap(([owner, fields]) =>
    Object.entries(fields).flatMap(([name, field]) => {
      const key = fieldKey(field);
      if (key.default === undefined) return [];
      const isValid = tried(() => ajv.validate(jsonSchemaOf(key.shape), key.default));
      return isValid === true
        ? []
        : [`the default of ${quote(`${owner}.${name}`)} is none of its values: ${String(key.default)}`];
    }),
  );
}

/** A pattern that is no regular expression, an enumeration that repeats itself ... */
function schemaProblems(model: Model): readonly string[] {
  const compiled = tried(() => newValidator().compile(scenarioSchema({ model, strategies: [] })));
  return typeof compiled === 'string' ? [`the schema composed from the model is not valid: ${compiled}`] : [];
}

/** What `attempt` answers, or why it failed. */
function tried<T>(attempt: () => T): T | string {
  try {
    return attempt();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
