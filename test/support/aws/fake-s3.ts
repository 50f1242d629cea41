import { type DeleteObjectRequest, type PutObjectRequest, S3Client } from '@aws-sdk/client-s3'
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
    DeleteObject: ({ Bucket, Key = '' }: DeleteObjectRequest) => {
      check(Bucket)
      objects.delete(Key)
      return {}
    },
  })
  const client = new S3Client(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return {
    ...service,
    client,
    objects,
    /** What a machine gets at that address; undefined: 403, or nothing there. Addresses are signed by the real time. */
    fetch: (address: string): Buffer | undefined => {
      const { hostname, pathname, searchParams } = new URL(address)
      if (hostname !== `${BUCKET}.s3.eu-west-1.amazonaws.com` || searchParams.get('X-Amz-Signature') === null)
        return undefined
      const lifeMs = Number(searchParams.get('X-Amz-Expires')) * SECOND_MS
      const signedAt = signedAtOf(address, clock)
      return clock.now() - signedAt <= lifeMs ? objects.get(decodeURIComponent(pathname.slice(1))) : undefined
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
