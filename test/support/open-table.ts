import { rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { openLocalTable, type LocalTable } from '../../src/local/table.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'

/** Of an empty table, which is made once and copied. */
let empty: Promise<string> | undefined

/** A local table of its own, gone when it is closed. */
export async function openTemporaryTable(): Promise<LocalTable> {
  const directory = await makeTemporaryDirectory()
  await cp(await (empty ??= makeEmpty()), directory.path, { recursive: true })
  const table = await openLocalTable({ directory: directory.path })
  const close = async () => {
    await table.close()
    await directory.remove()
  }
  return { ...table, close }
}

async function makeEmpty(): Promise<string> {
  const { path } = await makeTemporaryDirectory()
  process.once('exit', () => rmSync(path, { recursive: true, force: true }))
  const table = await openLocalTable({ directory: path })
  await table.close()
  return path
}
