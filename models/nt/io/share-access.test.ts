import test from 'ava';
import { ACCESS, ALL_ACCESS } from './access';
import { ShareAccess, type Sharing } from './share-access';

const { read, write } = ACCESS;

/** An open that is there, one that comes, and whether it is admitted: IoCheckShareAccess looks at both sides. */
const pairs: readonly (readonly [there: Sharing, comes: Sharing, admitted: boolean])[] = [
  [{ access: read, share: ALL_ACCESS }, { access: ALL_ACCESS, share: ALL_ACCESS }, true],
  [{ access: read, share: read }, { access: read, share: read }, true],
  [{ access: read, share: read }, { access: write, share: ALL_ACCESS }, false],
  [{ access: read, share: read }, { access: ACCESS.delete, share: ALL_ACCESS }, false],
  [{ access: write, share: ALL_ACCESS }, { access: read, share: read }, false],
  [{ access: write, share: ALL_ACCESS }, { access: read, share: read | write }, true],
  [{ access: read, share: 0 }, { access: 0, share: 0 }, true],
  [{ access: 0, share: 0 }, { access: ALL_ACCESS, share: 0 }, true],
];

for (const [there, comes, admitted] of pairs) {
  test(`beside ${say(there)}, ${say(comes)} is ${admitted ? 'admitted' : 'refused'}`, (t) => {
    const all = new ShareAccess();
    all.add(there);
    t.is(all.admits(comes), admitted);
    all.remove(there);
    t.true(all.admits(comes), 'nothing is left of an open that has gone');
  });
}

test('one of two equal opens that goes leaves the other', (t) => {
  const all = new ShareAccess();
  const opens = [0, 1].map(() => ({ access: read, share: read }));
  for (const open of opens) all.add(open);
  all.remove(opens[0]);
  t.false(all.admits({ access: write, share: ALL_ACCESS }));
  all.remove(opens[0]);
  t.false(all.admits({ access: write, share: ALL_ACCESS }), 'it goes once');
});

function say({ access, share }: Sharing): string {
  return `access ${access} sharing ${share}`;
}
