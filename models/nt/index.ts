import type { Model } from '../../harness/sim';
import { DEFECTS } from './defects';
import { NT_EVENTS, type NtEvents } from './events';
import { ALLOCATION_MARK_DOCS } from './ex/marks';
import { POOL_ALLOCATE } from './ex/pool';
import { QUOTA_CHARGE } from './ex/quota';
import { BETWEEN_NAMES } from './fsd/set-information';
import { MARK_DOCS } from './fsrtl/marks';
import { FSRTL_POINTS } from './fsrtl/points';
import { INVARIANTS } from './invariants';
import { IO_MARK_DOCS } from './io/marks';
import { IO_POINTS } from './io/points';
import { PREEMPTION } from './ke/preemption';
import type { NativeClient } from './native/client';
import { NATIVE_OPERATIONS } from './native/operations';
import { SERVICE_ENTERED } from './ps/process';
import { checkSettings, SETTINGS } from './settings';
import { ACTIONS } from './smb/actions';
import type { SmbClient } from './smb/client';
import { REQUEST_SENT, RESPONSE_SENT } from './smb/link';
import { SMB_MARK_DOCS } from './smb/marks';
import { OPERATIONS } from './smb/operations';
import { SRV_MARK_DOCS } from './srv/marks';
import { SRV_POINTS } from './srv/points';
import { NT_STATUSES } from './status';
import { NtSystem } from './system';

/** Windows NT's SMB server, I/O manager and directory change notification. */
export const model: Model<SmbClient | NativeClient, NtSystem, NtEvents> = {
  name: 'nt',
  version: '1',
  doc: 'Windows NT: SRV.SYS, the I/O manager, the notify package of FsRtl and a FASTFAT-like file system',
  settings: SETTINGS,
  operations: OPERATIONS,
  clientKinds: {
    native: {
      doc: 'A program on the server’s own machine, which calls the I/O manager: what ReadDirectoryChangesW is made of.',
      operations: NATIVE_OPERATIONS,
    },
  },
  faultPoints: [
    PREEMPTION,
    POOL_ALLOCATE,
    QUOTA_CHARGE,
    SERVICE_ENTERED,
    ...IO_POINTS,
    ...FSRTL_POINTS,
    BETWEEN_NAMES,
    ...SRV_POINTS,
    REQUEST_SENT,
    RESPONSE_SENT,
  ],
  actions: ACTIONS,
  statuses: NT_STATUSES,
  marks: Object.entries({
    ...IO_MARK_DOCS,
    ...MARK_DOCS,
    ...ALLOCATION_MARK_DOCS,
    ...SRV_MARK_DOCS,
    ...SMB_MARK_DOCS,
  }).map(([id, doc]) => ({ id, doc })),
  events: NT_EVENTS,
  invariants: INVARIANTS,
  defects: DEFECTS,
  exhibits: {
    'pool-paged-bytes': 'Memory\\Pool Paged Bytes over virtual time, as perfmon draws it',
    poolmon: 'allocations, frees and bytes by tag, as poolmon shows them',
    'server-pool-paged-bytes':
      'Server\\Pool Paged Bytes over virtual time: what SRV itself has, without what it was given',
    balance:
      'everything that is taken for notify requests: how often it was taken and given back, and what is out at the end',
    'server-counters': 'counters of perfmon’s Server object at the end',
    'event-log': 'what SRV wrote to the system log',
  },
  focuses: {
    notify: {
      doc: 'operations on notify structures and their buffers: what guards them, and cancel routines',
      objects: ['notify sync of', 'cancel spin lock'],
    },
  },
  check: checkSettings,
  create: (world) => new NtSystem(world),
};
