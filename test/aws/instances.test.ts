import { instancesContract } from '../contracts/instances.ts'
import { makeEc2Bench, slow } from './ec2/bench.ts'

instancesContract('EC2', async () => makeEc2Bench())
instancesContract('slow EC2', async () => makeEc2Bench(slow))
