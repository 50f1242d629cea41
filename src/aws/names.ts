export const functionNames = ['slack', 'reconcile', 'sweep', 'gateway'] as const
export type FunctionName = (typeof functionNames)[number]

/** What a stack's function is called in the account. */
export const deployedName = (stack: string, name: FunctionName): string => `${stack}-${name}`

/** Where things come from that could not be handled: the table's stream, EventBridge's and Lambda's events, Scheduler. */
export const deadLetterKinds = ['stream', 'events', 'schedules'] as const
export type DeadLetterKind = (typeof deadLetterKinds)[number]

/** What the queue of a stack is called in the account. */
export const deadLetterQueueName = (stack: string, kind: DeadLetterKind): string => `${stack}-${kind}-failures`
