import { mkdir } from 'node:fs/promises'
import type { MachineImage } from '../../control/ports.ts'
import { isThere } from '../json-file.ts'
import { createImageCopies, type ImageRecord } from './image-copies.ts'
import { imageIdOf } from './machine-record.ts'

/** The image that first machines are launched from: an empty disk. */
export const EMBEDDED_IMAGE = 'embedded'

export interface ImageSource {
  id: string
  siteId: string
  siteName: string
  launch: number
}

/** Runs `task` while nothing changes the machine's disk. */
export type WithDisk = <T>(task: (diskPath: string) => Promise<T>) => Promise<T>

interface ImagesDeps {
  directory: string
  /** undefined: there is no such machine. */
  diskOf(machineId: string): WithDisk | undefined
  onChange(siteName: string): void
  report(error: unknown): void
}

/** An image is found by its id, which is made of site and launch, so there cannot be two of one machine. */
export async function createImages({ directory, diskOf, onChange, report }: ImagesDeps) {
  const images = new Map<string, MachineImage>()
  const copies = await createImageCopies(directory)
  const underWay = new Map<string, Promise<void>>()
  const complete = (id: string, state: MachineImage['state']) => {
    const image = images.get(id)
    if (image !== undefined) images.set(id, { ...image, state })
  }
  const make = async ({ id, siteName }: ImageRecord, withDisk: WithDisk) => {
    try {
      await withDisk((diskPath) => copies.fill(id, diskPath))
      complete(id, 'available')
    } catch (error) {
      complete(id, 'failed')
      report(error)
    }
    underWay.delete(id)
    onChange(siteName)
  }
  const create = async (source: ImageSource) => {
    const id = imageIdOf(source)
    const same = images.get(id)
    if (same !== undefined) return same
    const withDisk = diskOf(source.id)
    if (withDisk === undefined) return undefined
    const { siteId, siteName, launch } = source
    const image: MachineImage = { id, siteId, launch, state: 'pending' }
    images.set(id, image)
    const record: ImageRecord = { id, siteId, siteName, launch, instanceId: source.id }
    await copies.begin(record)
    underWay.set(id, make(record, withDisk))
    return image
  }
  const resume = async () => {
    for (const { record, isWhole } of await copies.found()) {
      const { id, siteId, launch, instanceId } = record
      const withDisk = isWhole ? undefined : diskOf(instanceId)
      if (!isWhole && withDisk === undefined) await copies.remove(id)
      else images.set(id, { id, siteId, launch, state: isWhole ? 'available' : 'pending' })
      if (withDisk !== undefined) underWay.set(id, make(record, withDisk))
    }
  }
  return {
    /** The image of that machine and launch, made if there is none; undefined when there is nothing to make it of. */
    create,
    describe: (id: string) => images.get(id),
    remove: async (id: string) => {
      await underWay.get(id)
      images.delete(id)
      await copies.remove(id)
    },
    list: () => [...images.values()],
    /** Makes a disk of an image; leaves a disk that is there as it is. */
    makeDisk: async (imageId: string, diskPath: string) => {
      if (await isThere(diskPath)) return
      if (imageId === EMBEDDED_IMAGE) await mkdir(diskPath, { mode: 0o700 })
      else await copies.restore(imageId, diskPath)
    },
    /** Carries on with images that a former process left half-made. */
    resume,
    /** Waits for copies under way. */
    close: async () => {
      await Promise.all(underWay.values())
    },
  }
}

export type Images = Awaited<ReturnType<typeof createImages>>
