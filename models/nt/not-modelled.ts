/** A number that has no entry of its own in the registries, and why. */
export interface NotModelled {
  readonly number: string;
  readonly what: string;
  readonly why: string;
}

/** Properties that are not invariants of this model. */
export const INVARIANTS_NOT_MODELLED: readonly NotModelled[] = [
  {
    number: 'I-37',
    what: 'The same scenario with the same seed gives the same trace.',
    why: 'It compares two runs, and an invariant sees one. `--verify-determinism` does it, and ends with exit code 5.',
  },
];

/** Defects that can not exist in this model, and those that are another one by a second number. */
export const DEFECTS_NOT_MODELLED: readonly NotModelled[] = [
  {
    number: 'D29',
    what: 'A client is given a chain of records that leads out of its buffer.',
    why: 'The client of the model reads records, not bytes: it has no memory to be led out of. What the server sends is judged by I-12.',
  },
  {
    number: 'D49',
    what: 'A second tree connect takes the first one’s watches over.',
    why: 'SRV finds what is pended by its request: there is no slot for a handler that a second tree connect could take.',
  },
  {
    number: 'D50',
    what: 'Watches are forgotten when the server’s back end starts again.',
    why: 'The server of the model has no back end, and what is open ends with its connection.',
  },
  {
    number: 'D54',
    what: 'More notify requests than MaxMpxCt leave no place for CLOSE and CANCEL.',
    why: 'That is no defect of this model but how NT is: `smb.mpx-kept: 0` makes it happen (KB Q191370, Q268817).',
  },
  {
    number: 'D57',
    what: 'Pended requests hold all work contexts.',
    why: 'That is no defect of this model but how NT is: `srv.work-contexts-max` makes it happen (KB Q221790).',
  },
  {
    number: 'D58',
    what: 'Counters that are not interlocked make a cap seem reached.',
    why: 'SRV’s counters are interlocked, as KB Q164253 has made them; a cap that is reached too early is `srv.paged-max`.',
  },
  {
    number: 'D59',
    what: 'Every change is shown to every watcher of every client.',
    why: 'A property of cost, and the model has no costs.',
  },
  {
    number: 'H3',
    what: 'Another hypothesis for KB Q150833: telling a request to enumerate forgets the buffer.',
    why: 'It is D02.',
  },
  {
    number: 'R3',
    what: 'A structure is freed listed.',
    why: 'It is D19.',
  },
  {
    number: 'R4',
    what: 'A request is unlinked twice.',
    why: 'It is D18.',
  },
  {
    number: 'R5',
    what: 'Telling a request to enumerate keeps the buffer, and leaves the offset of the last record stale.',
    why: 'They are D02 and D27.',
  },
  {
    number: 'R6, R13, R18, R19',
    what: 'Names of one byte a character are parsed or copied wrongly.',
    why: 'Names of the model are Unicode: the package never has to guess.',
  },
  {
    number: 'R7',
    what: 'The length of an earlier request’s buffer counts for the next; a deletion leaves the structure with a completed request’s buffer.',
    why: 'Capacity is worked out from the requests that are pended. A deletion holds the volume, and so does a rename from its old name to its new one: only between them do records lie in a pended request’s buffer.',
  },
  {
    number: 'R8',
    what: 'A subject context is freed while it is stored.',
    why: 'It is D22.',
  },
  {
    number: 'R9',
    what: 'An exception in the cancel routine forgets the buffer.',
    why: 'There is none to forget: records move because they lie in a request’s own buffer.',
  },
  {
    number: 'R12',
    what: 'There is no FsRtlNotifyCleanupAll.',
    why: 'It is D08; and versions before the reference have none.',
  },
  {
    number: 'R14',
    what: 'A loss is told again.',
    why: 'It is D33.',
  },
  {
    number: 'R15',
    what: 'Completion clears flags.',
    why: 'It is D32.',
  },
  {
    number: 'R16',
    what: 'A change is lost to a cancel.',
    why: 'It is D31.',
  },
];
