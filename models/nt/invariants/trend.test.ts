import test from 'ava';
import { Stream } from '../../../harness/sim/random';
