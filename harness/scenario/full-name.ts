import type { NameReference } from './scenario';

/** How reports call what a name stands for: `alice.n1`, `alice.n1[3]`. */
export function fullName({ client, name, instance }: NameReference): string {
  return `${client}.${name}${instance === undefined ? '' : `[${instance}]`}`;
}
