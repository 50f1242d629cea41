/**
 * EC2's error codes that mean something to us: "Error codes for the Amazon EC2 API",
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html. All others are tried again.
 */

/** No room for such a machine there now, or none left under the account's quota; another size or zone may have some. */
export const NO_ROOM: ReadonlySet<string> = new Set([
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
])

/** A malformed id is none that EC2 ever gave, so there is nothing of that id. */
export const NO_INSTANCE: ReadonlySet<string> = new Set(['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'])
export const NO_IMAGE: ReadonlySet<string> = new Set([
  'InvalidAMIID.NotFound',
  'InvalidAMIID.Unavailable',
  'InvalidAMIID.Malformed',
])
export const NO_SNAPSHOT: ReadonlySet<string> = new Set(['InvalidSnapshot.NotFound'])
export const NO_SPOT_REQUEST: ReadonlySet<string> = new Set([
  'InvalidSpotInstanceRequestID.NotFound',
  'InvalidSpotInstanceRequestID.Malformed',
])

/** The machine is not in a state for that; which it is in has to be asked. */
export const WRONG_STATE: ReadonlySet<string> = new Set(['IncorrectInstanceState', 'IncorrectState'])

export const TOKEN_SPENT: ReadonlySet<string> = new Set(['IdempotentInstanceTerminated'])
export const TOKEN_OF_OTHER_ORDER: ReadonlySet<string> = new Set(['IdempotentParameterMismatch'])
/**
 * Errors of the client (4xx) after which a machine may be there all the same: EC2 was asked too much, or too late, or it was
 * not EC2 that answered. What it says of tokens has its own meaning, above. The SDK's names for what it cannot read are the last two.
 */
export const UNCLEAR: ReadonlySet<string> = new Set([
  ...TOKEN_SPENT,
  ...TOKEN_OF_OTHER_ORDER,
  'EC2ThrottledException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'Unknown',
  'UnknownError',
])

export const IMAGE_NAME_TAKEN: ReadonlySet<string> = new Set(['InvalidAMIName.Duplicate'])
