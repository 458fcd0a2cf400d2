/** Strategies and the searches made of them. */
export { cleanRunsNeeded } from './clean-runs';
export { criticalPair, stepOrder, type CriticalPair, type NamedStep } from './critical-pair';
export { ddmin } from './ddmin';
export { determinism, type Difference, type Looking, type Places } from './determinism';
export { chanceOfNew, countsOf, isSaturated, type KindCounts } from './kinds';
export { strategies, strategyNamed, type NamedStrategy, type StrategyArgument, type StrategyEntry } from './registry';
export { Diverged, replay } from './replay';
export {
  HashChain,
  search,
  searchByRuns,
  type RunToCome,
  SearchSum,
  type Failure,
  type Reason,
  type SearchPlan,
  type SearchResult,
  type StrategyRuns,
} from './search';
export { LenientReplay, type Repairs } from './lenient';
export { NamedReplay } from './named-replay';
export { TraceRecorder, type NamedChoice, type StepOrder, type Trace } from './trace';
export { warmUp } from './warm-up';
export { following } from './following';
export { pointOfNoReturn, type PointOfNoReturn } from './point-of-no-return';
export { playing, recording, RUN } from './schedule';
export { Budget, scheduleOf, shrinkSchedule, type ShrinkContext } from './shrink';
