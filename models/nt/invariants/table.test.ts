import test from 'ava';
import fc from 'fast-check';
import { Members, Table } from './table';

/** Sets, asks for and deletes some of so many keys, and clears now and then: often enough that few become many and few again. */
const deeds = fc.array(
  fc.record({
    does: fc.constantFrom('set', 'set', 'set', 'get', 'delete', 'delete', 'clear'),
    key: fc.nat({ max: 14 }),
    value: fc.nat({ max: 3 }),
  }),
  { maxLength: 60 },
);

test('a table does what a map does, and keeps its order', (t) => {
  fc.assert(
    fc.property(deeds, (all) => {
      const table = new Table<string, number>();
      const map = new Map<string, number>();
      for (const { does, key, value } of all) {
        const name = `key ${key}`;
        if (does === 'set') {
          table.set(name, value);
          map.set(name, value);
        } else if (does === 'delete') t.is(table.delete(name), map.delete(name));
        else if (does === 'clear') {
          table.clear();
          map.clear();
        }
        t.is(table.get(name), map.get(name));
        t.is(table.has(name), map.has(name));
        t.is(table.size, map.size);
      }
      t.deepEqual([...table], [...map]);
      t.deepEqual([...table.keys()], [...map.keys()]);
      t.deepEqual([...table.values()], [...map.values()]);
    }),
  );
});

test('members are in once, in the order in which they came, and what goes while they are gone through is seen', (t) => {
  const members = new Members<number>();
  for (const one of [3, 1, 3, 2]) members.add(one);
  const seen: number[] = [];
  for (const one of members) {
    seen.push(one);
    members.delete(2);
  }
  t.deepEqual(seen, [3, 1, 2]);
  t.deepEqual([...members], [3, 1]);
  t.is(members.size, 2);
  members.clear();
  t.false(members.has(3));
});
