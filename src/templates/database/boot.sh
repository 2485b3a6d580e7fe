# Makes an instance the member of a MongoDB replica set that its volume, address and secrets say it is. Run by systemd at every boot and
# again until it succeeds; every step may have been done before, by this instance or by the one before it.
# Exit code 78 means: a person must look, trying again can't help (systemd then stops trying).
# Its values come from /etc/mm-db.env. Answers of AWS are put into a variable by an assignment of its own: only so does a failed question end
# the script; inside a test or a here-document it would read as an empty answer.
set -euo pipefail
LOG=${LOG:-/var/log/mm-db-boot.log}
ERRORS=${ERRORS:-/run/mm-db-error}
# Seconds that a question to AWS is repeated.
PATIENCE=300
# Attempts, five seconds apart: to get the volume at all, and before its holder is looked at.
ATTEMPTS=240
LENIENCE=60
DATA=/data
MONGOSH=2.5.8
STEP=start

step() { STEP=$1; echo "$(date -u +%FT%TZ) $1"; }
signal() { /opt/aws/bin/cfn-signal -e "$1" --stack "$STACK" --resource "$ASG" --region "$REGION" || true; }
refuse() { echo "refused: $1"; exit 78; }

# Tells CloudFormation how it ended. A failure that can pass is left to systemd, which tries again within the stack's time.
finished() {
  local rc=$?
  case $rc in
    0) signal 0; echo "up" ;;
    78) signal 1 ;;
    *)
      echo "failed: $STEP (status $rc); systemd tries again"
      # An instance that couldn't boot for an hour is replaced: its successor begins to count anew, so that's at most once an hour.
      if [ "$(cut -d. -f1 /proc/uptime)" -gt 3600 ]; then
        aws autoscaling set-instance-health --instance-id "${IID:-}" --health-status Unhealthy --no-should-respect-grace-period || true
      fi
      ;;
  esac
}

# Asks AWS, patiently. A failure to ask is never an answer: only ParameterNotFound means "there is none" (status 44).
ask() {
  local end=$((SECONDS + PATIENCE)) out
  until out=$(aws "$@" 2>"$ERRORS"); do
    if grep -q ParameterNotFound "$ERRORS"; then return 44; fi
    if [ $SECONDS -ge $end ]; then cat "$ERRORS" >&2; return 1; fi
    sleep 5
  done
  printf '%s' "$out"
}
# The value of a marker, or "none".
marker() {
  local value rc=0
  value=$(ask ssm get-parameter --name "$MARKERS/$1" --query Parameter.Value --output text) || rc=$?
  case $rc in 0) printf '%s' "$value" ;; 44) printf none ;; *) return 1 ;; esac
}
mark() { ask ssm put-parameter --name "$MARKERS/$1" --type String --value "$(date -u +%FT%TZ)" --overwrite >/dev/null; }
secret() { ask secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text; }

who_am_i() {
  local token
  token=$(curl -sf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 3600' http://169.254.169.254/latest/api/token)
  IID=$(curl -sf -m 5 -H "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/instance-id)
}

# Waits until the instance before has let go of the volume. After five minutes it's taken away, but only from one that is surely dead: a
# mongod that still writes must never lose its disk.
attach_volume() {
  local answer state holder tries
  for ((tries = 0; tries < ATTEMPTS; tries++)); do
    answer=$(ask ec2 describe-volumes --volume-ids "$VOL" --query 'Volumes[0].[State,Attachments[0].InstanceId]' --output text)
    read -r state holder <<<"$answer"
    if [ "$holder" = "$IID" ]; then return; fi
    if [ "$state" = available ]; then
      aws ec2 attach-volume --volume-id "$VOL" --instance-id "$IID" --device /dev/sdf >/dev/null || true
    elif [ $tries -ge $LENIENCE ] && [[ $holder = i-* ]]; then
      answer=$(ask ec2 describe-instances --instance-ids "$holder" --query 'Reservations[0].Instances[0].State.Name' --output text)
      case $answer in
        terminated | stopped) aws ec2 detach-volume --volume-id "$VOL" --force >/dev/null || true ;;
        *) echo "$VOL is held by $holder, which is $answer"; return 1 ;;
      esac
    fi
    sleep 5
  done
  echo "$VOL could not be attached"
  return 1
}

wait_for_device() {
  DEV=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VOL/-/}
  for _ in $(seq 60); do if [ -e "$DEV" ]; then return; fi; sleep 2; done
  echo "$DEV didn't appear"
  return 1
}

# The address that the replica set knows this member by.
attach_address() {
  local answer state holder
  for _ in $(seq 120); do
    answer=$(ask ec2 describe-network-interfaces --network-interface-ids "$ENI" --query 'NetworkInterfaces[0].[Status,Attachment.InstanceId]' --output text)
    read -r state holder <<<"$answer"
    if [ "$holder" = "$IID" ]; then break; fi
    if [ "$state" = available ]; then aws ec2 attach-network-interface --network-interface-id "$ENI" --instance-id "$IID" --device-index 1 >/dev/null || true; fi
    sleep 5
  done
  for _ in $(seq 60); do if [[ $(ip -o -4 addr show) == *" $ENI_IP/"* ]]; then return; fi; sleep 2; done
  echo "$ENI_IP didn't appear"
  return 1
}

# Formats only what is surely blank, and never the same volume twice. Status 2 of blkid also means that it couldn't open or read the device
# (util-linux, misc-utils/blkid.c): so the first MiB must be readable and zero, too, as it is on a new volume.
prepare_disk() {
  local probe=0 blank=0 formatted snapshot
  INITIALISED=$(marker initialised)
  formatted=$(marker "volumes/$VOL")
  blkid -p "$DEV" >/dev/null || probe=$?
  case $probe in
    0)
      if [ "$formatted" = none ]; then mark "volumes/$VOL"; fi
      return
      ;;
    2) ;;
    *) echo "blkid can't tell what is on $DEV (status $probe)"; return 1 ;;
  esac
  if [ "$formatted" != none ]; then refuse "$VOL was formatted before and has no file system now"; fi
  if [ "$INITIALISED" != none ]; then refuse "$VOL is blank, but the database has had data: restore a snapshot"; fi
  snapshot=$(ask ec2 describe-volumes --volume-ids "$VOL" --query 'Volumes[0].SnapshotId' --output text)
  case $snapshot in '' | None) ;; *) refuse "$VOL was made from $snapshot and has no file system" ;; esac
  cmp -s -n 1048576 "$DEV" /dev/zero || blank=$?
  case $blank in
    0) ;;
    1) refuse "$VOL holds data that blkid doesn't know" ;;
    *) echo "$DEV can't be read"; return 1 ;;
  esac
  # Without -f: mkfs itself refuses a disk that has something on it.
  mkfs.xfs -L mongodata "$DEV"
  mark "volumes/$VOL"
}

mount_data() {
  local uuid
  uuid=$(blkid -s UUID -o value "$DEV")
  mkdir -p "$DATA"
  grep -q " $DATA " /etc/fstab || echo "UUID=$uuid $DATA xfs noatime,nofail,x-systemd.device-timeout=60s 0 2" >>/etc/fstab
  mountpoint -q "$DATA" || mount "$DATA"
  xfs_growfs "$DATA"
}

# Data of another generation, or none where there must be some: mongod would begin an empty database in its place.
check_data() {
  local found=$GENERATION
  if [ -e "$DATA/.mm-generation" ]; then found=$(cat "$DATA/.mm-generation"); fi
  if [ "$found" != "$GENERATION" ]; then refuse "the data on $VOL is of generation $found, not $GENERATION"; fi
  if [ "$INITIALISED" != none ] && [ ! -e "$DATA/db/WiredTiger" ]; then refuse "$VOL has lost its data files: restore a snapshot"; fi
}

# As MongoDB's production notes ask. https://www.mongodb.com/docs/manual/administration/production-notes/
tune_kernel() {
  local huge=never defrag=never overcommit=0
  if [ "${MONGO_VERSION%%.*}" -ge 8 ]; then huge=always defrag=defer+madvise overcommit=1; fi
  cat >/etc/systemd/system/mm-db-kernel.service <<U
[Unit]
Before=mongod.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'cd /sys/kernel/mm/transparent_hugepage; echo $huge >enabled; echo $defrag >defrag; echo 0 >khugepaged/max_ptes_none; blockdev --setra 32 $DEV'
[Install]
WantedBy=multi-user.target
U
  printf '%s\n' vm.swappiness=1 "vm.overcommit_memory=$overcommit" vm.max_map_count=262144 net.core.somaxconn=4096 net.ipv4.tcp_keepalive_time=120 >/etc/sysctl.d/90-mongod.conf
  sysctl --system >/dev/null
  systemctl daemon-reload
  systemctl enable --now mm-db-kernel
}

# Pinned to the patch version. What is installed isn't asked for again: a reboot mustn't need the package mirror.
install_packages() {
  local series=${MONGO_VERSION%.*} packages
  packages=("mongodb-org-server-$MONGO_VERSION" "mongodb-mongosh-shared-openssl3-$MONGOSH" jq amazon-cloudwatch-agent)
  if ! rpm -q --quiet "${packages[@]}"; then
    cat >/etc/yum.repos.d/mongodb-org.repo <<R
[mongodb-org]
name=MongoDB
baseurl=https://repo.mongodb.org/yum/amazon/2023/mongodb-org/$series/$(uname -m)/
gpgcheck=1
gpgkey=https://pgp.mongodb.com/server-$series.asc
R
    dnf -y install --disableexcludes=main "${packages[@]}"
  fi
  mongosh --version
  grep -q '^exclude=mongodb-' /etc/dnf/dnf.conf || echo 'exclude=mongodb-org* mongodb-mongosh*' >>/etc/dnf/dnf.conf
}

start_mongod() {
  local keyfile
  # The only secret that is written to a disk, since mongod reads it from there.
  keyfile=$(secret "$KEYFILE_SECRET" | jq -re .keyfile)
  install -m 600 -o mongod -g mongod /dev/null /etc/mongod.key
  printf '%s' "$keyfile" >/etc/mongod.key
  install -d -o mongod -g mongod "$DATA/db" "$DATA/log"
  cat >/etc/mongod.conf <<C
storage: {dbPath: $DATA/db}
systemLog: {destination: file, path: $DATA/log/mongod.log, logAppend: true, logRotate: reopen}
net: {port: 27017, bindIp: "127.0.0.1,$ENI_IP"}
security: {authorization: enabled, keyFile: /etc/mongod.key}
replication: {replSetName: $SET}
C
  mkdir -p /etc/systemd/system/mongod.service.d
  printf '%s\n' '[Unit]' "RequiresMountsFor=$DATA" After=mm-db-kernel.service '[Service]' Restart=on-failure RestartSec=5 TimeoutStopSec=180 >/etc/systemd/system/mongod.service.d/mm.conf
  cat >/etc/logrotate.d/mongod <<'L'
/data/log/mongod.log {
  size 100M
  rotate 5
  compress
  missingok
  postrotate
    pkill -USR1 -x mongod
  endscript
}
L
  systemctl daemon-reload
  systemctl enable --now mongod
  for _ in $(seq 150); do if mongosh --quiet --norc --eval 'db.adminCommand("ping").ok' >/dev/null 2>&1; then return; fi; sleep 2; done
  echo "mongod doesn't answer"
  return 1
}

# The replica set and its users; each is made only if it isn't there. Passwords go to mongosh by the environment, never by an argument.
configure_replica_set() {
  ADMIN=$(secret "$ADMIN_SECRET")
  APP=$(secret "$APP_SECRET")
  export ADMIN APP SELF SET
  cat >/run/mm-db.js <<'J'
const root = JSON.parse(process.env.ADMIN), app = JSON.parse(process.env.APP), admin = db.getSiblingDB('admin');
const hello = () => admin.runCommand({hello: 1});
const until = (what, done) => { for (let i = 0; i < 300; i++) { if (done()) return; sleep(1000); } throw new Error('timed out: ' + what); };
const login = () => { try { return admin.auth(root.username, root.password); } catch (e) { if (e.codeName !== 'AuthenticationFailed') throw e; } };
// Once the administrator exists, nothing is allowed without a login; until then the localhost exception allows what follows.
// https://www.mongodb.com/docs/manual/core/localhost-exception/
const known = login();
if (!hello().setName) {
  try { rs.initiate({_id: process.env.SET, members: [{_id: 0, host: process.env.SELF + ':27017'}]}); }
  catch (e) { if (e.codeName !== 'AlreadyInitialized') throw e; }
}
until('primary', () => hello().isWritablePrimary);
if (!known) {
  admin.createUser({user: root.username, pwd: root.password, roles: ['root']});
  if (!login()) throw new Error('the administrator cannot log in');
}
const user = {pwd: app.password, roles: [{role: 'readWrite', db: app.dbname}]};
if (admin.getUser(app.username)) admin.updateUser(app.username, user); else admin.createUser({user: app.username, ...user});
print('mm-db-ok');
J
  mongosh --quiet --norc /run/mm-db.js | grep -x mm-db-ok
  unset ADMIN APP
  if [ "$INITIALISED" = none ]; then mark initialised; fi
  # Last, so that a boot that was cut short is taken up again.
  echo "$GENERATION" >"$DATA/.mm-generation"
}

# What the alarms listen to, each minute, and the logs.
report() {
  cat >/usr/local/sbin/mm-db-pulse <<'P'
#!/bin/bash
. /etc/mm-db.env
put() { aws cloudwatch put-metric-data --region "$REGION" --namespace "$NAMESPACE" --dimensions "Member=$INDEX" --metric-name "$1" --value "$2" --unit "$3"; }
up=0
if timeout 20 mongosh --quiet --norc --eval 'quit(db.hello().isWritablePrimary || db.hello().secondary ? 0 : 1)' >/dev/null 2>&1; then up=1; fi
put mongod_up $up None
if mountpoint -q /data; then put disk_used_percent "$(df --output=pcent /data | tail -1 | tr -dc 0-9)" Percent; fi
P
  chmod 755 /usr/local/sbin/mm-db-pulse
  printf '%s\n' '[Service]' Type=oneshot ExecStart=/usr/local/sbin/mm-db-pulse >/etc/systemd/system/mm-db-pulse.service
  printf '%s\n' '[Timer]' OnBootSec=60 OnUnitActiveSec=60 '[Install]' WantedBy=timers.target >/etc/systemd/system/mm-db-pulse.timer
  systemctl daemon-reload
  systemctl enable --now mm-db-pulse.timer
  cat >/opt/aws/amazon-cloudwatch-agent/etc/mm.json <<A
{"logs":{"logs_collected":{"files":{"collect_list":[
{"file_path":"$DATA/log/mongod.log","log_group_name":"$LOG_GROUP","log_stream_name":"{instance_id}/mongod"},
{"file_path":"$LOG","log_group_name":"$LOG_GROUP","log_stream_name":"{instance_id}/boot"}]}}}}
A
  /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/mm.json
}

main() {
  # shellcheck source=/dev/null
  . /etc/mm-db.env
  export AWS_DEFAULT_REGION=$REGION
  exec >>"$LOG" 2>&1
  trap finished EXIT
  step 'ask the metadata service'; who_am_i
  step 'attach the data volume'; attach_volume; wait_for_device
  step 'attach the address'; attach_address
  step 'prepare the file system'; prepare_disk; mount_data; check_data
  step 'tune the kernel'; tune_kernel
  step 'install MongoDB'; install_packages
  step 'start mongod'; start_mongod
  step 'configure the replica set'; configure_replica_set
  step 'report metrics and logs'; report
}

# Tests read the functions without running them.
if [ "${BASH_SOURCE[0]}" = "$0" ]; then main; fi
