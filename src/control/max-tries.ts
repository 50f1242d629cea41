/**
 * How often a record is loaded, changed and saved until nobody else saved in between. Each failure means that somebody else got on: a
 * reconciler that goes through its steps saves a dozen times in a row.
 */
export const MAX_TRIES = 20
