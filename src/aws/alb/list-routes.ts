import {
  DescribeTagsCommand,
  type ElasticLoadBalancingV2Client,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { readTags } from '../tags.ts'

/** DescribeTags takes no more resources at once. */
const TAGS_AT_ONCE = 20

/**
 * Sites with a route, by their target groups: these are made first and removed last, so whatever else a route is made of
 * has one beside it.
 */
export async function listRoutes(
  elb: ElasticLoadBalancingV2Client,
  stack: string,
): Promise<{ siteId: string; name: string }[]> {
  const arns: string[] = []
  for await (const { TargetGroups = [] } of paginateDescribeTargetGroups({ client: elb, pageSize: 400 }, {})) {
    arns.push(...TargetGroups.flatMap(({ TargetGroupArn }) => TargetGroupArn ?? []))
  }
  const routes: { siteId: string; name: string }[] = []
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
