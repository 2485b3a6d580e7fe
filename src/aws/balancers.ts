import type { Balancers } from '../ops/ports/running.js'
import { once, type AwsContext } from './context.js'
import { asked } from './errors.js'

/** Load balancers themselves; what is behind them is ECS's. */
export function balancers(context: AwsContext): Balancers {
  const elb = once(async () => (await import('./clients/elb.js')).elbClient(context.config))
  return {
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html (deletion protection)
    async unprotect(LoadBalancerArn) {
      const Attributes = [{ Key: 'deletion_protection.enabled', Value: 'false' }]
      await asked(
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        (await elb()).modifyLoadBalancerAttributes({ LoadBalancerArn, Attributes }, { abortSignal: context.signal }),
      )
    },
  }
}
