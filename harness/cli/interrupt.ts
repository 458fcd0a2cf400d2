export type Signal = 'SIGINT' | 'SIGTERM';

/** Whether somebody wants us to stop. The search looks between runs; files that are being written are finished. */
export class Interrupt {
  #signal: Signal | undefined;

  get signal(): Signal | undefined {
    return this.#signal;
  }

  raise(signal: Signal): void {
    this.#signal ??= signal;
  }

  /** From now on `told` is called for a signal that comes. Answers how to stop listening. */
  listen(_told: (signal: Signal) => void): () => void {
    return () => undefined;
  }
}

/** Hears the signals of this process: the first one is remembered, the second ends the process at once. */
export class ProcessInterrupt extends Interrupt {
  override listen(told: (signal: Signal) => void): () => void {
    const onSignal = (signal: Signal): void => {
      if (this.signal !== undefined) process.exit(signal === 'SIGINT' ? 130 : 143);
      this.raise(signal);
      told(signal);
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    return () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    };
  }
}
