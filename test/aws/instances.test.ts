import { instancesContract, refusalsContract } from '../contracts/instances.ts'
import { makeEc2Bench, slow } from './ec2/bench.ts'

instancesContract('EC2', async () => makeEc2Bench())
instancesContract('slow EC2', async () => makeEc2Bench(slow))

for (const [name, durations] of Object.entries({ EC2: {}, 'slow EC2': slow })) {
  refusalsContract(name, async () => {
    const bench = makeEc2Bench(durations)
    return { ...bench, refuseNext: () => bench.ec2.failNext('RunInstances', 'UnauthorizedOperation') }
  })
}
