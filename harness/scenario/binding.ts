import { Name, Operation, reads, SharedObject, writes, type Kernel, type Reference } from '../sim';
import type { NameUse } from './name-uses';

const LOOK = Name.of('client.look-up');
const BIND = Name.of('client.bind');

/** What a use of a name has made. */
interface Made {
  /** The number of the use, counted from 1. */
  readonly use: number;
  readonly thing: Reference;
}

/** A name of a client's in one run: everything that it has stood for. */
export class Binding extends SharedObject {
  /** How often it was used, whether or not that made something. */
  uses = 0;
  /** The latest last. */
  readonly made: Made[] = [];
  readonly #use: NameUse;
  readonly #look: Operation;
  readonly #bind: Operation;

  constructor(kernel: Kernel, use: NameUse) {
    super(kernel);
    this.#use = use;
    this.#look = new Operation(LOOK, [reads(this.object)]);
    this.#bind = new Operation(BIND, [writes(this.object)]);
  }

  get label(): string {
    return `name ${this.#use.client}.${this.#use.name}`;
  }

  /** What a task announces before it looks at what the name stands for; undefined where only that task gives it. */
  lookedUpBy(task: string): Operation | undefined {
    return this.#use.givenBy === task ? undefined : this.#look;
  }

  /** What a task announces before it counts its use of the name; undefined where only that task gives it. */
  get count(): Operation | undefined {
    return this.#use.givenBy === undefined ? this.#bind : undefined;
  }

  /** What a task announces before it gives the name; undefined where no other task has to do with it. */
  get bind(): Operation | undefined {
    return this.#use.isShared ? this.#bind : undefined;
  }

  get isKept(): boolean {
    return this.#use.isReferredTo;
  }

  /** What the name stands for now, or what its `use` has made; undefined while there is nothing. */
  find(use: number | undefined): Reference | undefined {
    const found = use === undefined ? this.made.at(-1) : this.made.find((one) => one.use === use);
    return found?.thing;
  }
}
