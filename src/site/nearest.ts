import { closest, distance } from 'fastest-levenshtein'

/** The candidate closest to a misspelled word, with at most one mistake per three letters; undefined if there's none. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const found = closest(typed, candidates)
  return distance(typed, found) <= Math.max(1, Math.floor(typed.length / 3)) ? found : undefined
}
