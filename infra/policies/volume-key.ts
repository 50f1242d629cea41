import type { Grant } from './grants.ts'

/**
 * What whoever launches or starts a machine must be allowed on the key of its volumes: EC2 uses it in his name.
 * Source: Amazon EBS User Guide, "Permissions to use a KMS key with EBS encryption".
 */
export function useOfVolumeKey(keyArn: string): Grant[] {
  const resources = () => [keyArn]
  const [, , , region = ''] = keyArn.split(':')
  const viaEc2 = { StringEquals: { 'kms:ViaService': `ec2.${region}.amazonaws.com` } }
  return [
    {
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:GenerateDataKeyWithoutPlaintext',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      resources,
      conditions: () => viaEc2,
    },
    {
      actions: ['kms:CreateGrant'],
      resources,
      conditions: () => ({ ...viaEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } }),
    },
  ]
}
