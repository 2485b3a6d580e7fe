# A mongod without a set and without logins, on the loopback only; --fork returns when it answers, or fails.
standalone() {
  runuser -u mongod -- mongod --dbpath "$DATA/db" --port 27117 --bind_ip 127.0.0.1 --fork --logpath "$DATA/log/restore.log" --logappend "$@"
}
# A clean end leaves the lock file empty.
stop_standalone() {
  runuser -u mongod -- mongod --dbpath "$DATA/db" --shutdown
  if [ -s "$DATA/db/mongod.lock" ]; then echo "mongod didn't end cleanly"; return 1; fi
}

# Alone, a mongod shows a member's data as of its last stable checkpoint; what was acknowledged after it is in the oplog only. So that is
# applied and kept before anything else is started on the data. Done twice it does no harm (SERVER-44612); once the oplog has been dropped,
# which only a restore does, it can't be done, nor need it.
# https://www.mongodb.com/docs/manual/reference/parameters/#mongodb-parameter-param.recoverFromOplogAsStandalone
apply_oplog() {
  if [ "$PROGRESS" != none ]; then return; fi
  standalone --setParameter recoverFromOplogAsStandalone=true --setParameter takeUnstableCheckpointOnShutdown=true
  stop_standalone
  note .mm-restore "$GENERATION recovered"
}

# What is left is data without a set, with today's users. https://www.mongodb.com/docs/manual/tutorial/restore-replica-set-from-backup/
forget_set() {
  if [ "$PROGRESS" = "$GENERATION ready" ]; then return; fi
  standalone
  shell forget --port 27117 | grep -x mm-db-ok
  stop_standalone
  note .mm-restore "$GENERATION ready"
}
