import { operationOf } from './language/kinds';
import type { ClientPlan, NameReference, PlannedValue, Scenario, Step } from './scenario';

/** A name of a client's, and which tasks have to do with it. */
export interface NameUse {
  readonly client: string;
  readonly name: string;
  /** The only task that gives it; undefined: several do, or a fault does, each time in a task of its own. */
  readonly givenBy: string | undefined;
  /** Whether something refers to it, so that what it stands for is kept. */
  readonly isReferredTo: boolean;
  /** Whether a task gives it that is not the only one to look at it: then both are steps that say so. */
  readonly isShared: boolean;
}

/** By full name. A task is called as the kernel calls it: `alice`, or `alice/2` for the second of her parallel lists. */
export type NameUses = ReadonlyMap<string, NameUse>;

/** All names that the clients of a scenario have. */
export function nameUsesOf({ clients, faults, expect, model }: Scenario): NameUses {
  const all = new Map<string, Touches>();
  for (const client of clients) walk(client.steps, client, client.name);
  for (const { action } of faults) {
    if (action.kind === 'system') reads(action.values, FAULT);
    if (action.kind !== 'operation') continue;
    reads(action.values, FAULT);
    if (action.as !== undefined) touches(action.client, action.as.name).givers.add(FAULT);
  }
  for (const { request } of expect.requests) touches(request.client, request.name).isReferredTo = true;
  return new Map([...all].map(([full, one]) => [full, useOf(one)]));

  function walk(steps: readonly Step[], client: ClientPlan, task: string): void {
    for (const step of steps) {
      switch (step.kind) {
        case 'operation':
          reads(step.values, task);
          if (step.as !== undefined) touches(client.name, step.as.name).givers.add(task);
          break;
        case 'await':
          read(step.request, task);
          break;
        case 'repeat':
          walk(step.steps, client, task);
          break;
        case 'parallel':
          step.branches.forEach((branch, i) => {
            walk(branch, client, `${task}/${i + 1}`);
          });
          break;
        case 'random':
          for (const { operation } of step.mix) {
            const { makes } = operationOf(model, client.kind, operation) ?? {};
            if (makes !== undefined) touches(client.name, operation).givers.add(task);
          }
          break;
        case 'wait':
        case 'expect':
          break;
      }
    }
  }

  function reads(values: Readonly<Record<string, PlannedValue>>, actor: Actor): void {
    for (const value of Object.values(values)) if (isReference(value)) read(value, actor);
  }

  function read({ client, name }: NameReference, actor: Actor): void {
    const touched = touches(client, name);
    touched.readers.add(actor);
    touched.isReferredTo = true;
  }

  function touches(client: string, name: string): Touches {
    const full = `${client}.${name}`;
    let touched = all.get(full);
    if (touched === undefined) {
      touched = { client, name, givers: new Set(), readers: new Set(), isReferredTo: false };
      all.set(full, touched);
    }
    return touched;
  }
}

/** Stands for all tasks in which a fault acts. */
const FAULT = Symbol('fault');

type Actor = string | typeof FAULT;

interface Touches {
  readonly client: string;
  readonly name: string;
  readonly givers: Set<Actor>;
  readonly readers: Set<Actor>;
  isReferredTo: boolean;
}

function useOf({ client, name, givers, readers, isReferredTo }: Touches): NameUse {
  const [first] = givers;
  const givenBy = givers.size === 1 && typeof first === 'string' ? first : undefined;
  const isShared = givenBy === undefined || [...readers].some((reader) => reader !== givenBy);
  return { client, name, givenBy, isReferredTo, isShared };
}

export function isReference(value: PlannedValue): value is NameReference {
  return typeof value === 'object' && 'kind' in value && value.kind === 'reference';
}
