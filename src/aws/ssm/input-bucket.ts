import { createHash, randomUUID } from 'node:crypto'
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Job } from '../../control/jobs.ts'
import type { Clock } from '../../control/ports.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../site/time.ts'

/** How long a machine may fetch an object. */
export const ADDRESS_LIFE_MS = 15 * MINUTE_MS
/** The bucket deletes every object after a day. */
const BUNDLE_LIFE_MS = 12 * HOUR_MS

export interface InputBucketDeps {
  s3: S3Client
  bucket: string
  clock: Clock
  /** `instance.tar.gz`: what runs on machines. */
  instanceBundle(): Promise<Uint8Array>
}

/** What a machine needs for a job and nobody else may read, at presigned addresses that are valid for 15 minutes. */
export function createInputBucket({ s3, bucket, clock, instanceBundle }: InputBucketDeps) {
  let put: { key: Promise<string>; at: Instant } | undefined
  const addressOf = (Key: string) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key }), { expiresIn: ADDRESS_LIFE_MS / SECOND_MS })
  const putObject = (Key: string, Body: Uint8Array | string, ContentType: string) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType, ServerSideEncryption: 'AES256' }))
  const putBundle = async () => {
    const bytes = await instanceBundle()
    const key = `bundles/${createHash('sha256').update(bytes).digest('hex')}.tar.gz`
    await putObject(key, bytes, 'application/gzip')
    return key
  }
  return {
    /** The address of the bundle; its last part is `SHA256.tar.gz`, by which the machine knows whether it has it already. */
    bundle: async () => {
      if (put === undefined || put.at + BUNDLE_LIFE_MS <= clock.now()) put = { key: putBundle(), at: clock.now() }
      const current = put
      try {
        return await addressOf(await current.key)
      } catch (error) {
        // The next call uploads it again.
        if (put === current) put = undefined
        throw error
      }
    },
    putDocument: async (job: Job) => {
      const id = randomUUID()
      const key = documentKeyOf(id)
      await putObject(key, JSON.stringify(job), 'application/json')
      return { id, address: await addressOf(key) }
    },
    removeDocument: async (Key: string) => {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
    },
  }
}

/** `id` is a UUID, so the key can't be guessed. */
export function documentKeyOf(id: string): string {
  return `documents/${id}.json`
}
