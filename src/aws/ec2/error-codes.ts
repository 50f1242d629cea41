import { THROTTLED } from '../errors.ts'

/**
 * EC2's error codes that mean something to us: "Error codes for the Amazon EC2 API",
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. All others are retried.
 */

/** No capacity for such a machine there now, or the account's quota is used up; another size or zone may have some. */
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
  // The zone doesn't have that type.
  'Unsupported',
]

/** EC2 never issues a malformed id, so nothing has it. */
export const NO_INSTANCE = ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed']
export const NO_IMAGE = ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable', 'InvalidAMIID.Malformed']
export const NO_SNAPSHOT = ['InvalidSnapshot.NotFound']
export const NO_SPOT_REQUEST = ['InvalidSpotInstanceRequestID.NotFound', 'InvalidSpotInstanceRequestID.Malformed']

/** The machine's state doesn't allow it; the error doesn't say which state it is. */
export const WRONG_STATE = ['IncorrectInstanceState', 'IncorrectState']

/** Such a machine can't have that instance type, or there is none of that name. */
export const UNFIT = [
  'InvalidInstanceAttributeValue',
  'InvalidParameterValue',
  'InvalidParameterCombination',
  'Unsupported',
  'UnsupportedOperation',
]

export const TOKEN_SPENT = ['IdempotentInstanceTerminated']
export const TOKEN_OF_OTHER_ORDER = ['IdempotentParameterMismatch']
/**
 * Client errors (4xx) after which a machine may exist all the same: throttling, timeouts, and responses that aren't EC2's. Token
 * errors are handled above. The last two are the SDK's names for what it can't parse.
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
