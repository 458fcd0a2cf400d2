import { TICKS, type Fields, type Settings, type SettingsProblem } from '../../harness/sim';
import { FSD_SETTINGS } from './fsd/closed-directories';
import { NOTIFY_SETTINGS } from './fsrtl/notify-rules';
import { text } from './text';

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
  dialect: {
    type: 'choice',
    of: ['smb1', 'smb2'],
    default: 'smb1',
    doc: 'the SMB dialect that clients and server speak; smb2, without durable handles, needs version reference',
  },
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
  'network.keep-alive': {
    type: 'duration',
    default: 2 * 3600 * TICKS.s,
    doc: 'how long the server’s transport takes to notice that a client has gone without a word (TCP KeepAliveTime)',
  },
  'smb.timeout': {
    type: 'duration',
    default: 45 * TICKS.s,
    doc: 'how long a client waits for an answer that is lost before it gives its connection up (SessTimeout). A notify request waits for ever ([MS-CIFS] 3.2.6.1)',
  },
  'smb.mpx-kept': {
    type: 'integer',
    minimum: 0,
    maximum: 100,
    default: 1,
    doc: 'SMB1: how many MPX slots a client keeps free of notify requests, so that a close can always be sent; with 0 they may take all (KB Q191370, Q268817)',
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
    doc: 'work contexts at most (MaxWorkItems); at least four times srv.mpx-count is advised (KB Q221790)',
  },
  'srv.work-contexts-min-free': {
    type: 'integer',
    minimum: 0,
    maximum: 10,
    default: 2,
    doc: 'how many more must be to be had for a request that may block to be taken on (MinFreeWorkItems)',
  },
  'srv.work-context-idle': {
    type: 'duration',
    doc: 'how long one that was made on demand is kept unused (MaxWorkItemIdleTime); without it, for ever',
  },
  'srv.raw-work-contexts': {
    type: 'integer',
    minimum: 0,
    maximum: 512,
    default: 4,
    doc: 'SMB1: raw work items (RawWorkItems)',
  },
  'srv.mpx-count': {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 50,
    doc: 'SMB1: requests that may be unanswered on one connection (MaxMpxCt)',
  },
  'srv.credits': {
    type: 'integer',
    minimum: 1,
    maximum: 8192,
    default: 512,
    doc: 'SMB2: credits that one connection may have',
  },
  'srv.async-max': {
    type: 'integer',
    minimum: 1,
    maximum: 8192,
    default: 512,
    doc: 'SMB2: requests that may stay pended on one connection; Windows allows 64 on a workstation',
  },
  'srv.connections-max': {
    type: 'integer',
    minimum: 1,
    maximum: 4096,
    doc: 'connections that the server takes; without it there is no limit',
  },
  'srv.paged-max': {
    type: 'size',
    minimum: 1024,
    maximum: 2 ** 32,
    doc: 'paged pool that SRV itself may have (MaxPagedMemoryUsage); without it there is no limit',
  },
  'srv.nonpaged-max': {
    type: 'size',
    minimum: 1024,
    maximum: 2 ** 32,
    doc: 'nonpaged pool that SRV itself may have (MaxNonpagedMemoryUsage); without it there is no limit',
  },
  'srv.notify': {
    type: 'choice',
    of: ['on', 'off'],
    default: 'on',
    doc: 'whether the server offers change notification',
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
    doc: 'SMB1: how SRV answers a lost change: success without records, or STATUS_NOTIFY_ENUM_DIR',
  },
};

/** Rules that single settings can not say. */
export function checkSettings({ values, defects }: Settings): readonly SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (defects.has(SHIPPED_LEAK) && values.version === 'nt-3.51') {
    problems.push({ setting: 'defects', message: `version nt-3.51 has defect ${SHIPPED_LEAK} already` });
  }
  if (values['fsd.closed-means'] === 'hidden' && values.version !== 'reference') {
    const message = 'hidden takes a filter callback, which came with Windows XP';
    problems.push({ setting: 'fsd.closed-means', message });
  }
  if (values.dialect === 'smb2' && values.version !== 'reference') {
    const message = `${text(values.version)} speaks smb1 only: SMB2 came ten years later`;
    problems.push({ setting: 'dialect', message, suggestion: 'smb1' });
  }
  if (Number(values['srv.work-contexts']) > Number(values['srv.work-contexts-max'])) {
    const message = 'more work contexts are made at start-up than there may be (srv.work-contexts-max)';
    problems.push({ setting: 'srv.work-contexts', message, suggestion: `${Number(values['srv.work-contexts-max'])}` });
  }
  if (Number(values['smb.mpx-kept']) >= Number(values['srv.mpx-count'])) {
    const message = `all ${Number(values['srv.mpx-count'])} MPX slots (srv.mpx-count) would be kept from notify requests`;
    problems.push({ setting: 'smb.mpx-kept', message, suggestion: '0' });
  }
  return problems;
}

/** What version nt-3.51 does wrong: the hypothesis for KB Q150833. */
export const SHIPPED_LEAK = 'srv.donated-buffer-forgotten';
