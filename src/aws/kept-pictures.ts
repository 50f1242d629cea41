import { GetItemCommand, PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import type { SiteStore } from '../control/ports.ts'
import { DAY_MS, SECOND_MS } from '../site/time.ts'
import { TTL_ATTRIBUTE } from './audit-trail.ts'

const pictureSchema = z.lazy(() =>
  z.object({
    siteId: z.string(),
    hash: z.string(),
    data: z.instanceof(Uint8Array),
    at: z.number(),
  }),
)

/** No site's name begins so. The items lack the attributes of the indexes, so no list shows them. */
const keyOf = (siteId: string) => `#picture ${siteId}`

/** One item for each site, which DynamoDB removes after a day. */
export function createKeptPictures({
  client,
  tableName,
}: {
  client: DynamoDBClient
  tableName: string
}): Pick<SiteStore, 'savePicture' | 'loadPicture'> {
  return {
    savePicture: async (picture) => {
      const item = {
        ...picture,
        name: keyOf(picture.siteId),
        [TTL_ATTRIBUTE]: Math.ceil((picture.at + DAY_MS) / SECOND_MS),
      }
      await client.send(new PutItemCommand({ TableName: tableName, Item: marshall(item) }))
    },
    loadPicture: async (siteId) => {
      const Key = { name: { S: keyOf(siteId) } }
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }))
      return Item === undefined ? undefined : pictureSchema.parse(unmarshall(Item))
    },
  }
}
