import { THROTTLED } from '../errors.ts'

/**
 * EC2's error codes that mean something to us: "Error codes for the Amazon EC2 API",
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. All others are tried again.
 */

/** No room for such a machine there now, or none left under the account's quota; another size or zone may have some. */
export const NO_ROOM = [
  'InsufficientInstanceCapacity',
  'InsufficientCapacity',
  'InsufficientHostCapacity',
  'InsufficientVolumeCapacity',
  'UnfulfillableCapacity',
  'InsufficientFreeAddressesInSubnet',
  'InstanceLimitExceeded',
  'VcpuLimitExceeded',
  'MaxSpotInstanceCountExceeded',
  'SpotMaxPriceTooLow',
  // The zone does not have that type at all.
  'Unsupported',
]

/** A malformed id is none that EC2 ever gave, so there is nothing of that id. */
export const NO_INSTANCE = ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed']
export const NO_IMAGE = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidAMIID.Malformed']
export const NO_SNAPSHOT = ['InvalidSnapshot.NotFound']
export const NO_SPOT_REQUEST = ['InvalidSpotInstanceRequestID.NotFound', 'InvalidSpotInstanceRequestID.Malformed']

/** The machine is not in a state for that; which it is in has to be asked. */
export const WRONG_STATE = ['IncorrectInstanceState', 'IncorrectState']

export const TOKEN_SPENT = ['IdempotentInstanceTerminated']
export const TOKEN_OF_OTHER_ORDER = ['IdempotentParameterMismatch']
/**
 * Errors of the client (4xx) after which a machine may be there all the same: EC2 was asked too much, or too late, or it was
 * not EC2 that answered. What it says of tokens has its own meaning, above. The SDK's names for what it cannot read are the last two.
 */
export const UNCLEAR = [
  ...TOKEN_SPENT,
  ...TOKEN_OF_OTHER_ORDER,
  ...THROTTLED,
  'RequestTimeout',
  'RequestTimeoutException',
  'Unknown',
  'UnknownError',
]

export const IMAGE_NAME_TAKEN = ['InvalidAMIName.Duplicate']
