# A rollout is cancelled: ECS goes back, and CloudFormation follows.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first rollout :42 IN_PROGRESS
from the beginning
$ mm deploy cancel web --env dev --yes

10s  ECS takes :42 back to :41

exit 0
says "ECS was told to go back"
says "The update of web was taken back: revision 41 still serves: 2 of 2 tasks run"
calls StopServiceDeployment
doesn't call CancelUpdateStack
