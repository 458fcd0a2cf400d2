import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** The first letters of every short form; the digit is the version of what follows. */
const MARK = 'qc1.';
/** More than any run has, and little enough to be unpacked. */
const BYTES_MAX = 16 * 1024 * 1024;

/** A run as short as it can be pasted: its choices without names. */
export interface ShortTrace {
  readonly timed: boolean;
  /** Of the run: 16 hexadecimal digits. */
  readonly hash: string;
  readonly choices: readonly { readonly value: number; readonly count: number }[];
}

/** "qc1." and letters that no shell has to be kept from. The plainest choices at its end are left out. */
export function shortForm({ timed, hash, choices }: ShortTrace): string {
  const bytes = [timed ? 1 : 0, ...Buffer.from(hash, 'hex')];
  const length = choices.findLastIndex(({ value }) => value > 0) + 1;
  // All values, then all counts: like beside like packs better.
  for (const { value } of choices.slice(0, length)) addVarint(bytes, value);
  const counts: number[] = [];
  for (const { count } of choices.slice(0, length)) addVarint(counts, count);
  const head: number[] = [];
  addVarint(head, length);
  return MARK + deflateRawSync(Buffer.from([...head, ...bytes, ...counts]), { level: 9 }).toString('base64url');
}

/** A trace from its short form, or why it is none. */
export function readShortForm(text: string): ShortTrace | string {
  if (!text.startsWith(MARK)) return `expected the short form of a run, which begins with ${MARK}`;
  let bytes: Buffer;
  try {
    bytes = inflateRawSync(Buffer.from(text.slice(MARK.length), 'base64url'), { maxOutputLength: BYTES_MAX });
  } catch {
    return 'the short form of the run is damaged: was all of it pasted?';
  }
  const reader = new Reader(bytes);
  const length = reader.varint();
  const timed = reader.byte() === 1;
  const hash = Array.from({ length: 8 }, () => reader.byte().toString(16).padStart(2, '0')).join('');
  if (length > bytes.length) return 'the short form of the run is damaged: was all of it pasted?';
  const values = Array.from({ length }, () => reader.varint());
  const choices = values.map((value) => ({ value, count: reader.varint() }));
  const isWhole = reader.isAtEnd && choices.every(({ value, count }) => value < count);
  return isWhole ? { timed, hash, choices } : 'the short form of the run is damaged: was all of it pasted?';
}

function addVarint(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
}

/** Past the end it reads zeros, and says so. */
class Reader {
  #at = 0;

  constructor(readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at === this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.#at++] ?? 0;
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  }
}
