import type { Invariant, SharedObject } from '../../../harness/sim';
import type { NtEvents } from '../events';

export const referencesBalanced: Invariant<NtEvents> = {
  id: 'references.balanced',
  number: 'I-15',
  statement:
    'References to file objects, RFCBs, tree connects, sessions and connections are given back as often as they are taken.',
  source: 'DDK ObReferenceObject; rules of CLEANUP and CLOSE',
  create(judge) {
    let counts = new Map<SharedObject, number>();
    return {
      reset: () => {
        if (counts.size > 0) counts = new Map();
      },
      referenced: (object, by) => {
        judge.exercised();
        const count = (counts.get(object) ?? 0) + by;
        if (count === 0) counts.delete(object);
        else counts.set(object, count);
        if (count >= 0) return;
        judge.violate({
          class: 'safety',
          message: `one reference too many to ${object.label} is given back`,
          place: 'dereference',
          shape: 'too many given back',
        });
      },
      atRest: () => {
        for (const [object, count] of counts) {
          judge.violate({
            class: 'leak',
            message: `at rest ${object.label} still has ${count} references`,
            place: object.label.split(' ').slice(0, 2).join(' '),
            shape: 'reference kept',
            about: { kind: 'objects', objects: [object.object] },
          });
          return;
        }
      },
    };
  },
};
