import test from 'ava';
import { commutes, conflicts, dependent, isRead, modeOf, objectOf, reads, writes, type Access } from './access';

const makers = { R: reads, W: writes, C: commutes } as const;
const modes = ['R', 'W', 'C'] as const;

/** Rows: whether two accesses of one object, in these modes, conflict. */
const table: Readonly<Record<string, boolean>> = {
  ...{ RR: false, RW: true, RC: true },
  ...{ WR: true, WW: true, WC: true },
  ...{ CR: true, CW: true, CC: false },
};

test('an access holds its object and its mode', (t) => {
  for (const object of [0, 1, 77, 2 ** 20]) {
    for (const mode of modes) {
      const access = makers[mode](object);
      t.deepEqual([objectOf(access), modeOf(access), isRead(access)], [object, mode, mode === 'R']);
    }
  }
});

for (const [pair, expected] of Object.entries(table)) {
  test(`${pair[0]} and ${pair[1]} ${expected ? 'conflict' : 'do not conflict'}, and on two objects nothing does`, (t) => {
    const [one, other] = [...pair].map((mode) => makers[mode as keyof typeof makers]);
    t.is(conflicts(one(5), other(5)), expected);
    t.false(conflicts(one(5), other(6)));
  });
}

const announcements: readonly (readonly [readonly Access[], readonly Access[], boolean])[] = [
  [[], [writes(1)], false],
  [[reads(1), reads(2)], [reads(2), writes(3)], false],
  [[reads(1), writes(2)], [reads(3), reads(2)], true],
];

for (const [i, [one, other, expected]] of announcements.entries()) {
  test(`announcements ${i} are ${expected ? 'dependent' : 'independent'}, either way round`, (t) => {
    t.is(dependent(one, other), expected);
    t.is(dependent(other, one), expected);
  });
}
