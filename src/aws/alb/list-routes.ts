import { DescribeTagsCommand, paginateDescribeTargetGroups } from '@aws-sdk/client-elastic-load-balancing-v2'
import { readTags } from '../tags.ts'
import { mayBeOfSite, type TargetGroupDeps, targetGroupName } from './target-group.ts'

interface ListedRoute {
  siteId: string
  name: string
}

type Deps = Pick<TargetGroupDeps, 'elb' | 'stack'>

/** DescribeTags takes no more resources at once. */
const TAGS_AT_ONCE = 20

/**
 * Sites with a route, by their target groups: these are made first and removed last, so whatever else a route is made of
 * has one beside it. A target group's name tells whether it is that of a known site; only for others are tags asked for.
 */
export async function listRoutes(deps: Deps, known: Iterable<{ id: string; name: string }>): Promise<ListedRoute[]> {
  const byGroup = new Map([...known].map(({ id, name }) => [targetGroupName(deps.stack, id), { siteId: id, name }]))
  const routes: ListedRoute[] = []
  const strangers: string[] = []
  for await (const { TargetGroups = [] } of paginateDescribeTargetGroups({ client: deps.elb, pageSize: 400 }, {})) {
    for (const { TargetGroupArn: arn, TargetGroupName: group = '' } of TargetGroups) {
      const route = byGroup.get(group)
      if (route !== undefined) routes.push(route)
      else if (arn !== undefined && mayBeOfSite(group)) strangers.push(arn)
    }
  }
  return [...routes, ...(await readOwners(deps, strangers))]
}

async function readOwners({ elb, stack }: Deps, arns: string[]): Promise<ListedRoute[]> {
  const routes: ListedRoute[] = []
  for (let at = 0; at < arns.length; at += TAGS_AT_ONCE) {
    const command = new DescribeTagsCommand({ ResourceArns: arns.slice(at, at + TAGS_AT_ONCE) })
    const { TagDescriptions = [] } = await elb.send(command)
    for (const { Tags } of TagDescriptions) {
      const belonging = readTags(stack, Tags)
      if (belonging !== undefined) routes.push({ siteId: belonging.siteId, name: belonging.siteName })
    }
  }
  return routes
}
