/**
 * How the instance of a group of one is replaced on an update: the old one goes first, and CloudFormation waits for the new one's signal.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html
 * @param timeout ISO 8601, e.g. PT30M
 */
export const oneByOne = (timeout: string) => ({
  AutoScalingRollingUpdate: {
    MinInstancesInService: 0,
    MaxBatchSize: 1,
    PauseTime: timeout,
    WaitOnResourceSignals: true,
    SuspendProcesses: [
      'HealthCheck',
      'ReplaceUnhealthy',
      'AZRebalance',
      'AlarmNotification',
      'ScheduledActions',
      'InstanceRefresh',
    ],
  },
})
