import { hexOf } from '../../sim/hex';
import { hashText } from '../../sim/name';

const LENGTH_MAX = 100;

/** Any text as the name of one file or folder, on every system: readable, and different for different texts. */
export function fileName(text: string): string {
  const plain = text.replace(/[^\w.=+@-]+/g, '_').replace(/^[.]+|[.]+$/g, '_');
  if (plain === text && plain.length > 0 && plain.length <= LENGTH_MAX) return plain;
  const hash = hexOf(hashText(text));
  return `${plain.slice(0, LENGTH_MAX)}-${hash}`;
}
