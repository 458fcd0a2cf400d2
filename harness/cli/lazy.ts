import { createRequire } from 'node:module';

/** Loads a module of this folder when it is needed: starting must cost nothing that the command at hand does not use. */
export const lazy = createRequire(__filename);
