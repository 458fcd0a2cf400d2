/**
 * Every pool tag of the model. Names of LS*, FS* and Fat* as in Microsoft's pooltag.txt (Windows Server 2003 Resource Kit);
 * which of the FsRtl tags NT 3.51 used for what is not known, except that the KB names FSrt.
 */
export const TAG = {
  /** Catch-all of the file system run time: the change buffer, and file locks. */
  fsRtl: 'FSrt',
  /** Notify structure. */
  notifyChange: 'FSrN',
  /** NOTIFY_SYNC. A name of this model's. */
  notifySync: 'FSNS',
  fatCcb: 'FatC',
  fatFcb: 'FatF',
  fatName: 'Fatn',
  /** Captured security context of a subject. A name of this model's. */
  subjectContext: 'SeSu',
  event: 'Even',
  irp: 'Irp ',
  mdl: 'Mdl ',
  file: 'File',
  /** System buffer that a request comes with. */
  ioBuffer: 'Io  ',
  srvConnection: 'LScn',
  srvSession: 'LSss',
  srvTreeConnect: 'LStc',
  srvRfcb: 'LSrf',
  srvTransaction: 'LStr',
  /** Of a driver that is no part of this model. */
  other: 'Othr',
  /** Work contexts made at start-up, and those made on demand. */
  srvInitialWorkContext: 'LSwi',
  srvNormalWorkContext: 'LSwn',
  srvRawWorkContext: 'LSwr',
  srvBufferDescriptor: 'LSbf',
  srvDataBuffer: 'LSdb',
} as const;

export type PoolTag = (typeof TAG)[keyof typeof TAG];
