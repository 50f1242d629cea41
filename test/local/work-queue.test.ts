import assert from 'node:assert/strict'
import { createWorkQueue } from '../../src/local/work-queue.ts'

describe('createWorkQueue', () => {
  /** A queue whose work ends when it is told to. */
  const make = (concurrency: number) => {
    const started: string[] = []
    const errors: [unknown, string][] = []
    const ends = new Map<string, { resolve: () => void; reject: (error: Error) => void }>()
    const queue = createWorkQueue({
      work: (name) => {
        started.push(name)
        return new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }))
      },
      concurrency,
      onError: (error, name) => errors.push([error, name]),
    })
    const end = async (name: string, error?: Error) => {
      const work = ends.get(name) ?? assert.fail(`${name} is not being worked on`)
      ends.delete(name)
      if (error === undefined) work.resolve()
      else work.reject(error)
      await turn()
    }
    return { queue, started, errors, end }
  }
  const turn = () => new Promise<void>((resolve) => void setImmediate(resolve))
  const isDone = async (promise: Promise<void>) => {
    const pending = Symbol('pending')
    return (await Promise.race([promise, turn().then(() => pending)])) !== pending
  }

  it('starts after the caller is done', async () => {
    const { queue, started } = make(1)
    queue.add('plum')
    assert.deepEqual(started, [])
    await turn()
    assert.deepEqual(started, ['plum'])
  })

  it('works on several at a time, up to the limit, in order', async () => {
    const { queue, started, end } = make(2)
    for (const name of ['a', 'b', 'c', 'd']) queue.add(name)
    await turn()
    assert.deepEqual(started, ['a', 'b'])
    await end('b')
    assert.deepEqual(started, ['a', 'b', 'c'])
    await end('a')
    assert.deepEqual(started, ['a', 'b', 'c', 'd'])
  })

  it('works once more on what was added while it was being worked on, but not twice at a time', async () => {
    const { queue, started, end } = make(5)
    queue.add('plum')
    await turn()
    queue.add('plum')
    queue.add('plum')
    await turn()
    assert.deepEqual(started, ['plum'])
    await end('plum')
    assert.deepEqual(started, ['plum', 'plum'])
    await end('plum')
    assert.deepEqual(started, ['plum', 'plum'])
    await queue.idle()
  })

  it('does not hold others up behind one that has to wait for itself', async () => {
    const { queue, started } = make(2)
    queue.add('a')
    await turn()
    queue.add('a')
    queue.add('b')
    await turn()
    assert.deepEqual(started, ['a', 'b'])
  })

  it('tells of errors and goes on', async () => {
    const { queue, started, errors, end } = make(1)
    queue.add('a')
    queue.add('b')
    await turn()
    const error = new Error('broken')
    await end('a', error)
    assert.deepEqual(errors, [[error, 'a']])
    assert.deepEqual(started, ['a', 'b'])
  })

  it('is idle when nothing waits and nothing runs', async () => {
    const { queue, end } = make(1)
    await queue.idle()
    queue.add('a')
    queue.add('b')
    const idle = queue.idle()
    await turn()
    await end('a')
    assert.equal(await isDone(idle), false)
    await end('b')
    assert.equal(await isDone(idle), true)
  })

  it('stops when what runs is done, and starts nothing more', async () => {
    const { queue, started, end } = make(1)
    queue.add('a')
    queue.add('b')
    await turn()
    const stopped = queue.stop()
    queue.add('c')
    assert.equal(await isDone(stopped), false)
    await end('a')
    assert.equal(await isDone(stopped), true)
    assert.deepEqual(started, ['a'])
  })
})
