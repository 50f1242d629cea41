import { commandOf } from './command-of.ts'
import { JsonClient, type JsonClientOptions } from './json-client.ts'

// In the bundle for Slack, this stands in for @aws-sdk/client-ssm: what our code imports of it.

const service = { id: 'ssm', variable: 'SSM', target: 'AmazonSSM', version: '1.1' } as const

export class SSMClient extends JsonClient {
  constructor(options: JsonClientOptions) {
    super(service, options)
  }
}

export const GetParametersCommand = commandOf('GetParameters')
export const PutParameterCommand = commandOf('PutParameter')
export const ParameterType = { SECURE_STRING: 'SecureString' } as const
export const ParameterTier = { STANDARD: 'Standard' } as const
