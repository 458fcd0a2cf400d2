import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { Ccb } from '../fsd/vcb';
import { ACCESS } from '../io/access';

export const notifyReachRespected: Invariant<NtEvents> = {
  id: 'notify.reach-respected',
  number: 'I-28',
  statement:
    'No watcher is told of a name behind a directory that it may not traverse, nor of one that is hidden from it; and no request is pended on a handle that was not opened to list its directory.',
  source:
    'DDK PCHECK_FOR_TRAVERSE_ACCESS, PFILTER_REPORT_CHANGE; WinFsp ba312de5; Samba 6c95e467817; rules of reporting',
  create(judge) {
    return {
      reset: () => undefined,
      irpQueued: (irp, { label }) => {
        const access = irp.stack[0]?.fileObject?.access;
        if (access === undefined || (access & ACCESS.read) !== 0) return;
        judge.violate({
          class: 'safety',
          message: `${irp.label} is pended on ${label}, whose handle has no right to list the directory`,
          place: 'FsRtlNotifyFullChangeDirectory',
          shape: 'watched without the right',
        });
      },
      notifyRecorded: ({ watch, label }, _action, name) => {
        const ccb = watch.fsContext;
        if (!(ccb instanceof Ccb)) return;
        const { closedDirectories } = ccb.fcb.vcb;
        if (!closedDirectories.concern(ccb.opener)) return;
        judge.exercised();
        const parts = name.split('\\');
        if (!closedDirectories.areHidden) parts.pop();
        let path = watch.directory.fullName === '\\' ? '' : watch.directory.fullName;
        for (const part of parts) {
          path += `\\${part}`;
          if (!closedDirectories.includes(path)) continue;
          judge.violate({
            class: 'safety',
            message: `${label} is told of ${name}, and ${path} is closed to ${ccb.opener}`,
            place: 'FsRtlNotifyFullReportChange',
            shape: 'told of what is closed',
          });
          return;
        }
      },
    };
  },
};
