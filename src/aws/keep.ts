/**
 * Makes something once a container, at the first call, and hands out the same one from then on. When making it fails,
 * everybody who waits hears of it, and the next call tries again.
 */
export function keep<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined
  return () => {
    if (kept !== undefined) return kept
    const making = make()
    kept = making
    making.catch(() => {
      if (kept === making) kept = undefined
    })
    return making
  }
}
