// Loads on a server that exists in name only: what invariants over long runs are told, without the system that tells it.
import { Name, type Judge, type Violation } from '../../../harness/sim';
import { Streams, type Stream } from '../../../harness/sim/random';
import type { ServerRequest } from '../events';
import type { Block } from '../ex/block';
import type { PoolTag } from '../ex/tags';
import type { Irp } from '../io/irp';
import type { poolNoGrowth } from './pool-no-growth';

type Listener = ReturnType<typeof poolNoGrowth.create>;

/** What clients do to the server, and what it loses by that. */
export interface LoadPlan {
  readonly cycles: number;
  /** Requests that are under way at once, at most. */
  readonly atOnce: number;
  /** After how many cycles, about, somebody connects, opens a file, pends a request, or does the opposite; 0: nobody ever does. */
  readonly changesEvery: number;
  /** Of such changes, how many of ten are for more. */
  readonly upOfTen: number;
  /** One cycle of this many loses a block; 0: none. */
  readonly leaksEvery: number;
  /** So many watchers come to hold a buffer each, one after another. */
  readonly fills?: number;
}

/** Clients, files and requests that come and go as planned, and the blocks that they take. */
export class LoadedServer {
  readonly #violations: string[] = [];
  readonly #listener: Listener;
  readonly #draw: Stream;
  readonly #underWay: { readonly request: ServerRequest; readonly blocks: readonly Block[] }[] = [];
  readonly #pended: { readonly request: ServerRequest; readonly blocks: readonly Block[] }[] = [];
  readonly #held: { readonly kind: 'client' | 'file'; readonly blocks: readonly Block[] }[] = [];
  #contexts = 0;

  constructor(
    make: (judge: Judge) => Listener,
    seed: string,
    readonly plan: LoadPlan,
  ) {
    const streams = new Streams();
    streams.begin({ root: seed, scenario: 'loads', run: 0 });
    this.#draw = streams.get(Name.of('load'));
    this.#listener = make({
      step: 0,
      now: 0,
      task: 'nobody',
      violate: ({ message }: Omit<Violation, 'invariant' | 'number'>) => void this.#violations.push(message),
      exercised: () => undefined,
    });
    this.#listener.reset();
  }

  /** Everything as planned; what was found at the end. */
  run(): readonly string[] {
    const { cycles, atOnce, changesEvery, leaksEvery, fills = 0 } = this.plan;
    for (let i = 0; i < 3; i++) this.#connect();
    for (let i = 0; i < 4; i++) this.#open();
    for (let done = 0; done < cycles;) {
      if (changesEvery > 0 && this.#draw.below(changesEvery) === 0) this.#change();
      if (this.#underWay.length < 1 + this.#draw.below(atOnce)) this.#underWay.push(this.#request());
      else {
        const [answered] = this.#underWay.splice(this.#draw.below(this.#underWay.length), 1);
        this.#answer(answered);
        if (leaksEvery > 0 && this.#draw.below(leaksEvery) === 0) this.#allocate('FSrt', 4096);
        done++;
        if (fills > 0 && done % Math.floor(cycles / fills) === 0) this.#allocate('FSrt', 4096);
      }
    }
    this.#listener.atIdle?.();
    return this.#violations;
  }

  #change(): void {
    const up = this.#draw.below(10) < this.plan.upOfTen;
    const what = this.#draw.below(3);
    if (what === 0 && up) this.#connect();
    else if (what === 1 && up) this.#open();
    else if (what === 2 && up && this.#pended.length < 50) this.#pended.push(this.#request());
    else if (what === 2 && !up) this.#answer(this.#pended.shift());
    else if (!up) this.#letGo();
  }

  #connect(): void {
    this.#held.push({ kind: 'client', blocks: [this.#allocate('LScn', 400), this.#allocate('LSss', 120)] });
    this.#listener.connected?.(1);
  }

  #open(): void {
    this.#held.push({ kind: 'file', blocks: [this.#allocate('FatC', 72), this.#allocate('FSrt', 48)] });
    this.#listener.irpCompleted?.(irp('CREATE'), undefined as never);
  }

  #letGo(): void {
    if (this.#held.length < 2) return;
    const [{ kind, blocks }] = this.#held.splice(this.#draw.below(this.#held.length), 1);
    for (const block of blocks) this.#free(block);
    if (kind === 'client') this.#listener.connected?.(-1);
    else this.#listener.irpCompleted?.(irp('CLEANUP'), undefined as never);
  }

  #request(): { readonly request: ServerRequest; readonly blocks: readonly Block[] } {
    // A work context that was needed once is kept for the next request.
    const inUse = this.#underWay.length + this.#pended.length + 1;
    if (inUse > this.#contexts) {
      this.#contexts = inUse;
      this.#allocate('LSwn', 512);
    }
    const request = { label: 'request' } as ServerRequest;
    this.#listener.requestAccepted?.(request);
    const blocks = [this.#allocate('LStr', 128 + 64 * this.#draw.below(64)), this.#allocate('Irp ', 256)];
    return { request, blocks: this.#draw.below(2) === 0 ? blocks : [...blocks, this.#allocate('FSrt', 4096)] };
  }

  #answer(answered: { readonly request: ServerRequest; readonly blocks: readonly Block[] } | undefined): void {
    if (answered === undefined) return;
    for (const block of answered.blocks) this.#free(block);
    this.#listener.requestForgotten?.(answered.request);
  }

  #allocate(tag: PoolTag, bytes: number): Block {
    const block = { tag, bytes, site: 'test', handOvers: [], firstOwner: { label: 'test' }, owner: { label: 'test' } };
    const whole = { ...block, state: 'live', step: 0, ticks: 0, task: 'test', label: 'test block' } as unknown as Block;
    this.#listener.poolAllocated?.(whole);
    return whole;
  }

  #free(block: Block): void {
    this.#listener.poolFreed?.(block, 'test');
    block.state = 'freed';
  }
}

function irp(major: 'CREATE' | 'CLEANUP'): Irp {
  return { stack: [{ major }], ioStatus: 'STATUS_SUCCESS' } as unknown as Irp;
}
