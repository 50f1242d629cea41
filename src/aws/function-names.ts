export const functionNames = ['slack', 'reconcile', 'sweep', 'gateway'] as const
export type FunctionName = (typeof functionNames)[number]

/** What a stack's function is called in the account. */
export const deployedName = (stack: string, name: FunctionName): string => `${stack}-${name}`
