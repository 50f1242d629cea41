import assert from 'node:assert/strict'
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openChangeLog, readChangeLog } from '../../src/local/change-log.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'

describe('openChangeLog', () => {
  let temporary: TemporaryDirectory
  beforeEach(async () => {
    temporary = await makeTemporaryDirectory()
  })
  afterEach(() => temporary.remove())

  const path = () => join(temporary.path, 'plums')
  const logText = () => readFile(`${path()}.log`, 'utf8')
  const kept = async () => {
    const { snapshot, changes } = await readChangeLog(path())
    return { snapshot, changes }
  }

  /** Plums that are counted one by one. */
  async function open(minLogBytes = 1000) {
    const plums: string[] = []
    const log = await openChangeLog(path(), { snapshot: () => ({ plums }), minLogBytes })
    const add = (plum: string) => {
      plums.push(plum)
      return log.append({ plum })
    }
    return { ...log, add }
  }

  it('keeps changes, in the order in which they came, without a snapshot of all', async () => {
    const first = await open()
    assert.deepEqual([first.snapshot, first.changes], [undefined, []])
    await Promise.all(['a', 'b', 'c'].map(first.add))
    const { snapshot, changes } = await open()
    assert.deepEqual([snapshot, changes], [undefined, [{ plum: 'a' }, { plum: 'b' }, { plum: 'c' }]])
    assert.deepEqual(await readdir(temporary.path), ['plums.log'])
    assert.equal((await stat(`${path()}.log`)).mode & 0o777, 0o600)
  })

  it('goes on where the last process was', async () => {
    await (await open()).add('a')
    await (await open()).add('b')
    assert.deepEqual((await open()).changes, [{ plum: 'a' }, { plum: 'b' }])
  })

  it('takes over what was written whole by the version before', async () => {
    await writeFile(`${path()}.json`, '{"plums":["old"]}')
    const { snapshot, changes, add } = await open()
    assert.deepEqual([snapshot, changes], [{ plums: ['old'], logged: 0 }, []])
    await add('new')
    assert.deepEqual((await open()).changes, [{ plum: 'new' }])
  })

  it('makes a snapshot in place of a log that has grown larger', async () => {
    const { add } = await open(100)
    for (const plum of 'abcdefghij') await add(plum)
    const { snapshot, changes } = await kept()
    assert.ok(changes.length < 5, 'the log has become short')
    const all = [...listIn(snapshot).map((plum) => ({ plum })), ...changes]
    assert.deepEqual(
      all,
      [...'abcdefghij'].map((plum) => ({ plum })),
    )
    assert.deepEqual((await readdir(temporary.path)).toSorted(), ['plums.json', 'plums.log'])
  })

  it('drops a last line that was cut off, and writes on behind the one before', async () => {
    const { add } = await open()
    await add('a')
    await add('ü')
    const text = await readFile(`${path()}.log`)
    const begun = text.indexOf('\n') + 1
    for (const cut of [text.length - 1, text.indexOf('ü') + 1, begun + 1]) {
      await writeFile(`${path()}.log`, text.subarray(0, cut))
      const again = await open()
      assert.deepEqual(again.changes, [{ plum: 'a' }])
      await again.add('b')
      assert.deepEqual((await open()).changes, [{ plum: 'a' }, { plum: 'b' }])
    }
  })

  it('counts nothing twice after a crash between the snapshot and the new log', async () => {
    const { add } = await open()
    for (const plum of 'abc') await add(plum)
    await writeFile(`${path()}.json`, JSON.stringify({ plums: ['a', 'b'], logged: 2 }))
    const again = await open()
    assert.deepEqual(again.changes, [{ plum: 'c' }])
    await again.add('d')
    assert.deepEqual((await open()).changes, [{ plum: 'c' }, { plum: 'd' }])
  })

  it('ignores a snapshot that was cut off', async () => {
    await (await open()).add('a')
    await writeFile(`${path()}.json.tmp`, '{"plu')
    assert.deepEqual((await open()).changes, [{ plum: 'a' }])
  })

  it('says what it could not write, and writes it with the next change', async () => {
    const { add, written } = await open()
    await mkdir(`${path()}.log`)
    await assert.rejects(add('a'), /EISDIR/)
    await rm(`${path()}.log`, { recursive: true })
    await written()
    assert.deepEqual(listIn((await kept()).snapshot), ['a'])
    await add('b')
    assert.deepEqual((await kept()).changes, [{ plum: 'b' }])
    await written()
    assert.equal((await logText()).split('\n').length, 2)
  })

  it('refuses a line that is none of its own', async () => {
    for (const line of ['{"plum', '{"number":"1"}']) {
      await writeFile(`${path()}.log`, '')
      await appendFile(`${path()}.log`, `${line}\n`)
      await assert.rejects(open(), /plums\.log cannot be understood/)
    }
  })
})

function listIn(snapshot: object | undefined): unknown[] {
  const plums: unknown = Reflect.get(snapshot ?? {}, 'plums')
  return Array.isArray(plums) ? plums : []
}
