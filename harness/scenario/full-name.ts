import type { NameReference } from './scenario';

/** By reference, which is one place of the file: a short run should not pay for putting these together. */
const NAMES = new WeakMap<NameReference, string>();

/** What a reference names, whichever use of it: `alice.n1`. */
export function nameOf(reference: NameReference): string {
  let name = NAMES.get(reference);
  if (name === undefined) NAMES.set(reference, (name = `${reference.client}.${reference.name}`));
  return name;
}

/** How reports call what a name stands for: `alice.n1`, `alice.n1[3]`. */
export function fullName(reference: NameReference): string {
  const { instance } = reference;
  return instance === undefined ? nameOf(reference) : `${nameOf(reference)}[${instance}]`;
}
