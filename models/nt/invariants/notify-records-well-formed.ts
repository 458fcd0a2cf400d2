import type { Invariant } from '../../../harness/sim';
import type { NtEvents } from '../events';
import type { NotifyChange } from '../fsrtl/notify-change';
import type { Irp } from '../io/irp';
import { bufferBytesOf, handleOf, recordsOf } from './delivered';

export const notifyRecordsWellFormed: Invariant<NtEvents> = {
  id: 'notify.records-well-formed',
  number: 'I-12',
  statement:
    'Records are a chain: each of 12 bytes and its name, each at a multiple of four, each offset leading to the next, the last one’s being 0; all of them fit the buffer that they are in, and Information ends with the last.',
  source: 'MS-FSCC 2.7.1; MS-SMB2 3.2.5.16; rules of packing of records',
  create(judge) {
    const wrong = (place: string, shape: string, message: string): void => {
      judge.violate({ class: 'safety', message, place, shape });
    };
    return {
      reset: () => undefined,
      notifyRecorded: (entry) => {
        judge.exercised();
        const why = misplaced(entry);
        if (why !== undefined) wrong('FsRtlNotifyFullReportChange', why, `${entry.label}: ${why}`);
      },
      irpCompleted: (irp) => {
        if (irp.ioStatus !== 'STATUS_SUCCESS' || handleOf(irp) === undefined) return;
        const why = malformed(irp);
        if (why !== undefined) wrong('FsRtlNotifyCompleteIrp', why, `${irp.label} is given a bad chain: ${why}`);
      },
    };
  },
};

/** What is wrong with where the last record was put. */
function misplaced({ lastEntry, dataBytes, thisBufferBytes }: NotifyChange): string | undefined {
  if (lastEntry % 4 !== 0) return 'a record begins at no multiple of four';
  if (lastEntry >= dataBytes) return 'the last record begins behind the end of the data';
  return dataBytes > thisBufferBytes ? 'the data ends behind the end of the buffer' : undefined;
}

function malformed(irp: Irp): string | undefined {
  const records = recordsOf(irp);
  let end = 0;
  for (let i = 0; i < records.length; i++) {
    const { bytes, name, nextEntryOffset } = records[i];
    if (bytes !== 12 + 2 * name.length) return 'a record is not 12 bytes and its name';
    end += i === records.length - 1 ? bytes : nextEntryOffset;
    if (i === records.length - 1) {
      if (nextEntryOffset !== 0) return 'the last record leads on';
    } else if (nextEntryOffset % 4 !== 0) return 'an offset is no multiple of four';
    else if (nextEntryOffset < bytes || nextEntryOffset > bytes + 3)
      return 'an offset does not lead to the next record';
  }
  if (irp.information !== end) return 'Information is not where the last record ends';
  return end > bufferBytesOf(irp) ? 'it is longer than the buffer of the request' : undefined;
}
