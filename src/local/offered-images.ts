import { join } from 'node:path'
import * as z from 'zod'
import type { Instances, MachineImage } from '../control/ports.ts'
import { openStored } from './json-file.ts'

/** A platform's, as it makes them. */
interface Images {
  describe(id: string): MachineImage | undefined | Promise<MachineImage | undefined>
  remove(id: string): Promise<void>
}

/** Which images of machines forms offer, and by which label: a file in that directory. */
export async function openOfferedImages(directory: string) {
  const labels = await openStored(join(directory, 'offered.json'), z.record(z.string(), z.string()), {})
  const offer = (id: string, label: string) => labels.update((all) => ({ ...all, [id]: label }))
  const labelled = (image: MachineImage): MachineImage => {
    const label = labels.value()[image.id]
    return label === undefined ? image : { ...image, label }
  }
  return {
    offer,
    labelled,
    /** What a platform's images are, with their labels. */
    labelling: (images: Images): Pick<Instances, 'describeImage' | 'offerImage' | 'removeImage'> => ({
      describeImage: async (id) => {
        const image = await images.describe(id)
        return image && labelled(image)
      },
      offerImage: offer,
      removeImage: async (id) => {
        await images.remove(id)
        if (id in labels.value()) await labels.update(({ [id]: _, ...others }) => others)
      },
    }),
    /** Of these, what the form offers: the newest of each label. */
    choices: (images: readonly MachineImage[]) => {
      const newest = new Map<string, MachineImage>()
      for (const image of images.toSorted((a, b) => a.launch - b.launch)) {
        const label = labels.value()[image.id]
        if (label !== undefined && image.state === 'available') newest.set(label, image)
      }
      return [...newest].map(([label, { id }]) => ({ id, label }))
    },
  }
}

export type OfferedImages = Awaited<ReturnType<typeof openOfferedImages>>
