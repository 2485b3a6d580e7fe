# Ctrl-C after ECS was told to go back: it does, and mm says so.
given revision 41 with 2 tasks
first stack UPDATE_IN_PROGRESS "User Initiated"
first rollout :42 IN_PROGRESS
from the beginning
$ mm deploy cancel web --env dev --yes

5s   mm gets SIGINT
10s  ECS takes :42 back to :41

exit 130
error Interrupted
says "ECS was told to go back"
says "ECS was told to go back, and CloudFormation follows with shop-dev-web"
says "mm deploy attach web --env dev"
doesn't say "nothing was cancelled"
calls StopServiceDeployment
