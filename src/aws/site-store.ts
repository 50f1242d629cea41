import { isDeepStrictEqual } from 'node:util'
import { DeleteItemCommand, GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { isConditionRejected } from './errors.ts'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import type { SiteStore } from '../control/ports.ts'
import { ConflictError } from '../site/errors.ts'
import type { Site } from '../site/site.ts'
import { createCallLogs } from './call-logs.ts'
import { createLeases } from './leases.ts'
import { listSites } from './list-sites.ts'
import { createAuditTrail } from './audit-trail.ts'
import { createKeptPictures } from './kept-pictures.ts'
import { createKeptTeams, withoutTeams } from './kept-teams.ts'
import { createRemovedCosts } from './removed-costs.ts'
import { createSiteQuota } from './site-quota.ts'
import { fromItem, toItem, type Item } from './site-item.ts'

/**
 * What names look like. People may type or visit anything: DynamoDB rejects keys that are empty or over 2 KB, and other items
 * aren't sites (`SWEEP_KEY`).
 */
const SITE_KEY = /^[a-z0-9-]{1,63}$/
/** Can't be a site's name. The item lacks the attributes of the indexes, so no list shows it. */
const SWEEP_KEY = '#sweep'
/** Unreadable sightings start over. */
const sweepSchema = z.lazy(() =>
  z.object({ orphans: z.array(z.object({ key: z.string(), since: z.number() })) }).catch({ orphans: [] }),
)

/** Names can be reused, so the version alone doesn't identify the record. */
const isAsLoaded = (site: Site) => ({
  ConditionExpression: '#id = :id AND #version = :version',
  ExpressionAttributeNames: { '#id': 'id', '#version': 'version' },
  ExpressionAttributeValues: { ':id': { S: site.id }, ':version': { N: String(site.version) } },
})

const repositoryKey = (repository: string) => `#environment ${repository.toLowerCase()}`

const repositoryEnvironmentSchema = z.lazy(() =>
  z.object({
    version: z.number().int(),
    key: z.string().optional(),
    names: z.array(z.string()),
    by: z.string(),
    to: z.string(),
    savedFor: z.string().optional(),
    movedTo: z.string().optional(),
  }),
)

const follows = (version: number) => ({
  ConditionExpression: 'attribute_not_exists(#name) OR #version = :before',
  ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
  ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
})

const isFree = { ConditionExpression: 'attribute_not_exists(#name)', ExpressionAttributeNames: { '#name': 'name' } }

/**
 * The sites in a table as `siteTable` describes it. Besides the port's errors, `load` rejects with UnreadableRecordError, and
 * `list` with UserError `button-unknown` for an invalid cursor.
 */
export function createSiteStore({ client, tableName }: { client: DynamoDBClient; tableName: string }): SiteStore {
  const keptTeams = createKeptTeams({ client, tableName })
  const get = async (name: string): Promise<Item | undefined> => {
    const key = { name: { S: name } }
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }))
    return Item
  }
  const put = async (site: Site, condition: ReturnType<typeof isAsLoaded> | typeof isFree): Promise<Site> => {
    const whole = toItem(site)
    const stored = readBeforeWrite(site.name, whole)
    const { item, teams } = withoutTeams(whole)
    await keptTeams.save(site.id, teams)
    try {
      await client.send(new PutItemCommand({ TableName: tableName, Item: item, ...condition }))
    } catch (error) {
      // After a lost response the SDK retries, and then finds its own write.
      const isOurs = isConditionRejected(error) && isDeepStrictEqual(await get(site.name), item)
      if (!isOurs) throw translated(error, site)
    }
    return stored
  }
  return {
    load: async (name) => {
      const item = SITE_KEY.test(name) ? await get(name) : undefined
      return item === undefined ? undefined : fromItem(await keptTeams.load(item))
    },
    create: (site) => put(site, isFree),
    save: (site) => put({ ...site, version: site.version + 1 }, isAsLoaded(site)),
    remove: async (site) => {
      await keptTeams.remove(site.id)
      const key = { name: { S: site.name } }
      try {
        await client.send(new DeleteItemCommand({ TableName: tableName, Key: key, ...isAsLoaded(site) }))
      } catch (error) {
        throw translated(error, site)
      }
    },
    list: (query, page) => listSites({ client, tableName }, query, page, keptTeams.loadAll),
    ...createSiteQuota({ client, tableName }),
    ...createRemovedCosts({ client, tableName }),
    ...createLeases({ client, tableName }),
    ...createCallLogs({ client, tableName }),
    ...createAuditTrail({ client, tableName }),
    ...createKeptPictures({ client, tableName }),
    loadRepositoryEnvironment: async (repository) => {
      const item = await get(repositoryKey(repository))
      return item === undefined ? undefined : repositoryEnvironmentSchema.parse(unmarshall(item))
    },
    saveRepositoryEnvironment: async (repository, environment) => {
      const name = repositoryKey(repository)
      const item = marshall({ ...environment, name }, { removeUndefinedValues: true })
      try {
        await client.send(new PutItemCommand({ TableName: tableName, Item: item, ...follows(environment.version) }))
      } catch (error) {
        const isOurs = isConditionRejected(error) && isDeepStrictEqual(await get(name), item)
        if (!isOurs) throw translated(error, { name })
      }
    },
    loadOrphans: async () => {
      const item = await get(SWEEP_KEY)
      return item === undefined ? [] : sweepSchema.parse(unmarshall(item)).orphans
    },
    saveOrphans: async (orphans) => {
      await client.send(new PutItemCommand({ TableName: tableName, Item: marshall({ name: SWEEP_KEY, orphans }) }))
    },
  }
}

/** A record that couldn't be read back is a bug of ours; the table keeps the one it has. */
function readBeforeWrite(name: string, item: Item): Site {
  try {
    return fromItem(item)
  } catch (cause) {
    throw new Error(`What was to be stored as ${name} is no record of a site`, { cause })
  }
}

function translated(cause: unknown, { name }: Pick<Site, 'name'>): unknown {
  if (!isConditionRejected(cause)) return cause
  return new ConflictError(`${name} is no longer what was loaded`, { cause })
}
