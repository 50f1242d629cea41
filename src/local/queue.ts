/** Runs a task when those before it are done, whether they went well or not. */
export type Queue = <T>(task: () => Promise<T>) => Promise<T>

/** One task at a time, in order. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const done = last.then(task, task)
    // The caller gets the rejection; here it only ends the wait.
    last = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }
}
