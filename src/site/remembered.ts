/** Answers kept; when there are more, all are forgotten. */
const MAX_ANSWERS = 1000

/**
 * A pure function that keeps its last answers: for what takes long and is asked again and again, as time zones are at each
 * look at a site.
 */
export function remembered<Args extends (string | number)[], T>(work: (...args: Args) => T): (...args: Args) => T {
  const answers = new Map<string, T>()
  return (...args) => {
    const key = JSON.stringify(args)
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = work(...args)
    if (answers.size >= MAX_ANSWERS) answers.clear()
    answers.set(key, answer)
    return answer
  }
}

/** The same for what is asked of one object again and again that is never changed, such as a record within a look. */
export function rememberedOf<K extends object, T>(work: (of: K) => T): (of: K) => T {
  const answers = new WeakMap<K, T>()
  return (of) => {
    const known = answers.get(of)
    if (known !== undefined) return known
    const answer = work(of)
    answers.set(of, answer)
    return answer
  }
}
