/** Smaller versions of a scenario: text -> values -> text. Whether one is a scenario at all, its compiling says. */
export { detailsOf, partsOf, withUsers, type Part } from './parts';
export { readPlain, without, writePlain, type Path, type Plain, type PlainMap } from './plain';
export { simpler } from './simpler';
export { asRegression, standalone } from './standalone';
