import type { EC2Client } from '@aws-sdk/client-ec2'
import type { SSMClient } from '@aws-sdk/client-ssm'
import type { Clock } from '../control/ports.ts'
import type { Catalogue } from '../site/requests/create.ts'
import { MINUTE_MS, SECOND_MS } from '../site/time.ts'
import { createFresh } from './catalogue/fresh.ts'
import { ownImages } from './catalogue/own-images.ts'
import { type Architecture, publicImages } from './catalogue/public-images.ts'

export interface ImageCatalogueDeps {
  ec2: EC2Client
  ssm: SSMClient
  clock: Clock
  sizes: Catalogue['sizes']
  /** Of all sizes. */
  architecture: Architecture
}

const MAX_AGE_MS = 5 * MINUTE_MS
/** Slack waits for three seconds, and the form is not all that has to be done in them. */
const PATIENCE_MS = SECOND_MS

/**
 * What a site can be made from: tagged images first, then plain ones. Old news or half of it is better than a form that does not
 * open; it fails only when there is nothing at all to choose from.
 */
export function createImageCatalogue(deps: ImageCatalogueDeps): () => Promise<Catalogue> {
  const { ec2, ssm, clock, sizes, architecture } = deps
  const options = { clock, maxAgeMs: MAX_AGE_MS, patienceMs: PATIENCE_MS }
  const parts = [
    createFresh(options, () => ownImages(ec2, architecture)),
    createFresh(options, () => publicImages(ssm, architecture)),
  ]
  return async () => {
    const outcomes = await Promise.all(parts.map((part) => part()))
    const images = outcomes.flatMap((outcome) => ('value' in outcome ? outcome.value : []))
    const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []))
    if (images.length === 0 && errors.length > 0) throw new AggregateError(errors, 'No images can be listed')
    return { images, sizes, offersSpot: true }
  }
}
