import { openLocalTable, type LocalTable } from '../../src/local/table.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'

/** A local table of its own, gone when it is closed. */
export async function openTemporaryTable(): Promise<LocalTable> {
  const directory = await makeTemporaryDirectory()
  const table = await openLocalTable({ directory: directory.path })
  const close = async () => {
    await table.close()
    await directory.remove()
  }
  return { ...table, close }
}
