import { TICKS, type Fields, type Settings, type SettingsProblem } from '../../harness/sim';
import { FSD_SETTINGS } from './fsd/closed-directories';
import { NOTIFY_SETTINGS } from './fsrtl/notify-rules';

/** What `system:` may say. */
export const SETTINGS: Fields = {
  version: {
    type: 'choice',
    of: ['reference', 'nt-3.51-sp5', 'nt-3.51'],
    default: 'reference',
    doc:
      'reference: today’s documented behaviour. nt-3.51-sp5: without what came later. nt-3.51: as shipped, with the leak of ' +
      'KB Q150833; its mechanism is a hypothesis, the best supported one.',
  },
  dialect: { type: 'choice', of: ['smb1'], default: 'smb1', doc: 'the SMB dialect' },
  directories: {
    type: 'text',
    default: '\\docs',
    doc: 'directories that the share holds at the start, each parent before its children, separated by spaces',
  },
  'pool.paged': {
    type: 'size',
    minimum: 1024,
    maximum: 2 ** 32,
    doc: 'size of paged pool; without it there is no limit',
  },
  'pool.nonpaged': {
    type: 'size',
    minimum: 1024,
    maximum: 2 ** 32,
    doc: 'size of nonpaged pool; without it there is no limit',
  },
  'quota.paged': {
    type: 'size',
    minimum: 0,
    maximum: 2 ** 32,
    doc: 'paged pool quota of the system process, and of each native client’s; without it there is no limit',
  },
  'io.notify-buffer': {
    type: 'choice',
    of: ['neither', 'buffered', 'direct'],
    default: 'neither',
    doc: 'what the I/O manager gives the file system for a native client’s notify request besides the caller’s buffer: nothing, a system buffer, or an MDL. Only without either does the notify package give its own buffer away',
  },
  ...NOTIFY_SETTINGS,
  ...FSD_SETTINGS,
  'network.latency': {
    type: 'range',
    default: { fromTicks: 100 * TICKS.us, toTicks: 400 * TICKS.us },
    doc: 'how long a message takes, one way',
  },
  'srv.threads': { type: 'integer', minimum: 1, maximum: 64, default: 2, doc: 'worker threads of the server' },
  'srv.work-contexts': {
    type: 'integer',
    minimum: 0,
    maximum: 512,
    default: 4,
    doc: 'work contexts made at start-up (InitWorkItems)',
  },
  'srv.work-contexts-max': {
    type: 'integer',
    minimum: 1,
    maximum: 512,
    default: 64,
    doc: 'work contexts at most (MaxWorkItems)',
  },
  'srv.notify-buffer': {
    type: 'choice',
    of: ['user', 'mdl', 'system'],
    default: 'user',
    doc: 'what SRV’s notify IRP carries besides a user buffer: nothing, an MDL, or a system buffer. Only without either does the notify package give its own buffer away',
  },
  'srv.notify-filter': {
    type: 'choice',
    of: ['any', 'checked'],
    default: 'any',
    doc:
      'a notify request whose filter is empty or has unknown bits: SRV, which sends an IRP of its own, lets it pend (MS-SMB2, raw.notify), ' +
      'or refuses it as NtNotifyChangeDirectoryFile does (Wine test_ntncdf)',
  },
  'srv.attributes': {
    type: 'choice',
    of: ['renewed', 'kept'],
    default: 'renewed',
    doc: 'what of the attributes of a file that is renamed, or given another end, by path: SRV sets them anew, which watchers hear of (raw.notify), or does nothing of the kind',
  },
  'srv.overflow-status': {
    type: 'choice',
    of: ['success', 'enum-dir'],
    default: 'enum-dir',
    doc: 'how SRV answers a lost change: success without records, or STATUS_NOTIFY_ENUM_DIR',
  },
};

/** Rules that single settings can not say. */
export function checkSettings({ values, defects }: Settings): readonly SettingsProblem[] {
  if (defects.has(SHIPPED_LEAK) && values.version === 'nt-3.51') {
    return [{ setting: 'defects', message: `version nt-3.51 has defect ${SHIPPED_LEAK} already` }];
  }
  if (values['fsd.closed-means'] === 'hidden' && values.version !== 'reference') {
    return [{ setting: 'fsd.closed-means', message: 'hidden takes a filter callback, which came with Windows XP' }];
  }
  return [];
}

/** What version nt-3.51 does wrong: the hypothesis for KB Q150833. */
export const SHIPPED_LEAK = 'srv.donated-buffer-forgotten';
