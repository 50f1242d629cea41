import type { Deployment } from '../deployment.ts'
import * as ec2 from '../requests/ec2.ts'
import { siteTags } from '../requests/tags.ts'
import { type HostileCall, hostile, OTHER_STACK, partly, toEach, UNTAGGED } from './hostile-call.ts'

export function onImages(deployment: Deployment): HostileCall[] {
  const ours = siteTags(deployment.config.name)
  const made = ['ec2:CreateImage on image', 'ec2:CreateImage on snapshot']
  const tagged = ['ec2:CreateTags on image', 'ec2:CreateTags on snapshot']
  const { resource: image, facts } = ec2.removal('DeregisterImage', ours, ec2.anImage())
  return [
    ...toEach((whose, tags) =>
      partly(
        `CreateImage: of ${whose} instance`,
        ec2.createImage(deployment, tags, ours, ec2.anInstance('payroll')),
        'ec2:CreateImage on instance',
      ),
    ),
    partly('CreateImage: as another stack’s', ec2.createImage(deployment, ours, OTHER_STACK), ...made, ...tagged),
    partly('CreateImage: of no site', ec2.createImage(deployment, ours, UNTAGGED), ...made),
    ...toEach((whose, tags) =>
      hostile(`DeregisterImage: ${whose} image`, ec2.removal('DeregisterImage', tags, ec2.anImage('payroll'))),
    ),
    ...toEach((whose, tags) =>
      hostile(`DeleteSnapshot: ${whose} snapshot`, ec2.removal('DeleteSnapshot', tags, ec2.aSnapshot('payroll'))),
    ),
    hostile('ModifyImageAttribute: makes our image public', {
      action: 'ec2:ModifyImageAttribute',
      resource: image,
      facts,
    }),
  ]
}
