import { type DeleteObjectRequest, type GetObjectRequest, type PutObjectRequest, S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../../../src/control/ports.ts'
import { SECOND_MS } from '../../../src/site/time.ts'
import { AwsError, createFakeService, answeredBy, insteadOfNetwork, nowhere } from './fake-service.ts'

export type FakeS3 = ReturnType<typeof createFakeS3>

export const BUCKET = 'inputs'

/** One private bucket, from which presigned addresses give what is there, as long as they hold. */
export function createFakeS3(clock: Clock) {
  const objects = new Map<string, Buffer>()
  const service = createFakeService({
    PutObject: ({
      Bucket,
      Key = '',
      Body,
      ServerSideEncryption,
    }: { Body?: unknown } & Omit<PutObjectRequest, 'Body'>) => {
      check(Bucket)
      if (ServerSideEncryption !== 'AES256') throw new AwsError('AccessDenied', 'not encrypted')
      if (typeof Body !== 'string' && !(Body instanceof Uint8Array)) throw new AwsError('InvalidRequest', 'body')
      objects.set(Key, Buffer.from(Body))
      return {}
    },
    GetObject: ({ Bucket, Key = '', Range = '' }: GetObjectRequest) => {
      check(Bucket)
      const found = objects.get(Key)
      if (found === undefined) throw new AwsError('NoSuchKey')
      const [, last] = /^bytes=0-(\d+)$/.exec(Range) ?? []
      const text = found.subarray(0, Number(last) + 1).toString()
      return { Body: { transformToString: async () => text } }
    },
    DeleteObject: ({ Bucket, Key = '' }: DeleteObjectRequest) => {
      check(Bucket)
      objects.delete(Key)
      return {}
    },
  })
  const client = new S3Client(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  /** undefined: 403. Addresses are signed by the real time. */
  const keyAt = (address: string, operation: string): string | undefined => {
    const { hostname, pathname, searchParams } = new URL(address)
    if (hostname !== `${BUCKET}.s3.eu-west-1.amazonaws.com` || searchParams.get('X-Amz-Signature') === null)
      return undefined
    if (searchParams.get('x-id') !== operation) return undefined
    const lifeMs = Number(searchParams.get('X-Amz-Expires')) * SECOND_MS
    return clock.now() - signedAtOf(address, clock) <= lifeMs ? decodeURIComponent(pathname.slice(1)) : undefined
  }
  return {
    ...service,
    client,
    objects,
    /** What a machine gets at that address; undefined: 403, or nothing there. */
    fetch: (address: string): Buffer | undefined => objects.get(keyAt(address, 'GetObject') ?? ''),
    /** What a machine puts there; false: 403. */
    put: (address: string, body: string): boolean => {
      const key = keyAt(address, 'PutObject')
      if (key !== undefined) objects.set(key, Buffer.from(body))
      return key !== undefined
    },
  }
}

/** The signer takes the computer's time, the tests have their own: an address counts from when it is first seen. */
const firstSeen = new Map<string, number>()
function signedAtOf(address: string, clock: Clock): number {
  const at = firstSeen.get(address) ?? clock.now()
  firstSeen.set(address, at)
  return at
}

function check(bucket: string | undefined): void {
  if (bucket !== BUCKET) throw new AwsError('NoSuchBucket')
}
