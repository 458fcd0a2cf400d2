#!/usr/bin/env node
import { usePack } from './pack';
import type * as Start from './start';

// Nothing else is loaded before the pack is there to load it from.
usePack();
const { start } = module.require('./start') as typeof Start;
void start();
