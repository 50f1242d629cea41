import { readFileSync } from 'node:fs'
import { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import type { Construct } from 'constructs'
import { JOB_LIMIT_MS } from '../src/control/reports/job-result.ts'
import { SECOND_MS } from '../src/site/time.ts'
import { commandParameters } from './command-parameters.ts'

const SCRIPT = new URL('../instance/ssm/run-job.sh', import.meta.url)

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
