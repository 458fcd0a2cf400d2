/** What of an ACCESS_MASK the model tells apart, and what of share access. To read a directory is to list it (FILE_LIST_DIRECTORY). */
export const ACCESS = { read: 1, write: 2, delete: 4 } as const;

export type AccessName = keyof typeof ACCESS;

export const ALL_ACCESS = ACCESS.read | ACCESS.write | ACCESS.delete;
