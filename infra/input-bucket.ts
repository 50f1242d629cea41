import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'

/**
 * Carries jobs to machines. What is in it holds secrets of sites, is fetched within minutes, and is gone after a day; so
 * there are no versions of it either, and it goes with the stack.
 */
export function createInputBucket(scope: Construct): Bucket {
  return new Bucket(scope, 'InputBucket', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    versioned: false,
    lifecycleRules: [{ expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    // CloudFormation cannot delete a bucket with something in it: it has to be emptied before.
    removalPolicy: RemovalPolicy.DESTROY,
  })
}
