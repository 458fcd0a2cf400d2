/** Steps of simulated tasks that are spent on a failure when somebody asks for it, all runs together: a minute or so. */
export const STEPS_ON_DEMAND = 20_000_000;
