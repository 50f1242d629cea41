/** Tags on everything created at run time: its site, and its stack. */
export const tagKeys = {
  /** The table's name, which tells apart two stacks in one account. */
  stack: 'pokopoko:stack',
  /** Id of the site. */
  site: 'pokopoko:site',
  /** Name of the site. */
  name: 'pokopoko:name',
  launch: 'pokopoko:launch',
} as const

/** Tag on an image that the form offers: its label. Images that others share can be tagged too; tags are visible to our account only. */
export const OFFERED = 'testsite:image'

export interface Tag {
  Key?: string | undefined
  Value?: string | undefined
}

export interface Belonging {
  siteId: string
  siteName: string
  /** Launch number of the machine, or of the machine that an image was made of. */
  launch?: number
}

export function tagsOf(stack: string, { siteId, siteName, launch }: Belonging): { Key: string; Value: string }[] {
  return [
    { Key: tagKeys.stack, Value: stack },
    { Key: tagKeys.site, Value: siteId },
    { Key: tagKeys.name, Value: siteName },
    ...(launch === undefined ? [] : [{ Key: tagKeys.launch, Value: String(launch) }]),
  ]
}

export function tagValue(tags: readonly Tag[] | undefined, key: string): string | undefined {
  return tags?.find(({ Key }) => Key === key)?.Value
}

/** undefined: not of this stack, or not of a site. */
export function readTags(stack: string, tags: readonly Tag[] | undefined): Belonging | undefined {
  const siteId = tagValue(tags, tagKeys.site)
  const siteName = tagValue(tags, tagKeys.name)
  if (tagValue(tags, tagKeys.stack) !== stack || siteId === undefined || siteName === undefined) return undefined
  const launch = tagValue(tags, tagKeys.launch)
  return { siteId, siteName, ...(launch !== undefined && { launch: Number(launch) }) }
}

/** For EC2's Describe calls: resources with these tags. */
export function tagFilters(tags: readonly { Key: string; Value: string }[]): { Name: string; Values: string[] }[] {
  return tags.map(({ Key, Value }) => ({ Name: `tag:${Key}`, Values: [Value] }))
}

/** For EC2's Describe calls: resources of this stack. */
export function stackFilter(stack: string): { Name: string; Values: string[] }[] {
  return tagFilters([{ Key: tagKeys.stack, Value: stack }])
}
