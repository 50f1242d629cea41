import { ownerOfImage } from '../../../../src/control/images/bake.ts'
import { tagsOf } from '../../../../src/aws/tags.ts'
import type { IamRequest } from '../judge.ts'

export type Tags = Record<string, string>
export type Facts = IamRequest['facts']

/** What all carries that a stack makes for a site. */
export function siteTags(stack: string): Tags {
  return tagsBy(tagsOf(stack, { siteId: 'site-plum', siteName: 'plum', launch: 1 }))
}

/** What all carries that a stack makes for a baked image. */
export function bakeTags(stack: string): Tags {
  const { id, name } = ownerOfImage('Agency')
  return tagsBy(tagsOf(stack, { siteId: id, siteName: name, launch: 1 }))
}

function tagsBy(tags: { Key: string; Value: string }[]): Tags {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))
}

/** The resource carries these. Services have keys of their own for it, besides the one of all. */
export function tagged(
  tags: Tags,
  service: 'ec2:ResourceTag' | 'elasticloadbalancing:ResourceTag' | 'ssm:resourceTag',
) {
  return prefixed(tags, 'aws:ResourceTag', service)
}

/** The request brings these along. */
export function tagging(tags: Tags): Facts {
  return {
    ...prefixed(tags, 'aws:RequestTag'),
    ...(Object.keys(tags).length > 0 && { 'aws:TagKeys': Object.keys(tags) }),
  }
}

function prefixed(tags: Tags, ...prefixes: string[]): Facts {
  return Object.fromEntries(
    prefixes.flatMap((prefix) => Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value])),
  )
}
