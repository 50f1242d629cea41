import type { IamRequest } from '../judge.ts'
import { arnOf, place } from '../physical-ids.ts'
import { anInstance } from './ec2.ts'
import type { Facts } from './tags.ts'

/** All that using encrypted volumes takes. Source: Amazon EBS User Guide, "Requirements for Amazon EBS encryption". */
export const keyUses = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
] as const

/** A service calls KMS in the name of who called the service. Source: KMS Developer Guide, "kms:ViaService". */
export const via = (service: string): Facts => ({
  'aws:ViaAWSService': 'true',
  'kms:ViaService': `${service}.${place.region}.amazonaws.com`,
})

/** The function calls KMS itself. No `kms:ViaService` comes with that. */
export const directly: Facts = {}

const onKey: Facts = {
  'kms:CallerAccount': place.account,
  'kms:KeyOrigin': 'AWS_KMS',
  'kms:KeySpec': 'SYMMETRIC_DEFAULT',
  'kms:KeyUsage': 'ENCRYPT_DECRYPT',
  'kms:MultiRegion': 'false',
}

/**
 * The simulator does not know `kms:EncryptionContext:aws:ebs:id`, in which the volume's id comes. Source: KMS Developer Guide, "Amazon EBS
 * encryption context".
 */
const forVolume: Facts = {
  'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
  'kms:EncryptionContextKeys': ['aws:ebs:id'],
  'kms:ReEncryptOnSameKey': 'true',
}

/** What EC2 lets a machine do with the key. Source: KMS Developer Guide, "Examining grants". */
const toMachine: Facts = {
  'kms:GrantConstraintType': 'EncryptionContextSubset',
  'kms:GrantIsForAWSResource': 'true',
  'kms:GrantOperations': ['Decrypt'],
  'kms:GranteePrincipal': arnOf(
    'sts',
    `assumed-role/aws:ec2-infrastructure/${anInstance().replace(/^.*\//, '')}`,
    `:${place.account}`,
  ),
}

/** What `facts` says replaces what EC2 would say. */
export function useKey(action: string, key: string, facts: Facts = via('ec2')): IamRequest {
  return { action: `kms:${action}`, resource: key, facts: { ...onKey, ...forVolume, ...toMachine, ...facts } }
}
