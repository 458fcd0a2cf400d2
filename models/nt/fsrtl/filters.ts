/** FILE_NOTIFY_CHANGE_*, as scenarios spell them (MS-FSCC; those of streams are newer than NT 3.51). */
export const FILTERS = {
  'file-name': 0x1,
  'dir-name': 0x2,
  attributes: 0x4,
  size: 0x8,
  'last-write': 0x10,
  'last-access': 0x20,
  creation: 0x40,
  ea: 0x80,
  security: 0x100,
  'stream-name': 0x200,
  'stream-size': 0x400,
  'stream-write': 0x800,
  /** All bits that mean nothing, at once. */
  reserved: 0xfffff000 | 0,
} as const;

export type FilterName = keyof typeof FILTERS;

/** FILE_ACTION_*, as reports and expectations spell them; NONE is what the oldest form of report says. */
export type FileAction = 'NONE' | 'ADDED' | 'REMOVED' | 'MODIFIED' | 'RENAMED_OLD_NAME' | 'RENAMED_NEW_NAME';
