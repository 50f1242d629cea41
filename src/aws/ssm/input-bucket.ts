import { createHash, randomUUID } from 'node:crypto'
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Job } from '../../control/jobs.ts'
import { MAX_LOG_RESULT_BYTES } from '../../control/reports/job-result.ts'
import type { Clock } from '../../control/ports.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS, type Instant } from '../../site/time.ts'
import { unlessNamed } from '../errors.ts'

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
  const uploadAddressOf = (Key: string) =>
    getSignedUrl(s3, new PutObjectCommand({ Bucket: bucket, Key }), { expiresIn: ADDRESS_LIFE_MS / SECOND_MS })
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
    /** A log doesn't go through a command's output, which Systems Manager keeps: its job gets an address to put it at. */
    putDocument: async (job: Job) => {
      const id = randomUUID()
      const key = documentKeyOf(id)
      const upload = job.kind === 'logs' ? { upload: await uploadAddressOf(logKeyOf(id)) } : {}
      await putObject(key, JSON.stringify({ ...job, ...upload }), 'application/json')
      return { id, address: await addressOf(key) }
    },
    /** What the job put there, which is then gone; undefined: nothing. */
    takeLog: async (id: string): Promise<string | undefined> => {
      const Key = logKeyOf(id)
      const Range = `bytes=0-${MAX_LOG_RESULT_BYTES - 1}`
      const found = await unlessNamed(['NoSuchKey'], () =>
        s3.send(new GetObjectCommand({ Bucket: bucket, Key, Range })),
      )
      const text = await found?.Body?.transformToString()
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }))
      return text
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

function logKeyOf(id: string): string {
  return `logs/${id}.json`
}
