import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { createJsonFile, isThere } from '../json-file.ts'

const imageSchema = z.object({
  id: z.string(),
  siteId: z.string(),
  siteName: z.string(),
  launch: z.number().int(),
  /** The machine it is a copy of. */
  instanceId: z.string(),
})
export type ImageRecord = z.infer<typeof imageSchema>

/** Copies of disks in a directory: `ID` is whole, `ID.making` is not yet, `ID.removed` no longer. */
export async function createImageCopies(directory: string) {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const pathOf = (id: string) => join(directory, id)
  const makingPathOf = (id: string) => `${pathOf(id)}.making`
  const fileIn = (path: string) => createJsonFile(join(path, 'image.json'), imageSchema)
  return {
    /** What a former process left; what is of no use is removed. */
    found: async () => {
      const found: { record: ImageRecord; isWhole: boolean }[] = []
      for (const entry of await readdir(directory)) {
        const path = join(directory, entry)
        const record = entry.endsWith('.removed') ? undefined : await fileIn(path).read()
        if (record === undefined) await rm(path, { recursive: true, force: true })
        else found.push({ record, isWhole: entry === record.id })
      }
      return found
    },
    begin: async (record: ImageRecord) => {
      await mkdir(makingPathOf(record.id), { recursive: true, mode: 0o700 })
      await fileIn(makingPathOf(record.id)).write(record)
    },
    fill: async (id: string, diskPath: string) => {
      await copyDirectory(diskPath, join(makingPathOf(id), 'disk'))
      await rename(makingPathOf(id), pathOf(id))
    },
    remove: async (id: string) => {
      const removed = `${pathOf(id)}.removed`
      for (const path of [makingPathOf(id), pathOf(id)]) {
        if (!(await isThere(path))) continue
        // Gone at once: one that a crash left half-removed would pass for whole.
        await rename(path, removed)
        await rm(removed, { recursive: true, force: true })
      }
    },
    /** Makes a disk of the image. */
    restore: (id: string, diskPath: string) => copyDirectory(join(pathOf(id), 'disk'), diskPath),
  }
}

/** A whole copy or none; one that is there already is replaced. Links are copied as they stand. */
async function copyDirectory(from: string, to: string): Promise<void> {
  const next = `${to}.copy`
  await rm(next, { recursive: true, force: true })
  await cp(from, next, { recursive: true, verbatimSymlinks: true })
  await rm(to, { recursive: true, force: true })
  await rename(next, to)
}
