import {
  type DeleteParametersRequest,
  type GetParametersByPathRequest,
  type GetParametersRequest,
  type PutParameterRequest,
  SSMClient,
} from '@aws-sdk/client-ssm'
import { answeredBy, AwsError, createFakeService, insteadOfNetwork, nowhere } from './fake-service.ts'

/** Of a standard parameter, in bytes. Source: Systems Manager User Guide, "Managing parameter tiers". */
const MAX_VALUE = 4096
const NAME = /^\/(?:[\w.-]+\/){0,14}[\w.-]+$/

/** SecureString parameters of Systems Manager. Source: API Reference. */
export function createFakeParameterStore() {
  const parameters = new Map<string, string>()
  const listed = (name: string, isDecrypted = false) => ({
    Name: name,
    Type: 'SecureString',
    Value: isDecrypted ? parameters.get(name) : 'AQICAHh…',
  })
  const service = createFakeService({
    PutParameter: ({ Name = '', Value = '', Type, Tier, Overwrite = false }: PutParameterRequest) => {
      const isValid = NAME.test(Name) && !/^\/(?:aws|ssm)/i.test(Name) && Value !== ''
      if (!isValid || Type !== 'SecureString' || Tier !== 'Standard') throw new AwsError('ValidationException')
      if (Buffer.byteLength(Value) > MAX_VALUE) throw new AwsError('ValidationException')
      if (parameters.has(Name) && !Overwrite) throw new AwsError('ParameterAlreadyExists')
      parameters.set(Name, Value)
      return { Version: 1, Tier: 'Standard' }
    },
    GetParameters: ({ Names = [], WithDecryption }: GetParametersRequest) => {
      if (Names.length > 10) throw new AwsError('ValidationException')
      return {
        Parameters: Names.filter((name) => parameters.has(name)).map((name) => listed(name, WithDecryption)),
        InvalidParameters: Names.filter((name) => !parameters.has(name)),
      }
    },
    DeleteParameters: ({ Names = [] }: DeleteParametersRequest) => {
      if (Names.length > 10) throw new AwsError('ValidationException')
      const DeletedParameters = Names.filter((name) => parameters.delete(name))
      return { DeletedParameters, InvalidParameters: Names.filter((name) => !DeletedParameters.includes(name)) }
    },
    GetParametersByPath: (request: GetParametersByPathRequest) => {
      const { Path = '', Recursive = false, MaxResults = 10, NextToken = '0', WithDecryption } = request
      if (MaxResults > 10) throw new AwsError('ValidationException')
      const below = [...parameters.keys()].filter((name) => name.startsWith(`${Path}/`))
      const names = below.filter((name) => Recursive || !name.slice(Path.length + 1).includes('/')).toSorted()
      const end = Number(NextToken) + MaxResults
      return {
        Parameters: names.slice(Number(NextToken), end).map((name) => listed(name, WithDecryption)),
        ...(end < names.length && { NextToken: String(end) }),
      }
    },
  })
  const client = new SSMClient(nowhere)
  client.middlewareStack.add(answeredBy(service), insteadOfNetwork)
  return { ...service, client, parameters }
}
