/** Answers kept; when there are more, all are forgotten. */
const MAX_ANSWERS = 1000

/**
 * A pure function that keeps its last answers: for what takes long and is asked again and again, as time zones are at each
 * look at a site.
 */
export function remembered<Args extends (string | number)[], T>(work: (...args: Args) => T): (...args: Args) => T {
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
