import { readFileSync } from 'node:fs'
import { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import type { Construct } from 'constructs'
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { JOB_LIMIT_MS } from '../src/control/reports/job-result.ts'
import { SECOND_MS } from '../src/site/time.ts'
import { commandParameters } from './command-parameters.ts'

const SCRIPT = new URL('../instance/ssm/run-job.sh', import.meta.url)

/** What machines run: one of our entry points, on a document that they fetch. */
export function createCommandDocument(scope: Construct): CfnDocument {
  return new CfnDocument(scope, 'CommandDocument', {
    documentType: 'Command',
    documentFormat: 'JSON',
    targetType: '/AWS::EC2::Instance',
    // A new version becomes the default; a document that was replaced would get another name.
    updateMethod: 'NewVersion',
    content: {
      schemaVersion: '2.2',
      description: 'Runs a job of pokopoko on the machine of a test site',
      parameters: commandParameters,
      mainSteps: [
        {
          action: 'aws:runShellScript',
          name: 'run',
          precondition: { StringEquals: ['platformType', 'Linux'] },
          inputs: {
            timeoutSeconds: String(JOB_LIMIT_MS / SECOND_MS),
            runCommand: readFileSync(SCRIPT, 'utf8').trimEnd().split('\n'),
          },
        },
      ],
    },
  })
}

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
