import { usePack } from './pack';
import type * as Serve from './run/serve';

// A worker thread: see run/crew.ts.
usePack();
const { serve } = module.require('./run/serve') as typeof Serve;
serve();
