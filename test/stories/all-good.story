# Everything that changed, in order: what the others call first, its caller after it.
given revision 41 with 1 task
given api at revision 7 with 1 task
given jobs at revision 3 with 1 task
$ mm deploy --env dev --yes

0s   api: :8 begins
9s   api: task a :8 RUNNING
30s  api: :8 serves
0s   jobs: :4 begins
9s   jobs: task c :4 RUNNING
12s  jobs: :4 serves
0s   :42 begins
9s   task d :42 RUNNING
30s  :42 serves

exit 0
says "shop-dev-api"
says "shop-dev-jobs"
says "shop-dev-web"
says "Update shop-dev-api"
says "✔ Update shop-dev-api"
says "… Update shop-dev-web"
says "✔ updated"
says "next"
doesn't say "Update shop-shared"
doesn't say "jobs: jobs:"
ends by 90s
