import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { LaunchOrder } from '../../control/ports.ts'
import { machineStates } from '../../site/site.ts'

export const machineRecordSchema = z.object({
  id: z.string(),
  site: z.object({ id: z.string(), name: z.string() }),
  launch: z.number().int(),
  image: z.string(),
  size: z.string(),
  state: z.enum(machineStates),
  /** Where it listened last. */
  port: z.number().int().optional(),
})

/** What is kept of a machine besides its disk. */
export type MachineRecord = z.infer<typeof machineRecordSchema>

/** Made of the token, so that one token cannot give two machines, whatever happens in between. */
export function machineIdOf(token: string): string {
  return `machine-${digest(token)}`
}

/** Made of site and launch, for the same reason. */
export function imageIdOf({ siteId, launch }: { siteId: string; launch: number }): string {
  return `image-${digest(`${siteId}/${launch}`)}`
}

export function newRecord({ site, token, launch, image, size }: LaunchOrder): MachineRecord {
  return { id: machineIdOf(token), site: { id: site.id, name: site.name }, launch, image, size, state: 'pending' }
}

/** Fit for a file name, whatever the text. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20)
}
