import { unreachable } from '../sim/assert';
import { scenarioShape, type Vocabulary } from './language';
import type { Alternative, Dependent, FormsShape, Key, Pattern, RecordShape, Shape, SingleShape, Word } from './shape';
import type { Quantity } from './units';

/** A JSON Schema, draft 7, or a part of one. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * The language as a JSON Schema for editors: what yaml-language-server completes and underlines by. It accepts every valid
 * scenario; what needs arithmetic, names or two places at once is judged by the harness alone.
 */
export function scenarioSchema(vocabulary: Vocabulary): JsonSchema {
  const { name, doc } = vocabulary.model;
  const schema = jsonSchemaOf(scenarioShape(vocabulary));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `A scenario on the model ${name}`,
    description: doc,
    ...schema,
  };
}

/** Any shape as a JSON Schema by itself. */
export function jsonSchemaOf(shape: Shape): JsonSchema {
  const writer = new SchemaWriter();
  const schema = writer.write(shape);
  return writer.definitions.size === 0 ? schema : { ...schema, definitions: Object.fromEntries(writer.definitions) };
}

const QUANTITY_PATTERNS: Readonly<Record<Quantity, string>> = {
  duration: '^\\d+(\\.\\d+)?\\s*(us|ms|s|min|h|d)$',
  range: '^\\s*\\d+(\\.\\d+)?\\s*(us|ms|s|min|h|d)\\s*(\\.\\.\\s*\\d+(\\.\\d+)?\\s*(us|ms|s|min|h|d)\\s*)?$',
  size: '^\\d+(\\.\\d+)?\\s*(B|KiB|MiB|GiB)$',
  ratio: '^\\d+\\s*/\\s*\\d+$',
};

class SchemaWriter {
  /** What is described once. A name that is being described is already there, so that it may refer to itself. */
  readonly definitions = new Map<string, JsonSchema>();

  write(shape: Shape): JsonSchema {
    switch (shape.kind) {
      case 'text':
        return { type: 'string', ...patternOf(shape.pattern) };
      case 'integer':
        return { type: 'integer', minimum: shape.minimum, maximum: shape.maximum };
      case 'boolean':
        return { type: 'boolean' };
      case 'quantity':
        return { type: 'string', pattern: QUANTITY_PATTERNS[shape.quantity] };
      case 'choice':
        return { type: 'string', ...enumerated(shape.of) };
      case 'anything':
        return { type: ['string', 'number'] };
      case 'list':
        return {
          type: 'array',
          items: this.write(shape.items),
          ...(shape.atLeast > 0 ? { minItems: shape.atLeast } : {}),
          ...(shape.atMost === undefined ? {} : { maxItems: shape.atMost }),
        };
      case 'record':
        return this.#record(shape);
      case 'dictionary':
        return {
          type: 'object',
          additionalProperties: this.write(shape.values),
          propertyNames: { pattern: shape.key.source },
          ...(shape.atLeast > 0 ? { minProperties: shape.atLeast } : {}),
        };
      case 'single':
        return this.#single(shape);
      case 'forms':
        return this.#forms(shape);
      case 'named':
        return this.#reference(shape.name, shape.shape);
      default:
        return unreachable(shape);
    }
  }

  #record({ keys, exclusive, dependent, atLeast }: RecordShape): JsonSchema {
    const required = [...keys].filter(([, key]) => key.required === true).map(([name]) => name);
    const pairs = exclusive === undefined ? [] : pairsOf(exclusive.keys);
    const conditions = [
      ...pairs.map((pair) => ({ not: { required: pair } })),
      ...(dependent === undefined ? [] : this.#dependent(dependent)),
    ];
    return {
      type: 'object',
      properties: this.#properties(keys),
      additionalProperties: false,
      ...(required.length > 0 ? { required } : {}),
      ...(conditions.length > 0 ? { allOf: conditions } : {}),
      ...(atLeast === undefined ? {} : { minProperties: atLeast }),
    };
  }

  /** Words of which the same is true stand together. */
  #dependent({ key, on, shapes }: Dependent): readonly JsonSchema[] {
    const wordsOf = new Map<string, { readonly schema: JsonSchema; readonly words: string[] }>();
    for (const [word, shape] of shapes) {
      const schema = this.write(shape);
      const text = JSON.stringify(schema);
      const known = wordsOf.get(text);
      if (known === undefined) wordsOf.set(text, { schema, words: [word] });
      else known.words.push(word);
    }
    return [...wordsOf.values()].map(({ schema, words }) => ({
      if: { properties: { [on]: { enum: words } }, required: [on] },
      then: { properties: { [key]: schema } },
    }));
  }

  #properties(keys: ReadonlyMap<string, Key | Alternative>): JsonSchema {
    return Object.fromEntries([...keys].map(([name, key]) => [name, this.#property(key)]));
  }

  #property(key: Key | Alternative): JsonSchema {
    const schema = { ...this.write(key.shape), description: key.doc };
    return 'default' in key && key.default !== undefined ? { ...schema, default: key.default } : schema;
  }

  /** One object with all alternatives as properties, of which one may be there: editors complete it better than `oneOf`. */
  #single({ alternatives, beside }: SingleShape): JsonSchema {
    const names = [...alternatives.keys()];
    const object = {
      type: 'object',
      properties: { ...this.#properties(alternatives), ...this.#properties(beside) },
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1 + beside.size,
      ...(beside.size === 0 ? {} : { anyOf: names.map((name) => ({ required: [name] })) }),
    };
    const bare = [...alternatives].filter(([, { shape }]) => needsNoValue(shape));
    if (bare.length === 0) return object;
    const word = { type: 'string', ...enumerated(bare.map(([name, { doc }]) => ({ word: name, doc }))) };
    return { anyOf: [object, word] };
  }

  #forms({ forms }: FormsShape): JsonSchema {
    const { nothing, scalar, list, map } = forms;
    const schemas: JsonSchema[] = [];
    if (nothing !== undefined && needsNoKey(nothing)) schemas.push({ type: 'null' });
    for (const shape of [scalar, map, list]) if (shape !== undefined) schemas.push(this.write(shape));
    const ofMaps = forms['list of maps'];
    if (ofMaps !== undefined && ofMaps !== list) schemas.push(this.write(ofMaps));
    return schemas.length === 1 ? schemas[0] : { anyOf: schemas };
  }

  #reference(name: string, shape: () => Shape): JsonSchema {
    if (!this.definitions.has(name)) {
      this.definitions.set(name, {});
      this.definitions.set(name, this.write(shape()));
    }
    return { $ref: `#/definitions/${encodeURIComponent(name)}` };
  }
}

/** Whether the word may stand alone. */
function needsNoValue(shape: Shape): boolean {
  if (shape.kind === 'named') return needsNoValue(shape.shape());
  return shape.kind === 'forms' && shape.forms.nothing !== undefined && needsNoKey(shape.forms.nothing);
}

function needsNoKey(shape: Shape): boolean {
  return shape.kind === 'record' && [...shape.keys.values()].every((key) => key.required !== true);
}

function enumerated(words: readonly Word[]): JsonSchema {
  if (words.length === 0) return { not: {} };
  const described = words.some(({ doc }) => doc !== undefined);
  const plain = {
    enum: words.map(({ word }) => word),
    ...(described ? { enumDescriptions: words.map(({ doc }) => doc ?? '') } : {}),
  };
  const withColon = words.flatMap(({ word, argument }) =>
    argument === undefined ? [] : [{ pattern: `^${word}:(?:${argument.source})$` }],
  );
  return withColon.length === 0 ? plain : { anyOf: [plain, ...withColon] };
}

function patternOf(pattern: Pattern | undefined): JsonSchema {
  return pattern === undefined ? {} : { pattern: pattern.source };
}

function pairsOf(keys: readonly string[]): readonly (readonly string[])[] {
  return keys.flatMap((first, index) => keys.slice(index + 1).map((second) => [first, second]));
}
