import type { Invariant, Judge, SharedObject } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { FileObject } from '../io/file-object';
import { SrvBlock } from '../srv/srv-block';
import { Table } from './table';

export const referencesBalanced: Invariant<NtEvents> = {
  id: 'references.balanced',
  number: 'I-15',
  statement:
    'References to file objects, RFCBs, tree connects, sessions and connections are given back as often as they are taken; one that has been closed has none when the system is idle.',
  source: 'DDK ObReferenceObject; rules of CLEANUP and CLOSE',
  create(judge) {
    const counts = new Table<SharedObject, number>();
    return {
      reset: () => {
        counts.clear();
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
      atIdle: () => {
        for (const [object, count] of counts) {
          if (hasEnded(object)) kept(judge, object, count, 'it has been closed, the system is idle, and');
        }
      },
      atRest: () => {
        for (const [object, count] of counts) kept(judge, object, count, 'at rest');
      },
    };
  },
};

/** Whether nobody can call for it any more: whoever had a reference was doing something with it. */
function hasEnded(object: SharedObject): boolean {
  return object instanceof SrvBlock ? object.closing : object instanceof FileObject && object.cleanupComplete;
}

function kept(judge: Judge, object: SharedObject, count: number, when: string): void {
  judge.violate({
    class: 'leak',
    message: `${when} ${object.label} still has ${count} references`,
    place: object.label.split(' ').slice(0, 2).join(' '),
    shape: 'reference kept',
    about: { kind: 'objects', objects: [object.object] },
  });
}
