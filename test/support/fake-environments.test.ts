import { environmentsContract } from '../contracts/environments.ts'
import { createFakeEnvironments } from './fake-environments.ts'

environmentsContract('fake', async () => ({
  environments: createFakeEnvironments().environments,
  close: async () => {},
}))
