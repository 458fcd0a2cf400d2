/**
 * What counts is the fastest slice of this length. What else the machine does can only slow an engine down, and does so for tenths of
 * a second by half; a slice is long enough for some collections of garbage. The baselines do the same.
 */
export const SLICE_MILLISECONDS = 25;
