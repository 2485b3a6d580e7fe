# The traffic is being shifted, and an alarm takes it back: ECS says so in other words.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   task a :42 RUNNING
60s  service says "deployment failed: Service deployment rolled back because of one or more active alarms."
60s  rollout :42 FAILED "Service deployment rolled back because of one or more active alarms."
61s  rollout :41 IN_PROGRESS
64s  rollout :41 COMPLETED
65s  resource Service UPDATE_FAILED "Resource handler returned message: "Error occurred during operation 'ECS Deployment alarm was triggered'.""
66s  stack UPDATE_ROLLBACK_IN_PROGRESS "The following resource(s) failed to update: [Service]."
70s  stack UPDATE_ROLLBACK_COMPLETE

exit 6
error AlarmFired
says "one or more active alarms"
