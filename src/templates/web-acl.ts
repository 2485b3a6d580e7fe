import { resource, sub, type Resource } from './cfn.js'

/**
 * AWS WAF's rules, in the order in which they're asked: who is known to be bad, what is known to be bad, and who asks too often.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 * @param scope CLOUDFRONT (in us-east-1) or REGIONAL (for a load balancer)
 */
export function webAcl(scope: 'CLOUDFRONT' | 'REGIONAL'): Resource {
  const rules = [
    managed('AWSManagedRulesAmazonIpReputationList'),
    managed('AWSManagedRulesKnownBadInputsRuleSet'),
    // Its limit of 8 KiB would refuse uploads.
    managed('AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY']),
    perAddress(2000),
  ]
  return resource('AWS::WAFv2::WebACL', {
    Scope: scope,
    DefaultAction: { Allow: {} },
    Rules: rules.map((rule, Priority) => ({ Priority, ...rule })),
    VisibilityConfig: visible('web-acl'),
  })
}

const visible = (name: string) => ({
  CloudWatchMetricsEnabled: true,
  SampledRequestsEnabled: true,
  MetricName: sub(`\${App}-\${Env}-${name}`),
})

/** @param counted rules of the group that only count */
const managed = (group: string, counted: string[] = []) => ({
  Name: group,
  OverrideAction: { None: {} },
  Statement: {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: group,
      ...(counted.length > 0 ? { RuleActionOverrides: counted.map(Name => ({ Name, ActionToUse: { Count: {} } })) } : {}),
    },
  },
  VisibilityConfig: visible(group),
})

/** @param limit requests of one address in five minutes */
const perAddress = (limit: number) => ({
  Name: 'rate-limit',
  Action: { Block: {} },
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: limit } },
  VisibilityConfig: visible('rate-limit'),
})
