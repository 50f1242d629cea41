import { readFileSync } from 'node:fs'
import { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import type { Construct } from 'constructs'
import { JOB_LIMIT_SECONDS } from '../src/aws/ssm/job-limit.ts'

const SCRIPT = new URL('../instance/ssm/run-job.sh', import.meta.url)

/** Presigned addresses; no character that means anything to a shell in single quotes. */
const ADDRESS = '^https?://[A-Za-z0-9._~:/?&=%+-]+$'

const address = (description: string) => ({ type: 'String', description, allowedPattern: ADDRESS })

/** What machines are told to run: one of our entry points, on a document that is fetched. */
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
      parameters: {
        entry: { type: 'String', description: 'Entry point', allowedValues: ['set-up', 'access', 'users'] },
        bundle: address('Where the scripts are fetched'),
        document: address('Where the job is fetched'),
      },
      mainSteps: [
        {
          action: 'aws:runShellScript',
          name: 'run',
          precondition: { StringEquals: ['platformType', 'Linux'] },
          inputs: {
            timeoutSeconds: String(JOB_LIMIT_SECONDS),
            runCommand: readFileSync(SCRIPT, 'utf8').trimEnd().split('\n'),
          },
        },
      ],
    },
  })
}
