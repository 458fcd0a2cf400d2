import { isAlias, isScalar, isSeq, type Alias, type Pair, type ParsedNode } from 'yaml';

import type { Diagnostics, Mistaken } from './diagnostics';
import type { Entry, Node } from './node';
import { quote } from './quote';
import type { Span } from './source';
import { DEPTH_MAX, tooDeep, type Yaml } from './yaml-document';

/** Values that aliases may stand for, written out, at most. */
const ALIASED_MAX = 10_000;

/** YAML's nodes -> ours; undefined when what is missing would only lead to further mistakes. */
export function buildTree(yaml: Extract<Yaml, { kind: 'document' }>, found: Diagnostics): Node | undefined {
  const builder = new TreeBuilder(yaml, found);
  const end = yaml.text.length;
  const built = builder.build(yaml.contents, { parent: yaml.spanOf(end, end + 1), depth: 0 });
  return builder.hasHoles ? undefined : built.node;
}

interface Place {
  /** Where a value that is not written is reported: its key. */
  readonly parent: Span;
  readonly depth: number;
}

interface Built {
  readonly node: Node;
  /** How many nodes it is, and how deep, with those that its aliases stand for. */
  readonly size: number;
  readonly height: number;
}

class TreeBuilder {
  /** By name, the latest value that bears it so far; undefined while that is being built. */
  readonly #anchors = new Map<string, Built | undefined>();
  readonly #yaml: Extract<Yaml, { kind: 'document' }>;
  readonly #found: Diagnostics;
  #aliased = 0;
  hasHoles = false;

  constructor(yaml: Extract<Yaml, { kind: 'document' }>, found: Diagnostics) {
    this.#yaml = yaml;
    this.#found = found;
  }

  build(node: ParsedNode | null, place: Place): Built {
    if (node === null) return nothing(place.parent);
    const span = this.#spanOf(node, place);
    if (place.depth > DEPTH_MAX) return this.#hole(span, tooDeep());
    if (isAlias(node)) return this.#resolve(node, span, place.depth);
    if (node.tag !== undefined) {
      this.#found.add(span, {
        code: 'Q106',
        message: `expected no tag, found ${quote(node.tag.replace('tag:yaml.org,2002:', '!!'))}`,
      });
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, undefined);
    const built = this.#buildContent(node, span, place.depth);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, built);
    return built;
  }

  #buildContent(node: Exclude<ParsedNode, Alias.Parsed>, span: Span, depth: number): Built {
    if (isScalar(node)) {
      const { value } = node;
      const written = this.#yaml.text.slice(node.range[0], node.range[1]);
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      const plain = isPlain || value === null ? value : written;
      return { node: { kind: 'scalar', span, value: plain, written }, size: 1, height: 0 };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => {
        const at = this.#yaml.spanOf(item.range[0], item.range[0] + 1);
        return this.build(item, { parent: at, depth: depth + 1 });
      });
      return { node: { kind: 'list', span, items: items.map((item) => item.node) }, ...extentOf(items) };
    }
    return this.#buildMap(node.items, span, depth);
  }

  #buildMap(pairs: readonly Pair<ParsedNode, ParsedNode | null>[], span: Span, depth: number): Built {
    const entries = new Map<string, Entry>();
    const values: Built[] = [];
    for (const pair of pairs) {
      const keySpan = this.#spanOf(pair.key, { parent: span, depth });
      const built = this.build(pair.value, { parent: keySpan, depth: depth + 1 });
      values.push(built);
      const key = this.#keyOf(pair.key, keySpan, entries);
      if (key !== undefined) entries.set(key, { key, keySpan, value: built.node });
    }
    return { node: { kind: 'map', span, entries: [...entries.values()] }, ...extentOf(values) };
  }

  #keyOf(node: ParsedNode, span: Span, entries: ReadonlyMap<string, Entry>): string | undefined {
    if (!isScalar(node) || node.value === null) {
      this.#found.add(span, { code: 'Q113', message: 'expected a word as the key, found something else' });
      return undefined;
    }
    const key = typeof node.value === 'string' ? node.value : (node.source ?? '');
    if (key === '<<') {
      this.#found.add(span, { code: 'Q114', message: 'the key `<<` merges nothing here' });
      return undefined;
    }
    const first = entries.get(key);
    if (first === undefined) return key;
    const message = `the key ${quote(key)} was already given in line ${first.keySpan.line}`;
    this.#found.add(span, { code: 'Q105', message });
    return undefined;
  }

  #resolve(alias: Alias.Parsed, span: Span, depth: number): Built {
    const name = alias.source;
    if (!this.#anchors.has(name)) {
      return this.#hole(span, { code: 'Q108', message: `no value above is marked ${quote(`&${name}`)}` });
    }
    const target = this.#anchors.get(name);
    if (target === undefined) {
      return this.#hole(span, { code: 'Q107', message: `the value marked ${quote(`&${name}`)} contains itself` });
    }
    this.#aliased += target.size;
    if (depth + target.height > DEPTH_MAX) return this.#hole(span, tooDeep());
    if (this.#aliased <= ALIASED_MAX) return target;
    return this.#hole(span, { code: 'Q107', message: `aliases make more than ${ALIASED_MAX} values of this file` });
  }

  /** Only the first: what lacks a value is not worth looking at further. */
  #hole(span: Span, mistaken: Mistaken): Built {
    if (!this.hasHoles) this.#found.add(span, mistaken);
    this.hasHoles = true;
    return nothing(span);
  }

  #spanOf(node: ParsedNode, { parent }: Place): Span {
    const [from, to] = node.range;
    return from === to ? parent : this.#yaml.spanOf(from, to);
  }
}

function nothing(span: Span): Built {
  return { node: { kind: 'scalar', span, value: null, written: '' }, size: 1, height: 0 };
}

function extentOf(parts: readonly Built[]): { size: number; height: number } {
  let size = 1;
  let height = 0;
  for (const part of parts) {
    size += part.size;
    height = Math.max(height, part.height + 1);
  }
  return { size, height };
}
