import type { Defect } from '../../harness/sim';

/** The catalogue: each has one site in the model, and a scenario in scenarios/defects that must fail with it. */
export const DEFECTS: readonly Defect[] = [
  {
    id: 'srv.donated-buffer-forgotten',
    number: 'D01',
    mechanism:
      "SRV's completion routine keeps the IRP, so that stage two never runs, and its worker forgets to free the buffer that the notify package gave to the IRP. Hypothesis for KB Q150833.",
    trigger: 'a notify request without MDL and system buffer is completed with data after it was pended',
    precedent: 'KB Q150833 (hypothesis); OSR thread 279846',
  },
  {
    id: 'srv.donated-buffer-lost-with-file',
    number: 'H2',
    mechanism:
      'the file is closed while the answer waits for a worker; the answer is discarded, and the buffer with it. Another hypothesis for KB Q150833.',
    trigger: 'a close between the completion of a notify request and its answer',
  },
  {
    id: 'fsrtl.enum-dir-keeps-buffer',
    number: 'D02',
    mechanism:
      'a request too small for what is buffered is told to enumerate; the buffer and its quota are neither freed nor used again',
    trigger: 'a large first request, changes, then a small one',
    precedent: 'ReactOS notify.c; Samba fcc73729757',
  },
  {
    id: 'fsrtl.overflow-keeps-quota',
    number: 'D03',
    mechanism: 'discarding the buffered changes frees the buffer but does not return its quota',
    trigger: 'more changes than fit between two requests',
  },
  {
    id: 'fsrtl.quota-kept-on-exception',
    number: 'D04',
    mechanism: 'quota has been charged when the allocation raises, and is not returned',
    trigger: 'paged pool runs dry when the change buffer is allocated',
    precedent: 'ReactOS notify.c; Samba 78ca3e16da7',
  },
  {
    id: 'srv.transaction-kept-on-disconnect',
    number: 'D09',
    mechanism:
      'the transaction block is freed on the way to a response, and there is none when the connection has gone',
    trigger: 'the connection drops while a notify request is pended',
    precedent: 'Samba ca18783463d, a1fd41d8340, 120087b9fbc',
  },
  {
    id: 'srv.work-context-lost',
    number: 'D10',
    mechanism: 'the work context of a cancelled request is not given back',
    trigger: 'NT_CANCEL of a pended notify request',
    precedent: 'KB Q221790 (symptom)',
  },
  {
    id: 'srv.refused-notify-keeps-reference',
    number: 'D11',
    mechanism:
      'a notify request that the file system refuses at once does not give its reference to the file object back',
    trigger: 'a notify request on a file',
    precedent: 'WinFsp f7a73938',
  },
  {
    id: 'fsrtl.donation-keeps-quota',
    number: 'D12',
    mechanism: 'giving the buffer to the request does not return its quota',
    trigger: 'a pended request is completed with data',
    precedent: 'ReactOS notify.c',
  },
  {
    id: 'fsrtl.completes-cancelled',
    number: 'D17',
    mechanism: 'a completion that finds the cancel routine gone completes the request all the same',
    trigger: 'a change between the exchange of the cancel routine and the cancel routine’s unlinking',
    precedent: 'Samba f0fce586393',
  },
  {
    id: 'fsrtl.completion-unlinks-unclaimed',
    number: 'D18',
    mechanism:
      'a completion takes the request off the list, finds that the cancel routine owns it and leaves it to that, which takes it off again',
    trigger: 'as D17',
    precedent: 'ReactOS notify.c',
  },
  {
    id: 'fsrtl.cleanup-leaves-structure-listed',
    number: 'D19',
    mechanism:
      'cleanup takes the structure off the list only when it drops the last reference; a cancel under way then frees it listed',
    trigger: 'cleanup while a cancel routine waits for the notify sync',
    precedent: 'ReactOS notify.c',
  },
  {
    id: 'fsrtl.cancel-forgets-buffer',
    number: 'D21',
    mechanism: 'the active buffer is that of a request that is cancelled, and goes on being written to',
    trigger: 'an old name is recorded in the buffer of a request, which is cancelled before the new name comes',
    precedent: 'ReactOS notify.c',
  },
  {
    id: 'srv.frees-donated-buffer-twice',
    number: 'D23',
    mechanism: 'the buffer that came with the IRP is freed, and freed again because the IRP still says to',
    trigger: 'a pended notify request is completed with data',
  },
  {
    id: 'fsrtl.delete-matches-handle',
    number: 'D30',
    mechanism: 'the delete form compares the handle’s key with the stream’s and finds nothing',
    trigger: 'a watched directory is marked for deletion',
    precedent: 'Samba b3e3e41c363; ReactOS notify.c; Dokan 7e546f3',
  },
  {
    id: 'fsrtl.data-dropped-before-claim',
    number: 'D31',
    mechanism:
      'what is buffered is dropped although the request that it was meant for turns out to be the cancel routine’s',
    trigger: 'a change while the oldest of the pended requests is being cancelled',
    precedent: 'ReactOS notify.c',
  },
  {
    id: 'fsrtl.cancel-completes-under-spin-lock',
    number: 'D53',
    mechanism: 'the cancel routine completes the request before it releases the cancel spin lock',
    trigger: 'any cancel of a pended request',
    precedent: 'Driver Verifier I/O verification',
  },
  {
    id: 'fsrtl.information-not-zeroed',
    mechanism: 'the back-pointer that a queued request carries in IoStatus.Information is left there at completion',
    trigger: 'a pended request is cancelled',
  },
  {
    id: 'srv.frees-donated-buffer-at-dispatch',
    mechanism: 'SRV frees the buffer that came with the IRP in its completion routine: paged pool at DISPATCH_LEVEL',
    trigger: 'a pended notify request is completed with data',
    precedent: 'the tempting wrong repair of KB Q150833',
  },
  {
    id: 'srv.cancel-answers-too',
    mechanism:
      'NT_CANCEL sends STATUS_CANCELLED for the request that it has cancelled, whose own completion answers as well',
    trigger: 'NT_CANCEL of a pended notify request',
    precedent: 'Samba f0fce586393 (same kind)',
  },
  {
    id: 'io.final-stage-keeps-buffer',
    mechanism:
      'the final stage of completion copies an answer to its caller and does not free the buffer that it came in',
    trigger: 'a native client’s pended notify request is completed with data',
    precedent: 'D01, on the other side of the rule',
  },
  {
    id: 'io.cancel-lets-apcs-in',
    mechanism:
      'NtCancelIoFile does not hold APCs off, so that a request ends and its IRP is freed while it is being cancelled',
    trigger: 'a change between the moment that NtCancelIoFile finds a request and its call of IoCancelIrp',
    precedent: 'KB Q161802 (same kind)',
  },
  {
    id: 'io.thread-exit-keeps-requests',
    mechanism: 'a thread that ends does not cancel what it has under way',
    trigger: 'a thread of a native client ends with a pended notify request',
  },
];
