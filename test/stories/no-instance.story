# On EC2 capacity no instance has room for the task.
given revision 41 with 2 tasks
$ mm svc deploy web --env dev --yes

0s   :42 begins
9s   service says "was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 1) has insufficient memory available."
90s  ECS takes :42 back to :41

exit 6
error NoInstance
says "no instance of the environment has room for a task of web (memory)"
