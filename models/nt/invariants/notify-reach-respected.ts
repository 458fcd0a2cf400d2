import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import { Ccb } from '../fsd/vcb';

export const notifyReachRespected: Invariant<NtEvents> = {
  id: 'notify.reach-respected',
  number: 'I-28',
  statement:
    'No watcher is told of a name behind a directory that it may not traverse, nor of one that is hidden from it.',
  source:
    'DDK PCHECK_FOR_TRAVERSE_ACCESS, PFILTER_REPORT_CHANGE; WinFsp ba312de5; Samba 6c95e467817; rules of reporting',
  create(judge) {
    return {
      reset: () => undefined,
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
