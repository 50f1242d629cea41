import { randomBytes } from 'node:crypto'
import { GetItemCommand, UpdateItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { isConditionRejected } from './errors.ts'
import { undefinedIf } from '../site/errors.ts'
import type { Item } from './site-item.ts'

/** The hash key in the index `keys-by-life` of the owners' items. */
export const QUOTA_LIFE = 'quota'
/** No site's name begins so. */
const TOTAL = '#quota'
const OF_OWNER = `${TOTAL} `
const OF_SITE = 'of:'

export type Table = { client: DynamoDBClient; tableName: string }

/** What one owner's sites are: a token each, by the site's id. */
export interface OwnersItem {
  tokens: ReadonlyMap<string, string>
}

/** How many entries count. `claims` are the tokens of what is under way. */
export interface TotalItem {
  count: number
  claims: ReadonlySet<string>
  /** Raised by each change. */
  revision: number
}

export const newToken = () => randomBytes(6).toString('base64url')

export function ownersKey(owner: string): string {
  return `${OF_OWNER}${owner}`
}

export function ownerOf(name: string): string {
  return name.slice(OF_OWNER.length)
}

export async function readOwner(table: Table, owner: string): Promise<OwnersItem> {
  return toOwnersItem(await read(table, ownersKey(owner)))
}

export function toOwnersItem(item: Item = {}): OwnersItem {
  const sites = Object.entries(item).filter(([name]) => name.startsWith(OF_SITE))
  return { tokens: new Map(sites.map(([name, { S: token = '' }]) => [name.slice(OF_SITE.length), token])) }
}

/** As {@link readOwner} finds it. */
export function fromTokens(owner: string, tokens: ReadonlyMap<string, string>): Item {
  return {
    name: { S: ownersKey(owner) },
    life: { S: QUOTA_LIFE },
    expiresAt: { N: '0' },
    count: { N: String(tokens.size) },
    ...Object.fromEntries([...tokens].map(([siteId, token]) => [OF_SITE + siteId, { S: token }])),
  }
}

/** undefined: it isn't there yet. */
export async function readTotal(table: Table): Promise<TotalItem | undefined> {
  const item = await read(table, TOTAL)
  if (item === undefined) return undefined
  const { count, claims, revision } = item
  return { count: Number(count?.N), claims: new Set(claims?.SS), revision: Number(revision?.N) }
}

export function firstTotal(count: number): Item {
  return { name: { S: TOTAL }, count: { N: String(count) }, revision: { N: '1' } }
}

/** Adds the site. False if it is there, or if the owner has as many as that. */
export function addSite(table: Table, owner: string, siteId: string, token: string, most?: number): Promise<boolean> {
  const hasRoom = most === undefined ? [] : ['(attribute_not_exists(#count) OR #count < :most)']
  return update(table, ownersKey(owner), {
    update: 'ADD #count :one SET #site = :token, #life = :life, #expiresAt = :never',
    condition: ['attribute_not_exists(#site)', ...hasRoom].join(' AND '),
    names: { '#count': 'count', '#site': OF_SITE + siteId, '#life': 'life', '#expiresAt': 'expiresAt' },
    values: {
      ':one': { N: '1' },
      ':token': { S: token },
      ':life': { S: QUOTA_LIFE },
      ':never': { N: '0' },
      ...(most !== undefined && { ':most': { N: String(most) } }),
    },
  })
}

/** Removes the site. False if it has another token, or if `isLast` isn't so: with the last one, the index loses the owner. */
export function removeSite(
  table: Table,
  owner: string,
  siteId: string,
  { token, isLast }: { token: string; isLast: boolean },
): Promise<boolean> {
  return update(table, ownersKey(owner), {
    update: `ADD #count :less REMOVE #site${isLast ? ', #life, #expiresAt' : ''}`,
    condition: `#site = :token AND #count ${isLast ? '=' : '>'} :one`,
    names: {
      '#count': 'count',
      '#site': OF_SITE + siteId,
      ...(isLast && { '#life': 'life', '#expiresAt': 'expiresAt' }),
    },
    values: { ':less': { N: '-1' }, ':one': { N: '1' }, ':token': { S: token } },
  })
}

/** Marks that something is under way. */
export function claim(table: Table, token: string): Promise<boolean> {
  return update(table, TOTAL, {
    update: 'ADD #claims :tokens, #revision :one',
    condition: 'attribute_exists(#name)',
    names: { '#claims': 'claims', '#revision': 'revision', '#name': 'name' },
    values: { ':tokens': { SS: [token] }, ':one': { N: '1' } },
  })
}

/** Ends what is under way, and changes the count with it. False if it has ended, or if there are `most`. */
export function settle(table: Table, token: string, change: 1 | 0 | -1, most?: number): Promise<boolean> {
  return update(table, TOTAL, {
    update: 'ADD #count :change, #revision :one DELETE #claims :tokens',
    condition: ['contains(#claims, :token)', ...(most === undefined ? [] : ['#count < :most'])].join(' AND '),
    names: { '#count': 'count', '#claims': 'claims', '#revision': 'revision' },
    values: {
      ':change': { N: String(change) },
      ':one': { N: '1' },
      ':token': { S: token },
      ':tokens': { SS: [token] },
      ...(most !== undefined && { ':most': { N: String(most) } }),
    },
  })
}

/** Sets the count. False if something has changed since that revision. */
export function setCount(table: Table, count: number, revision: number): Promise<boolean> {
  return update(table, TOTAL, {
    update: 'SET #count = :count ADD #revision :one REMOVE #claims',
    condition: '#revision = :revision',
    names: { '#count': 'count', '#claims': 'claims', '#revision': 'revision' },
    values: { ':count': { N: String(count) }, ':one': { N: '1' }, ':revision': { N: String(revision) } },
  })
}

async function read({ client, tableName }: Table, name: string): Promise<Item | undefined> {
  const key = { name: { S: name } }
  const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }))
  return Item
}

interface Write {
  update: string
  condition: string
  names: Record<string, string>
  values: Record<string, AttributeValue>
}

async function update({ client, tableName }: Table, name: string, write: Write): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: { name: { S: name } },
    UpdateExpression: write.update,
    ConditionExpression: write.condition,
    ExpressionAttributeNames: write.names,
    ExpressionAttributeValues: write.values,
  })
  return (await undefinedIf(isConditionRejected, client.send(command))) !== undefined
}
