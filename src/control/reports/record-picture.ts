import { createHash } from 'node:crypto'
import * as z from 'zod'
import { isPictured } from '../../site/pictured-page.ts'
import { withNext } from '../../site/picture.ts'
import type { Site } from '../../site/site.ts'
import type { Clock, SiteStore } from '../ports.ts'
import { recordFact } from '../record-fact.ts'
import { patched } from '../status-patch.ts'
import type { ReportOutcome } from './report-outcome.ts'
import { isReportToken } from './report-token.ts'
import { commitSchema } from './reported-deploy.ts'

/** What `instance/bin/picture` sends. `changed`: the part of the pixels that differs from the picture before. */
const bodySchema = z.object({ commit: commitSchema, changed: z.number().min(0).max(1), image: z.base64() })

/** Of a JPEG file. */
const BEGINNING = Buffer.from([0xff, 0xd8, 0xff])

/** Keeps the picture of a machine's start page for the step that uploads it. */
export async function recordPicture(
  { store, clock }: { store: SiteStore; clock: Clock },
  name: string,
  token: string,
  body: unknown,
): Promise<ReportOutcome> {
  const site = await store.load(name)
  if (site === undefined || !isReportToken(token, site.status.reportTokens ?? [])) return 'denied'
  if (site.status.instance === undefined) return 'unexpected'
  const read = bodySchema.safeParse(body)
  const data = Buffer.from(read.data?.image ?? '', 'base64')
  if (!read.success || !data.subarray(0, BEGINNING.length).equals(BEGINNING)) return 'invalid'
  await keepPicture({ store, clock }, site, { ...read.data, data })
  return 'recorded'
}

/** Keeps a picture of a site's start page, JPEG, for the step that uploads it. */
export async function keepPicture(
  { store, clock }: { store: SiteStore; clock: Clock },
  { id, name }: Pick<Site, 'id' | 'name'>,
  { commit, changed, data }: { commit: string; changed: number; data: Buffer },
): Promise<void> {
  const hash = createHash('sha256').update(data).digest('hex')
  await store.savePicture({ siteId: id, hash, data, at: clock.now() })
  await recordFact(store, name, (site) =>
    site.id === id && isPictured(site)
      ? patched(site, { picture: withNext(site.status.picture, { hash, commit, changed }) })
      : site,
  )
}
