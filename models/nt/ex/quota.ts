import { call, Name, Operation, SharedObject, writes, type FaultPoint, type Routine } from '../../../harness/sim';
import { NtException } from '../status';
import type { NtWorld } from '../world';
import { QUOTA_CHARGED } from './marks';

export const QUOTA_CHARGE: FaultPoint = {
  id: 'ex.quota.charge',
  doc: 'PsChargePoolQuota: charging a process for paged pool raises, as if its quota were used up.',
  subjects: ['process', 'bytes'],
  admits: ['fail'],
  statuses: ['STATUS_QUOTA_EXCEEDED'],
};

const CHARGE = Name.of('ex.quota.charge');

/** A process, as far as it is charged for pool. While nothing is refused, nobody looks at what it is charged. */
export class Process extends SharedObject {
  chargedBytes = 0;
  readonly #limitBytes: number | undefined;
  readonly #charge: Operation;

  constructor(
    readonly world: NtWorld,
    readonly label: string,
    limitBytes: number | undefined,
  ) {
    super(world.kernel);
    this.#limitBytes = limitBytes;
    this.#charge = new Operation(CHARGE, [writes(this.object)]);
  }

  /** PsChargePoolQuota: raises STATUS_QUOTA_EXCEEDED. */
  *chargeQuota(bytes: number): Routine {
    if (this.world.faults.watches(QUOTA_CHARGE)) {
      const verdict = yield* call(this.world.faults.pass(QUOTA_CHARGE, { process: this.label, bytes }));
      if (verdict !== undefined) this.#refuse(bytes);
    }
    if (this.#limitBytes !== undefined) {
      yield this.#charge;
      if (this.chargedBytes + bytes > this.#limitBytes) this.#refuse(bytes);
    }
    this.tally('chargedBytes', bytes);
    this.world.kernel.mark(QUOTA_CHARGED);
    this.world.events.quotaCharged(this, bytes);
  }

  #refuse(bytes: number): never {
    this.world.events.quotaRefused(this, bytes);
    throw new NtException('STATUS_QUOTA_EXCEEDED');
  }

  /** PsReturnPoolQuota. */
  returnQuota(bytes: number): void {
    this.tally('chargedBytes', -bytes);
    this.world.events.quotaReturned(this, bytes);
  }
}
