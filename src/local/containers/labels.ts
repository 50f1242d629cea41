import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import * as z from 'zod'

/** Tells apart the data directories of one computer: each finds its own containers and images again, and no others. */
export function ownerOf(dataDirectory: string): string {
  return keyOf(resolve(dataDirectory))
}

/** A name for containers and images out of any text. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20)
}

export interface Owned {
  siteId: string
  siteName: string
  launch: number
}

export function labelsOf(owner: string, { siteId, siteName, launch }: Owned): string[] {
  const labels = { owner, 'site-id': siteId, 'site-name': siteName, launch }
  return Object.entries(labels).map(([name, value]) => `pokopoko.${name}=${value}`)
}

export function ownerFilter(owner: string): string {
  return `label=pokopoko.owner=${owner}`
}

const schema = z
  .object({
    'pokopoko.site-id': z.string(),
    'pokopoko.site-name': z.string(),
    'pokopoko.launch': z.coerce.number().int(),
  })
  .transform((labels) => ({
    siteId: labels['pokopoko.site-id'],
    siteName: labels['pokopoko.site-name'],
    launch: labels['pokopoko.launch'],
  }))

export const labelsSchema: z.ZodType<Owned> = schema
