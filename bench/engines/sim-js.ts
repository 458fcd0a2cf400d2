/** W on sim.js: a lock is a buffer that holds one token; all else are timers. It keeps no hash and records no choices. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { benchFolder } from '../folders';
import { BLOCK_BYTES, Latencies, lockOf, type Result, type Size } from '../workload';

interface Request {
  done(callback: () => void, context: object): Request;
}
interface Sim {
  addEntity(type: typeof Entity, name: string, ...values: unknown[]): unknown;
  simulate(endTicks: number): boolean;
  time(): number;
}
interface Tokens {
  readonly name: string;
}
interface Library {
  readonly Sim: new () => Sim;
  readonly Buffer: new (name: string, capacity: number, initial: number) => Tokens;
  readonly Entity: new (sim: Sim, name: string) => EntityMethods;
}
interface EntityMethods {
  setTimer(ticks: number): Request;
  getBuffer(tokens: Tokens, count: number): Request;
  putBuffer(tokens: Tokens, count: number): Request;
}

/** The package is a bundle for browsers: what it evaluates to is its own `require`, and its entry is module 7. */
function load(): Library {
  const file = createRequire(`${benchFolder}/package.json`).resolve('simjs');
  const bundle = runInThisContext(readFileSync(file, 'utf8')) as (module: number) => Library;
  return bundle(7);
}

const { Sim, Buffer, Entity } = load();

interface World {
  readonly size: Size;
  readonly locks: readonly Tokens[];
  bytes: number;
  peakBytes: number;
  events: number;
}

class Actor extends Entity {
  #world!: World;
  #latencies!: Latencies;
  #index = 0;
  #round = 0;

  start(world: World, run: number, index: number): void {
    this.#world = world;
    this.#index = index;
    this.#latencies = new Latencies(world.size, run, index);
    this.#startRound();
  }

  #startRound(): void {
    if (this.#round < this.#world.size.rounds) this.#after(this.#thought);
  }

  #after(then: () => void): void {
    this.setTimer(this.#latencies.draw()).done(then, this);
  }

  get #lock(): Tokens {
    return this.#world.locks[lockOf(this.#index, this.#round, this.#world.size)];
  }

  #thought(): void {
    this.#world.events++;
    this.getBuffer(this.#lock, 1).done(this.#locked, this);
  }

  #locked(): void {
    this.#world.events++;
    this.#after(this.#allocated);
  }

  #allocated(): void {
    const world = this.#world;
    world.events++;
    world.bytes += BLOCK_BYTES;
    if (world.bytes > world.peakBytes) world.peakBytes = world.bytes;
    this.#after(this.#held);
  }

  #held(): void {
    this.#world.events++;
    this.#after(this.#released);
  }

  #released(): void {
    this.#world.events++;
    this.putBuffer(this.#lock, 1);
    this.#after(this.#freed);
  }

  #freed(): void {
    this.#world.events++;
    this.#world.bytes -= BLOCK_BYTES;
    this.#round++;
    this.#startRound();
  }
}

export function run(size: Size, index: number): Result {
  const sim = new Sim();
  const locks = Array.from({ length: size.actors }, (_, i) => new Buffer(`lock ${i}`, 1, 1));
  const world: World = { size, locks, bytes: 0, peakBytes: 0, events: 0 };
  for (let i = 0; i < size.actors; i++) sim.addEntity(Actor, `actor ${i}`, world, index, i);
  sim.simulate(Number.MAX_SAFE_INTEGER);
  if (world.bytes !== 0) throw new Error(`${world.bytes} bytes left`);
  return { events: world.events, endTicks: sim.time() };
}
