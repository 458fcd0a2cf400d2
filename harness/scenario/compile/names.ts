import type { Mistaken } from '../diagnostics';
import { clientOfKind, type Kind } from '../language/kinds';
import { quote } from '../quote';
import type { GivenName, NameReference } from '../scenario';
import type { Span } from '../source';
import { nearest } from '../suggest';
import type { SaidClient } from './client';

export type NameKind = 'handle' | 'request';

/** `unknown`: the step that makes it is wrong, and has been reported; whatever uses the name is given the benefit of the doubt. */
export type MadeKind = NameKind | 'unknown';

/** Something that a step, a random workload or a fault makes under a name. */
export interface Made {
  readonly client: string;
  readonly name: string;
  readonly kind: MadeKind;
  readonly at: Span;
  /** How often at most in one run. */
  readonly times: number;
  /** Whether it is made in the order of its client's steps; what a fault makes may be there at any time. */
  readonly inOrder: boolean;
}

/** A name in its client's scope. */
interface Known {
  kind: MadeKind;
  readonly at: Span;
  times: number;
  inOrder: boolean;
}

export type Resolved =
  | { readonly kind: 'resolved'; readonly reference: NameReference }
  | { readonly kind: 'unresolved'; readonly mistaken: Mistaken }
  /** Nothing can be said: the text is no name, or `clients` can not be read. Either has been reported. */
  | { readonly kind: 'unknowable' };

/** All names of a scenario, by client, and what a use of one means. */
export class Names {
  readonly #byClient: ReadonlyMap<string, Map<string, Known>>;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #areKnown: boolean;

  /** Undefined: the file's clients can not be read. */
  constructor(clients: readonly SaidClient[] | undefined) {
    this.#areKnown = clients !== undefined;
    this.#byClient = new Map((clients ?? []).map(({ name }) => [name, new Map()]));
    this.#kinds = new Map((clients ?? []).map(({ name, kind }) => [name, kind]));
  }

  /** Answers what is wrong with it, if anything. */
  add({ client, name, kind, at, times, inOrder }: Made): Mistaken | undefined {
    const known = this.#byClient.get(client);
    const before = known?.get(name);
    if (before === undefined) {
      known?.set(name, { kind, at, times, inOrder });
      return undefined;
    }
    if (before.kind !== kind && before.kind !== 'unknown' && kind !== 'unknown') {
      const message = `${quote(name)} is already the name of a ${before.kind}, since line ${before.at.line}, not of a ${kind}`;
      return { code: 'Q409', message };
    }
    if (kind === 'unknown') before.kind = kind;
    before.times += times;
    before.inOrder &&= inOrder;
    return undefined;
  }

  /** Whether its client's steps, in their order, say when it is there. */
  isInOrder({ client, name }: NameReference): boolean {
    return this.#byClient.get(client)?.get(name)?.inOrder === true;
  }

  /** A name as the step that gives it must know it. */
  given(client: string, name: string): GivenName {
    return { name, isNumbered: this.isNumbered({ client, name }) };
  }

  /** Whether it is given several times. */
  isNumbered({ client, name }: Pick<NameReference, 'client' | 'name'>): boolean {
    return (this.#byClient.get(client)?.get(name)?.times ?? 1) > 1;
  }

  hasClient(client: string): boolean {
    return !this.#areKnown || this.#byClient.has(client);
  }

  kindOf(client: string): Kind {
    return this.#kinds.get(client);
  }

  /** What is wrong with an operation of `client` on this: a handle or a request means something to clients of its own kind. */
  strange({ client: owner, name }: NameReference, client: string): Mistaken | undefined {
    const [its, own] = [this.kindOf(owner), this.kindOf(client)];
    if (its === own) return undefined;
    const message = `${quote(name)} is that of ${owner}, ${clientOfKind(its)}, and ${client} is ${clientOfKind(own)}`;
    return { code: 'Q410', message };
  }

  /** What `text` stands for in `client`'s steps, or for everybody when that is undefined. */
  resolve(text: string, options: { readonly client: string | undefined; readonly kind: NameKind }): Resolved {
    const use = parseUse(text);
    if (use === undefined || !this.#areKnown) return { kind: 'unknowable' };
    const owner =
      use.client === undefined ? this.#ownerOf(use.name, options.client) : this.#namedOwner(use.client, use.name);
    if (typeof owner !== 'string') return { kind: 'unresolved', mistaken: owner };
    const known = this.#byClient.get(owner)?.get(use.name);
    const wrong = known === undefined ? undefined : misuse(use, known, options.kind);
    if (wrong !== undefined) return { kind: 'unresolved', mistaken: wrong };
    const { name } = use;
    // The first use of a name that is given once is that name.
    const instance = known !== undefined && known.times > 1 ? use.instance : undefined;
    return { kind: 'resolved', reference: { kind: 'reference', client: owner, name, instance } };
  }

  unknownClient(name: string): Mistaken {
    const message = `the scenario has no client ${quote(name)}`;
    return { code: 'Q406', message, suggestion: nearest(name, this.#byClient.keys()) };
  }

  /** A bare name is that of the client itself, or else of the only one that has it. */
  #ownerOf(name: string, client: string | undefined): string | Mistaken {
    if (client !== undefined && this.#byClient.get(client)?.has(name) === true) return client;
    const owners = [...this.#byClient].filter(([, known]) => known.has(name)).map(([owner]) => owner);
    if (owners.length === 1) return owners[0];
    if (owners.length === 0) return this.#unknown(name, client);
    const [first, second] = owners;
    const message = `${quote(name)} is a name of several clients: ${quote(`${first}.${name}`)}, ${quote(`${second}.${name}`)}`;
    return { code: 'Q405', message, suggestion: `${first}.${name}` };
  }

  #namedOwner(client: string, name: string): string | Mistaken {
    const known = this.#byClient.get(client);
    if (known === undefined) return this.unknownClient(client);
    if (known.has(name)) return client;
    const near = nearest(name, known.keys());
    const suggestion = near === undefined ? undefined : `${client}.${near}`;
    return { code: 'Q401', message: `${client} makes nothing of the name ${quote(name)}`, suggestion };
  }

  #unknown(name: string, client: string | undefined): Mistaken {
    const own = client === undefined ? undefined : this.#byClient.get(client);
    const all = [...this.#byClient.values()].flatMap((known) => [...known.keys()]);
    const suggestion = nearest(name, own?.keys() ?? []) ?? nearest(name, all);
    return { code: 'Q401', message: `nothing makes anything of the name ${quote(name)}`, suggestion };
  }
}

interface Use {
  readonly client?: string | undefined;
  readonly name: string;
  readonly instance?: number | undefined;
}

function parseUse(text: string): Use | undefined {
  const parts = /^(?:([\w-]+)\.)?([\w-]+)(?:\[([1-9]\d{0,8})\])?$/.exec(text);
  if (parts === null) return undefined;
  const [, client, name, instance] = parts;
  return { client, name, instance: instance === undefined ? undefined : Number(instance) };
}

function misuse({ name, instance }: Use, known: Known, kind: NameKind): Mistaken | undefined {
  if (known.kind !== kind && known.kind !== 'unknown') {
    return { code: 'Q403', message: `expected the name of a ${kind}, and ${quote(name)} is a ${known.kind}` };
  }
  if (instance === undefined || instance <= known.times) return undefined;
  const often = known.times === 1 ? 'once' : `${known.times} times`;
  return { code: 'Q408', message: `${quote(name)} is made ${often}, so there is no ${quote(`${name}[${instance}]`)}` };
}
