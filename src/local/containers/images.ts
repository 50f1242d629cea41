import * as z from 'zod'
import type { Instances, MachineImage } from '../../control/ports.ts'
import { PermanentError } from '../../site/errors.ts'
import { type Engine, mustRun } from './engine.ts'
import { keyOf, labelsOf, labelsSchema, ownerFilter } from './containers.ts'

/** The images that first machines are launched from: Debian, and what instance/images/agency makes of it. */
export const CONTAINER_IMAGE = 'container'
export const AGENCY_IMAGE = 'agency'

const ARCHIVE = 'localhost/pokopoko-archive'
/** An image that is removed while a machine runs from it has this name until the machine is gone. */
const REMOVED = 'localhost/pokopoko-removed'

type Source = Parameters<Instances['createImage']>[0]

interface ImagesDeps {
  engine: Engine
  owner: string
  /** By id, the images for new machines. Each resolves with its name, once it's built if needed. */
  newMachines: Readonly<Record<string, () => Promise<string>>>
  onChange(siteName: string): void
  report(error: unknown): void
}

const inspectSchema = z.array(z.object({ Config: z.object({ Labels: labelsSchema }) }))

export function createImages({ engine, owner, newMachines, onChange, report }: ImagesDeps) {
  const pending = new Map<string, { image: MachineImage; made: Promise<void> }>()
  const nameOf = (id: string) => `${ARCHIVE}:${id}`
  const describe = async (id: string): Promise<MachineImage | undefined> => {
    const making = pending.get(id)
    if (making !== undefined) return making.image
    const { code, stdout } = await engine(['image', 'inspect', nameOf(id)])
    if (code !== 0) return undefined
    const [image] = inspectSchema.parse(JSON.parse(stdout))
    return image && { id, siteId: image.Config.Labels.siteId, launch: image.Config.Labels.launch, state: 'available' }
  }
  const make = async (id: string, source: Source): Promise<void> => {
    const labels = labelsOf(owner, source).flatMap((label) => ['--change', `LABEL ${label}`])
    try {
      await mustRun(engine, ['commit', ...labels, source.id, nameOf(id)])
    } catch (error) {
      report(error)
    }
    pending.delete(id)
    onChange(source.siteName)
  }
  return {
    /** Builds the image, if it's one for new machines and not built yet. */
    prepare: async (id: string) => {
      await newMachines[id]?.()
    },
    /** The engine's name for it. PermanentError `image-missing`. */
    nameOf: async (id: string) => {
      const forNew = newMachines[id]
      if (forNew !== undefined) return forNew()
      const image = await describe(id)
      if (image === undefined) throw new PermanentError('image-missing')
      if (image.state !== 'available') throw new Error(`${id} is not yet available`)
      return nameOf(id)
    },
    /** The image of that machine and launch, created if needed. PermanentError `machine-gone`. */
    create: async (source: Source, isThere: boolean) => {
      const id = keyOf(`${owner} ${source.siteId} ${source.launch}`)
      const known = await describe(id)
      if (known !== undefined) return known
      if (!isThere) throw new PermanentError('machine-gone')
      const image: MachineImage = { id, siteId: source.siteId, launch: source.launch, state: 'pending' }
      if (!pending.has(id)) pending.set(id, { image, made: make(id, source) })
      return image
    },
    describe,
    remove: async (id: string) => {
      await pending.get(id)?.made
      if ((await describe(id)) === undefined) return
      await mustRun(engine, ['tag', nameOf(id), `${REMOVED}:${id}`])
      await mustRun(engine, ['rmi', nameOf(id)])
      await engine(['rmi', `${REMOVED}:${id}`])
    },
    removeLeftOvers: async () => {
      for (const name of await namesOf(engine, owner, REMOVED)) await engine(['rmi', name])
    },
    list: async () => {
      const names = await namesOf(engine, owner, ARCHIVE)
      const made = await Promise.all(names.map((name) => describe(name.slice(ARCHIVE.length + 1))))
      const making = [...pending.values()].map(({ image }) => image)
      const others = made.filter((image) => image !== undefined).filter(({ id }) => !pending.has(id))
      return [...making, ...others]
    },
    /** Waits for images that are being created. */
    close: async () => {
      await Promise.all([...pending.values()].map(({ made }) => made))
    },
  }
}

export type Images = ReturnType<typeof createImages>

async function namesOf(engine: Engine, owner: string, repository: string): Promise<string[]> {
  const words = ['images', '--filter', ownerFilter(owner), '--format', '{{.Repository}}:{{.Tag}}']
  const names = await mustRun(engine, words)
  return names.split('\n').filter((name) => name.startsWith(`${repository}:`))
}
