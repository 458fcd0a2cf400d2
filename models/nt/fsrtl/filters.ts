/** FILE_NOTIFY_CHANGE_*, as scenarios spell them. */
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
} as const;

export type FilterName = keyof typeof FILTERS;

/** FILE_ACTION_*, as reports and expectations spell them. */
export type FileAction = 'ADDED' | 'REMOVED' | 'MODIFIED' | 'RENAMED_OLD_NAME' | 'RENAMED_NEW_NAME';
