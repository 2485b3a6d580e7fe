#!/bin/bash
# Makes an instance the member of a MongoDB replica set that its volume, address and secrets say it is. Run by systemd at every boot and
# again until it succeeds; every step may have been done before, by this instance or by the one before it.
# Exit code 78 means: a person must look, trying again can't help (systemd then stops trying).
# Its values come from /etc/mm-db.env. Answers of AWS are put into a variable by an assignment of its own: only so does a failed question end
# the script; inside a test or a here-document it would read as an empty answer.
# scripts/generate-boot-script.mjs puts the files in the place of the lines that begin with @include.
set -euo pipefail
LOG=${LOG:-/var/log/mm-db-boot.log}
ERRORS=${ERRORS:-/run/mm-db-error}
# Seconds that a question to AWS is repeated.
PATIENCE=${PATIENCE:-300}
# Attempts, five seconds apart: to get the volume or the address at all, and before the volume's holder is looked at.
ATTEMPTS=${ATTEMPTS:-240}
LENIENCE=${LENIENCE:-60}
DATA=/data
PROGRAM=/usr/local/lib/mm-db.js
MONGOSH=2.5.8
STEP=start

@include ask.sh
@include volume.sh
@include machine.sh
@include tls.sh
@include disk.sh
@include mongod.sh
@include restore.sh
@include replica-set.sh
@include report.sh

main() {
  # shellcheck source=/dev/null
  . /etc/mm-db.env
  export AWS_DEFAULT_REGION=$REGION SELF SET SEEDS GENERATION TLS
  exec >>"$LOG" 2>&1
  local_tls
  trap finished EXIT
  step 'ask the metadata service'; who_am_i
  step 'attach the data volume'; attach_volume; wait_for_device
  step 'attach the address'; attach_address
  step 'tune the kernel'; tune_kernel
  step 'install MongoDB'; install_packages; write_program; write_question
  step 'send the logs'; send_logs
  step 'read the secrets'; read_secrets
  step 'make the certificate'; make_certificate
  step 'prepare the file system'; prepare_disk
  step 'mount the data'; mount_data; check_data
  step 'configure mongod'; configure_mongod
  if [ -n "$RESTORING" ]; then
    step 'restore: apply the oplog'; apply_oplog
    step 'restore: forget the old replica set'; forget_set
  fi
  step 'start mongod'; start_mongod
  step 'configure the replica set'; configure_replica_set
  step 'report metrics'; report
  step 'catch up with the set'; catch_up
  step 'take out members of a rolled-back update'; dismiss_strangers
}

# Tests read the functions without running them.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then main; fi
