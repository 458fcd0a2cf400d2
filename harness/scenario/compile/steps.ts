import { entriesOf, itemsOf, type MapNode, type Node, numberOf, textOf, valueAt } from '../node';
import { type Kind, operationOf } from '../language/kinds';
import { quote } from '../quote';
import type { ClientPlan, MixEntry, NameReference, Step } from '../scenario';
import { formatDuration, readDuration } from '../units';
import { clientsOf } from './client';
import { madeBy } from './collect-names';
import type { Context } from './context';
import type { NameKind } from './names';
import { planned } from './perform';
import { responseOf } from './response';
import { type Said, saidBy } from './said';
import { Scope } from './scope';
import { readBy } from './value';

/** `clients:`, each with its steps; names are judged in the order in which the steps use them. */
export function compileClients(root: MapNode, context: Context): readonly ClientPlan[] {
  return clientsOf(root, context.model).map(({ name, kind, steps }) => {
    const workload = new WorkloadCompiler(name, kind, context);
    return { name, kind, steps: workload.steps(steps, new Scope()) };
  });
}

/** Compiles the steps of one client. What has been reported as no step is left out. */
class WorkloadCompiler {
  readonly #client: string;
  readonly #kind: Kind;
  readonly #context: Context;

  constructor(client: string, kind: Kind, context: Context) {
    this.#client = client;
    this.#kind = kind;
    this.#context = context;
  }

  steps(list: Node | undefined, scope: Scope): readonly Step[] {
    return itemsOf(list).flatMap((node) => {
      const said = saidBy(node);
      const step = said === undefined ? undefined : this.#step(said, scope);
      return step === undefined ? [] : [step];
    });
  }

  #step(said: Said, scope: Scope): Step | undefined {
    const { word, value } = said;
    switch (word) {
      case 'wait': {
        const ticks = readBy(readDuration, value);
        if (ticks === undefined) return undefined;
        return { kind: 'wait', label: label(said, formatDuration(ticks)), ticks };
      }
      case 'await':
        return this.#await(said, scope);
      case 'repeat': {
        const times = numberOf(valueAt(value, 'times')) ?? 1;
        const steps = this.steps(valueAt(value, 'do'), scope);
        return { kind: 'repeat', label: label(said, `${times} times`), times, steps };
      }
      case 'parallel':
        return { kind: 'parallel', label: label(said, ''), branches: this.#branches(itemsOf(value), scope) };
      case 'random':
        return this.#random(said, scope);
      case 'expect': {
        const response = responseOf(value, this.#context);
        return response === undefined
          ? undefined
          : { kind: 'expect', label: label(said, ''), line: said.at.line, column: said.at.column, response };
      }
      default:
        return this.#operation(said, scope);
    }
  }

  #operation(said: Said, scope: Scope): Step | undefined {
    const { word, value, at } = said;
    const { model, names, found } = this.#context;
    const operation = operationOf(model, this.#kind, word);
    if (operation === undefined) return undefined;
    const used: NameReference[] = [];
    const { values, as, detail } = planned(operation, value, this.#context, (node, kind) => {
      const reference = this.#use(node, kind, scope);
      if (reference === undefined) return undefined;
      const strange = names.strange(reference, this.#client);
      if (strange !== undefined) found.add(node.span, strange);
      if (kind === 'handle') used.push(reference);
      return reference;
    });
    // The model says by this name that a handle ends. A numbered one is not followed.
    const closed = word === 'close' ? used.find((one) => one.client === this.#client) : undefined;
    if (closed !== undefined && closed.instance === undefined) scope.close(closed.name, at.line);
    if (as !== undefined) scope.make(as);
    const given = as === undefined ? undefined : this.#context.names.given(this.#client, as);
    return { kind: 'operation', label: label(said, detail), line: at.line, operation: word, values, as: given };
  }

  #await(said: Said, scope: Scope): Step | undefined {
    const node = said.value.kind === 'map' ? valueAt(said.value, 'request') : said.value;
    if (node === undefined) return undefined;
    const request = this.#use(node, 'request', scope);
    if (request === undefined) return undefined;
    const withinTicks = readBy(readDuration, valueAt(said.value, 'within'));
    return { kind: 'await', label: label(said, textOf(node) ?? ''), request, withinTicks };
  }

  #branches(lists: readonly Node[], scope: Scope): readonly (readonly Step[])[] {
    const { model } = this.#context;
    const made = lists.map((list) =>
      madeBy(list, { client: this.#client, kind: this.#kind, times: 1, inOrder: true, model }).map(({ name }) => name),
    );
    const scopes = lists.map((_list, index) => scope.branch(made.filter((_names, other) => other !== index).flat()));
    const branches = lists.map((list, index) => this.steps(list, scopes[index]));
    scope.join(scopes);
    return branches;
  }

  #random(said: Said, scope: Scope): Step | undefined {
    const operations = numberOf(valueAt(said.value, 'operations'));
    const mix: MixEntry[] = [];
    for (const { key, value } of entriesOf(valueAt(said.value, 'mix'))) {
      const weight = numberOf(value);
      const operation = operationOf(this.#context.model, this.#kind, key);
      if (weight === undefined || operation === undefined) continue;
      mix.push({ operation: key, weight });
      if (operation.makes !== undefined) scope.make(key);
    }
    if (operations === undefined || mix.length === 0) return undefined;
    return { kind: 'random', label: label(said, `${operations} operations`), operations, mix };
  }

  /** What a name stands for in this client's steps, if they can know it by now. */
  #use(node: Node, kind: NameKind, scope: Scope): NameReference | undefined {
    const { names, found } = this.#context;
    const text = textOf(node);
    if (text === undefined) return undefined;
    const resolved = names.resolve(text, { client: this.#client, kind });
    if (resolved.kind === 'unresolved') found.add(node.span, resolved.mistaken);
    if (resolved.kind !== 'resolved') return undefined;
    const { reference } = resolved;
    if (reference.client !== this.#client || !names.isInOrder(reference)) return reference;
    const closedLine = reference.instance === undefined ? scope.closedAt(reference.name) : undefined;
    if (!scope.has(reference.name)) {
      const message = `${quote(text)} is used here, and only a later step makes it`;
      found.add(node.span, { code: 'Q402', message });
    } else if (closedLine !== undefined) {
      const message = `${quote(text)} is used here, and line ${closedLine} has closed it`;
      found.add(node.span, { code: 'Q404', message });
    }
    return reference;
  }
}

/** "12: notify n1". */
function label({ word, at }: Said, detail: string): string {
  return detail === '' ? `${at.line}: ${word}` : `${at.line}: ${word} ${detail}`;
}
