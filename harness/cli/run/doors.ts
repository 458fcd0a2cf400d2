/** Something else that listens when somebody does. */
interface Hook {
  enable(): unknown;
  disable(): unknown;
}

type Listener = (what: string) => void;

let listener: Listener | undefined;
let hook: Hook | undefined;

/** Calls `told` whenever `act` goes through one of the doors that are installed (install-doors.ts), with what it was. */
export function listenAtDoors<T>(told: Listener, act: () => T): T {
  const before = listener;
  listener = told;
  hook?.enable();
  try {
    return act();
  } finally {
    if (before === undefined) hook?.disable();
    listener = before;
  }
}

export function listenAlso(other: Hook): void {
  hook = other;
}

export function isListening(): boolean {
  return listener !== undefined;
}

/** Somebody has gone through a door. */
export function tell(what: string): void {
  const told = listener;
  if (told === undefined) return;
  listener = undefined; // whoever looks at the stack may read files
  try {
    told(what);
  } finally {
    listener = told;
  }
}
