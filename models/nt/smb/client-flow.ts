import type { SmbCommand, SmbRequest, SmbResponse } from '../srv/message';
import type { NtWorld } from '../world';

/** A request's place among those under way: the words of its header that come from it. */
export type Place = Pick<SmbRequest, 'mid' | 'creditCharge' | 'creditRequest'>;

/** A client's side of the limit on its requests. Part of the client's state. */
export interface ClientFlow {
  /** A place for a request; undefined when it must wait. */
  admit(body: SmbCommand): Place | undefined;
  /** A response has come, final or interim. */
  answered(response: SmbResponse, isFinal: boolean): void;
  /** There is no place for any request. */
  readonly isFull: boolean;
  /** Whether nothing overtakes what waits. */
  readonly isStrict: boolean;
}

export function clientFlow(world: NtWorld): ClientFlow {
  return world.text('dialect') === 'smb2' ? new CreditFlow() : new MpxFlow(world.number('smb.mpx-kept'));
}

/**
 * SMB1: as many requests may be unanswered as the server has said (MaxMpxCount), one before it has. Notify requests leave some of the slots
 * to the others (setting `smb.mpx-kept`), which may overtake them.
 */
class MpxFlow implements ClientFlow {
  readonly isStrict = false;
  #limit = 1;
  #used = 0;
  #nextMid = 1;

  constructor(readonly kept: number) {}

  get isFull(): boolean {
    return this.#used >= this.#limit;
  }

  admit({ command }: SmbCommand): Place | undefined {
    const limit = command === 'NT_TRANSACT_NOTIFY_CHANGE' ? this.#limit - this.kept : this.#limit;
    if (this.#used >= limit) return undefined;
    this.#used++;
    return { mid: this.#nextMid++ };
  }

  answered({ mpxCount }: SmbResponse): void {
    this.#used--;
    this.#limit = mpxCount ?? this.#limit;
  }
}

/** What one credit pays for (MS-SMB2 3.1.5.2). */
const CREDIT_BYTES = 65_536;
/** How many credits a client asks for with each request. */
const CREDITS_ASKED = 32;

/** SMB2: a credit is a MessageId, to be used once, in order (MS-SMB2 3.2.4.1.6). */
class CreditFlow implements ClientFlow {
  readonly isStrict = true;
  #nextMid = 0;
  #end = 1;

  get isFull(): boolean {
    return this.#nextMid >= this.#end;
  }

  admit(body: SmbCommand): Place | undefined {
    const creditCharge = Math.max(1, Math.ceil(payloadBytes(body) / CREDIT_BYTES));
    if (this.#nextMid + creditCharge > this.#end) return undefined;
    const mid = this.#nextMid;
    this.#nextMid += creditCharge;
    return { mid, creditCharge, creditRequest: Math.max(creditCharge, CREDITS_ASKED) };
  }

  answered({ credits = 0 }: SmbResponse): void {
    this.#end += credits;
  }
}

/** What goes one way or the other. */
function payloadBytes(body: SmbCommand): number {
  if (body.command === 'WRITE') return body.bytes;
  return body.command === 'NT_TRANSACT_NOTIFY_CHANGE' ? body.maxParameterCount : 0;
}
