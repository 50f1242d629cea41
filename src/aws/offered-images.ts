import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod'
import type { Instant } from '../site/time.ts'

/** No site's name begins so. The item lacks the attributes of the indexes, so no list shows it. */
export const IMAGES_KEY = '#images'

/** What the item holds: which images people can choose from, and when that was so. */
export const offeredImagesSchema = z.lazy(() =>
  z.object({
    images: z.array(z.object({ id: z.string(), label: z.string() })),
    at: z.number(),
  }),
)
export type OfferedImages = z.infer<typeof offeredImagesSchema>

export interface Table {
  client: DynamoDBClient
  tableName: string
}

/** Replaces the list that the function for Slack offers. */
export async function saveOfferedImages(
  { client, tableName }: Table,
  images: OfferedImages['images'],
  at: Instant,
): Promise<void> {
  await client.send(new PutItemCommand({ TableName: tableName, Item: marshall({ name: IMAGES_KEY, images, at }) }))
}
