import { changed } from './change.ts'
import { POKOPOKO, type Site, type SiteSpec } from './site.ts'
import type { Instant } from './time.ts'

type Halves = Pick<Site, 'spec' | 'status'>

/** Another size was asked for than the machine has. */
export function hasOtherSize({ spec, status: { instance } }: Halves): boolean {
  return instance !== undefined && (instance.sizeRevision ?? 0) < (spec.sizeRevision ?? 0)
}

/** Its machine is to be stopped now for another size. A job that runs is waited for. */
export function isToBeResized(site: Halves): boolean {
  const { spec, status } = site
  return spec.desired === 'up' && hasOtherSize(site) && status.command?.id === undefined
}

/** What another size makes of the spec. */
export function resized(site: Halves): Pick<SiteSpec, 'sizeRevision' | 'sizeBefore'> {
  const { size, sizeRevision = 0, sizeBefore } = site.spec
  return { sizeRevision: sizeRevision + 1, sizeBefore: (hasOtherSize(site) ? sizeBefore : undefined) ?? size }
}

/** The machine can't have the size that was asked for last, and there is one that it can have. */
export function isSizeRefused({ spec, status }: Halves): boolean {
  const { sizeRevision, sizeBefore } = spec
  return status.sizeRefused !== undefined && status.sizeRefused === sizeRevision && sizeBefore !== undefined
}

/** The site with the size before. */
export function withSizeBefore(site: Site, now: Instant): Site {
  const { size, sizeBefore = size, sizeRevision = 0 } = site.spec
  const spec = { size: sizeBefore, sizeRevision: sizeRevision + 1, sizeBefore: undefined }
  return changed(site, spec, { action: 'size-refused', to: `${size} → ${sizeBefore}` }, { by: POKOPOKO, now })
}

/** Graviton families have a g after their generation: t4g, c7gn. Source: Amazon EC2 instance types, naming conventions. */
export function isArm(size: string): boolean {
  return /^[a-z]+\d+g/.test(size)
}
