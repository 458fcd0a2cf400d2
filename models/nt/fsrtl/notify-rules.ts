import type { Fields } from '../../../harness/sim';
import { bySettings, type NtWorld } from '../world';

/** What public sources leave open about the package, each a setting of the system. The default is what is supported best. */
export const NOTIFY_SETTINGS = {
  'fsrtl.capacity': {
    type: 'choice',
    of: ['least', 'active'],
    default: 'least',
    doc:
      'what fits while a request is pended: the least of its own buffer and that of the first request on its handle (Samba 11f25834203, ' +
      'tested against Windows), or its own alone (ReactOS)',
  },
  'fsrtl.zero-length': {
    type: 'choice',
    of: ['lost', 'remembered'],
    default: 'lost',
    doc:
      'changes between the requests on a handle whose first request had no buffer: lost (ReactOS), or the next request is told to ' +
      'enumerate',
  },
  'fsrtl.after-overflow': {
    type: 'choice',
    of: ['lost', 'buffered'],
    default: 'lost',
    doc:
      'changes between an overflow and the request that is told of it: covered by that (sdk-api: "the entire contents of the buffer ' +
      'are discarded"; ReactOS), or buffered again',
  },
  'fsrtl.enum-dir': {
    type: 'choice',
    of: ['clears', 'keeps'],
    default: 'clears',
    doc:
      'what is buffered when a request is told to enumerate: dropped (smb2.valid-req, tested against Windows), or kept for a later ' +
      'request that is large enough (MS-FSA is silent)',
  },
  'fsrtl.own-directory': {
    type: 'choice',
    of: ['untold', 'told'],
    default: 'untold',
    doc:
      'a change of the watched directory itself: none of its own watch (raw.notify basedir; sdk-api), or told with an empty name ' +
      '(MS-FSA 2.1.4.1)',
  },
  'fsrtl.filter': {
    type: 'choice',
    of: ['applies', 'ignored'],
    default: 'applies',
    doc:
      'the completion filter of a request: it applies (MS-FSA, MS-SMB2; raw.notify mask), or every change is told ("not just those ' +
      'matching", MS-CIFS 2.2.7.4)',
  },
} as const satisfies Fields;

/** The answers of one system. */
export class NotifyRules {
  readonly leastCapacity: boolean;
  readonly remembersZeroLength: boolean;
  readonly buffersAfterOverflow: boolean;
  readonly enumDirKeeps: boolean;
  readonly tellsOwnDirectory: boolean;
  readonly filterApplies: boolean;

  constructor(world: NtWorld) {
    const is = (key: keyof typeof NOTIFY_SETTINGS, answer: string): boolean => world.text(key) === answer;
    this.leastCapacity = is('fsrtl.capacity', 'least');
    this.remembersZeroLength = is('fsrtl.zero-length', 'remembered');
    this.buffersAfterOverflow = is('fsrtl.after-overflow', 'buffered');
    this.enumDirKeeps = is('fsrtl.enum-dir', 'keeps');
    this.tellsOwnDirectory = is('fsrtl.own-directory', 'told');
    this.filterApplies = is('fsrtl.filter', 'applies');
  }
}

export const notifyRulesOf = bySettings((world) => new NotifyRules(world));
