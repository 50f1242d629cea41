type Waiting<T> = { settle(found: Promise<ReadonlyMap<string, T>>): void; answer: Promise<T | undefined> }

/**
 * What is asked for while a call is under way goes into the next, all in one. Calls for one id share an answer.
 * @param load what there is of these ids, `most` at once
 */
export function batched<T>(
  most: number,
  load: (ids: string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | undefined> {
  const waiting = new Map<string, Waiting<T>>()
  let isUnderWay = false
  const next = async (): Promise<void> => {
    if (isUnderWay) return
    isUnderWay = true
    while (waiting.size > 0) {
      const taken = [...waiting].slice(0, most)
      for (const [id] of taken) waiting.delete(id)
      const found = load(taken.map(([id]) => id))
      for (const [, { settle }] of taken) settle(found)
      await found.catch(() => {})
    }
    isUnderWay = false
  }
  return (id) => {
    const known = waiting.get(id)
    if (known !== undefined) return known.answer
    let settle: Waiting<T>['settle'] = () => {}
    const answer = new Promise<ReadonlyMap<string, T>>((resolve) => {
      settle = resolve
    }).then((found) => found.get(id))
    waiting.set(id, { settle, answer })
    void next()
    return answer
  }
}
