/** The kernel and the interfaces that models, strategies and invariants implement. */
import { removeAt as removeIndex, removeFrom as removeOne } from './remove-at';
import { call as callRoutine, returned as returnedCall } from './routine';

export { commutes, conflicts, dependent, isRead, modeOf, objectOf, reads, writes, type Access } from './access';
export { assert, AssertionError, unreachable } from './assert';
export type { Certificate } from './certificate';
export { Checker } from './checker';
export { Choices } from './choices';
export type * from './fault';
export { FaultBoard, isFaultChoice, sweepPoint } from './fault-board';
export { fuse, fuseByLoop } from './fuse';
export type { Handlers, Invariant, Judge, Stages } from './invariant';
export { CLOCK, Kernel, type SharedThing, type Stop } from './kernel';
export type * from './model';
export { hexOf } from './hex';
export { hashText, Name } from './name';
export type { Observer } from './observer';
export { Operation } from './operation';
export type { Outcome } from './outcome';
export type { Seed, Stream } from './random';
export { RETURNED, type Called, type Routine } from './routine';
export type { Deviation, Schedule, StepName } from './schedule';
export { GuardedObject, SharedObject } from './shared';
export { simulate, type Program, type RunId } from './simulate';
export type { Odds, RunContext, Strategy, View } from './strategy';
export type { SweepPoints } from './sweeping';
export { Task, type TaskState } from './task';
export { formatTicks, TICKS } from './ticks';
export { UnannouncedTouch } from './unannounced-touch';
export { signatureOf, type FoundViolation, type Subject, type Violation } from './violation';

// What is exported from here by name is read through a getter each time. Models call these at every other step.
export const call = callRoutine;
export const returned = returnedCall;
export const removeAt = removeIndex;
export const removeFrom = removeOne;
