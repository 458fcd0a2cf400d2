import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import type * as Tty from 'node:tty';
import type { Output } from './surroundings';

/**
 * A standard output of this process. Written to at once, as Node writes to files, terminals and pipes too, but without its
 * streams, which take milliseconds to load.
 */
export function standardOutput(descriptor: 1 | 2): Output {
  let isOpen = true;
  return {
    get isTerminal() {
      return isTerminal(descriptor);
    },
    write: (text) => {
      for (let left: Uint8Array = Buffer.from(text); isOpen && left.length > 0;) {
        const written = tryToWrite(descriptor, left);
        if (written === 'closed') isOpen = false;
        else left = left.subarray(written);
      }
    },
  };
}

/** How many bytes were taken. Whoever reads us may stop reading (`| head`): what they do not want is no error. */
function tryToWrite(descriptor: number, bytes: Uint8Array): number | 'closed' {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return 'closed';
    // A pipe that somebody has told not to block is full: its reader gets a moment.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return 0;
  }
}

function isTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isCharacterDevice()) return false;
    // Where nothing is read; on Windows the numbers of devices do not tell.
    if (process.platform !== 'win32' && stat.rdev === statSync(devNull).rdev) return false;
    return (module.require('node:tty') as typeof Tty).isatty(descriptor);
  } catch {
    return false; // it is not even open
  }
}
