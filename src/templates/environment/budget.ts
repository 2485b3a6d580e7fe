import { ref, resource, type Resource } from '../cfn.js'

/**
 * A monthly budget over what carries the environment's tags. AWS counts by a tag only once it's activated as a cost allocation tag.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html
 */
export function budget(dollars: number | undefined): Record<string, Resource> {
  if (dollars === undefined) return {}
  const tagged = (Key: string, value: { Ref: string }) => ({ Tags: { Key, Values: [value], MatchOptions: ['EQUALS'] } })
  return {
    Budget: resource(
      'AWS::Budgets::Budget',
      {
        Budget: {
          BudgetType: 'COST',
          TimeUnit: 'MONTHLY',
          // With an expression the costs to be counted must be named.
          Metrics: ['UnblendedCost'],
          BudgetLimit: { Amount: dollars, Unit: 'USD' },
          FilterExpression: { And: [tagged('mm:app', ref('App')), tagged('mm:env', ref('Env'))] },
        },
        NotificationsWithSubscribers: [notification('ACTUAL', 80), notification('ACTUAL', 100), notification('FORECASTED', 100)],
      },
      { DependsOn: 'AlarmTopicPolicy' },
    ),
  }
}

const notification = (NotificationType: 'ACTUAL' | 'FORECASTED', Threshold: number) => ({
  Notification: { NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold, ThresholdType: 'PERCENTAGE' },
  Subscribers: [{ SubscriptionType: 'SNS', Address: ref('AlarmTopic') }],
})
