/** Results that are kept; when there are more, all are dropped. */
const MAX_ANSWERS = 1000

/**
 * Caches the results of a pure function that is slow and often called with the same arguments, such as time zones in each reconcile.
 */
export function memoized<Args extends (string | number)[], T>(work: (...args: Args) => T): (...args: Args) => T {
  const answers = new Map<string, T>()
  return (...args) => {
    let key = ''
    for (const arg of args) key += typeof arg === 'string' ? `${arg.length}:${arg},` : `${arg},`
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = work(...args)
    if (answers.size >= MAX_ANSWERS) answers.clear()
    answers.set(key, answer)
    return answer
  }
}
