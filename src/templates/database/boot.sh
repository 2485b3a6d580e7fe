# Makes an instance the member of a MongoDB replica set that its volume, address and secrets say it is. Run by systemd at every boot and
# again until it succeeds; every step may have been done before, by this instance or by the one before it.
# Exit code 78 means: a person must look, trying again can't help (systemd then stops trying).
set -euo pipefail
. /etc/mm-db.env
export AWS_DEFAULT_REGION=$REGION
LOG=${LOG:-/var/log/mm-db-boot.log}
exec >>"$LOG" 2>&1
echo "boot $(date -u +%FT%TZ)"

signal() { /opt/aws/bin/cfn-signal -e "$1" --stack "$STACK" --resource "$ASG" --region "$REGION" || true; }
refuse() { echo "refused: $1"; signal 1; exit 78; }

# Asks AWS for up to five minutes. A failure to ask is never an answer: only ParameterNotFound means "there is none" (status 44).
ask() {
  local end=$((SECONDS + 300)) out
  until out=$(aws "$@" 2>/run/mm-db-error); do
    if grep -q ParameterNotFound /run/mm-db-error; then return 44; fi
    if [ $SECONDS -ge $end ]; then cat /run/mm-db-error >&2; return 1; fi
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

failed() {
  echo "failed at line $1; systemd tries again"
  # An instance that couldn't boot for an hour is replaced: its successor begins to count anew, so that's at most once an hour.
  if [ "$(cut -d. -f1 /proc/uptime)" -gt 3600 ]; then
    aws autoscaling set-instance-health --instance-id "${IID:-}" --health-status Unhealthy --no-should-respect-grace-period || true
  fi
}
trap 'failed $LINENO' ERR

# 1. Who am I?
TOKEN=$(curl -sf -m 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 3600' http://169.254.169.254/latest/api/token)
IID=$(curl -sf -m 5 -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/meta-data/instance-id)

# 2. The data volume: wait until the instance before has let go of it.
attach_volume() {
  local state holder tries=0
  while :; do
    read -r state holder <<<"$(ask ec2 describe-volumes --volume-ids "$VOL" --query 'Volumes[0].[State,Attachments[0].InstanceId]' --output text)"
    if [ "$holder" = "$IID" ]; then return; fi
    if [ "$state" = available ]; then aws ec2 attach-volume --volume-id "$VOL" --instance-id "$IID" --device /dev/sdf >/dev/null || true
    elif [ $((tries += 1)) -ge 60 ]; then
      # Force only what is surely dead: a mongod that still writes must never lose its disk.
      case $(ask ec2 describe-instances --instance-ids "$holder" --query 'Reservations[0].Instances[0].State.Name' --output text) in
        terminated | stopped) aws ec2 detach-volume --volume-id "$VOL" --force >/dev/null || true ;;
        *) echo "$VOL is still held by $holder"; return 1 ;;
      esac
    fi
    sleep 5
  done
}
attach_volume
DEV=${DEV:-/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${VOL/-/}}
for _ in $(seq 60); do if [ -e "$DEV" ]; then break; fi; sleep 2; done
[ -e "$DEV" ]

# 3. The address that the replica set knows this member by.
has_address() { ip -o -4 addr show | grep -qw "$ENI_IP"; }
for _ in $(seq 120); do
  read -r state holder <<<"$(ask ec2 describe-network-interfaces --network-interface-ids "$ENI" --query 'NetworkInterfaces[0].[Status,Attachment.InstanceId]' --output text)"
  if [ "$holder" = "$IID" ]; then break; fi
  if [ "$state" = available ]; then aws ec2 attach-network-interface --network-interface-id "$ENI" --instance-id "$IID" --device-index 1 >/dev/null || true; fi
  sleep 5
done
for _ in $(seq 60); do if has_address; then break; fi; sleep 2; done
has_address

# 4. The file system. Only a disk that is surely blank is formatted, and never the same one twice.
INITIALISED=$(marker initialised)
PROBE=0
blkid -p "$DEV" >/dev/null || PROBE=$?
case $PROBE in
  0) ;;
  2)
    if [ "$(marker "volumes/$VOL")" != none ]; then refuse "$VOL was formatted before and is blank now"; fi
    if [ "$INITIALISED" != none ]; then refuse "$VOL is blank, but the database has had data: restore a snapshot"; fi
    # Without -f: mkfs itself refuses a disk that has something on it.
    mkfs.xfs -L mongodata "$DEV"
    mark "volumes/$VOL"
    ;;
  *) echo "blkid can't tell what is on $DEV (status $PROBE)"; false ;;
esac
mkdir -p /data
grep -q ' /data ' /etc/fstab || echo "UUID=$(blkid -s UUID -o value "$DEV") /data xfs noatime,nofail,x-systemd.device-timeout=60s 0 2" >>/etc/fstab
mountpoint -q /data || mount /data
xfs_growfs /data
if [ "$(cat /data/.mm-generation 2>/dev/null || echo "$GENERATION")" != "$GENERATION" ]; then refuse "the data on $VOL is of another generation"; fi

# 5. The kernel, as MongoDB's production notes ask. https://www.mongodb.com/docs/manual/administration/production-notes/
if [ "${MONGO_VERSION%%.*}" -ge 8 ]; then huge=always defrag=defer+madvise overcommit=1; else huge=never defrag=never overcommit=0; fi
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

# 6. mongod, pinned to the patch version.
SERIES=${MONGO_VERSION%.*}
cat >/etc/yum.repos.d/mongodb-org.repo <<R
[mongodb-org]
name=MongoDB
baseurl=https://repo.mongodb.org/yum/amazon/2023/mongodb-org/$SERIES/$(uname -m)/
gpgcheck=1
gpgkey=https://pgp.mongodb.com/server-$SERIES.asc
R
dnf -y install --disableexcludes=main "mongodb-org-server-$MONGO_VERSION" mongodb-mongosh-shared-openssl3 jq amazon-cloudwatch-agent
mongosh --version
grep -q '^exclude=mongodb-org' /etc/dnf/dnf.conf || echo 'exclude=mongodb-org*' >>/etc/dnf/dnf.conf

# 7. Secrets. Only the key file is written to a disk; passwords go to mongosh by the environment, never by an argument.
secret() { ask secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text; }
install -m 400 -o mongod -g mongod <(secret "$KEYFILE_SECRET" | jq -re .keyfile) /etc/mongod.key
ADMIN=$(secret "$ADMIN_SECRET")
APP=$(secret "$APP_SECRET")
export ADMIN APP

# 8. Start.
install -d -o mongod -g mongod /data/db /data/log
cat >/etc/mongod.conf <<C
storage: {dbPath: /data/db}
systemLog: {destination: file, path: /data/log/mongod.log, logAppend: true, logRotate: reopen}
net: {port: 27017, bindIp: "127.0.0.1,$ENI_IP"}
security: {authorization: enabled, keyFile: /etc/mongod.key}
replication: {replSetName: $SET}
C
mkdir -p /etc/systemd/system/mongod.service.d
printf '%s\n' '[Unit]' RequiresMountsFor=/data After=mm-db-kernel.service '[Service]' Restart=on-failure RestartSec=5 TimeoutStopSec=180 >/etc/systemd/system/mongod.service.d/mm.conf
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
for _ in $(seq 150); do if mongosh --quiet --norc --eval 'db.adminCommand("ping").ok' >/dev/null 2>&1; then break; fi; sleep 2; done

# 9. The replica set and its users. Each step is done only if it isn't yet.
cat >/run/mm-db.js <<'J'
const root = JSON.parse(process.env.ADMIN), app = JSON.parse(process.env.APP), admin = db.getSiblingDB('admin');
const hello = () => admin.runCommand({hello: 1});
const until = (what, done) => { for (let i = 0; i < 300; i++) { if (done()) return; sleep(1000); } throw new Error('timed out: ' + what); };
// The localhost exception lasts until the first user exists; after that, initiate has happened too.
if (!hello().setName) rs.initiate({_id: process.env.SET, members: [{_id: 0, host: process.env.SELF + ':27017'}]});
until('primary', () => hello().isWritablePrimary);
try { admin.createUser({user: root.username, pwd: root.password, roles: ['root']}); } catch (e) { if (!/already exists|requires authentication|not authorized/i.test(e.message)) throw e; }
if (!admin.auth(root.username, root.password)) throw new Error('the administrator cannot log in');
const user = {pwd: app.password, roles: [{role: 'readWrite', db: app.dbname}]};
if (admin.getUser(app.username)) admin.updateUser(app.username, user); else admin.createUser({user: app.username, ...user});
print('mm-db-ok');
J
export SELF SET
mongosh --quiet --norc /run/mm-db.js | grep -qx mm-db-ok
unset ADMIN APP
if [ "$INITIALISED" = none ]; then mark initialised; fi
echo "$GENERATION" >/data/.mm-generation

# 10. What the alarms listen to, each minute, and the logs.
cat >/usr/local/sbin/mm-db-pulse <<'P'
#!/bin/bash
. /etc/mm-db.env
put() { aws cloudwatch put-metric-data --region "$REGION" --namespace "$NAMESPACE" --dimensions "Member=$INDEX" --metric-name "$1" --value "$2" --unit "$3"; }
up=0
if mongosh --quiet --norc --eval 'quit(db.hello().isWritablePrimary || db.hello().secondary ? 0 : 1)' >/dev/null 2>&1; then up=1; fi
put mongod_up $up None
put disk_used_percent "$(df --output=pcent /data | tail -1 | tr -dc 0-9)" Percent
P
chmod 755 /usr/local/sbin/mm-db-pulse
printf '%s\n' '[Service]' Type=oneshot ExecStart=/usr/local/sbin/mm-db-pulse >/etc/systemd/system/mm-db-pulse.service
printf '%s\n' '[Timer]' OnBootSec=60 OnUnitActiveSec=60 '[Install]' WantedBy=timers.target >/etc/systemd/system/mm-db-pulse.timer
systemctl daemon-reload
systemctl enable --now mm-db-pulse.timer
cat >/opt/aws/amazon-cloudwatch-agent/etc/mm.json <<A
{"logs":{"logs_collected":{"files":{"collect_list":[
{"file_path":"/data/log/mongod.log","log_group_name":"$LOG_GROUP","log_stream_name":"{instance_id}/mongod"},
{"file_path":"$LOG","log_group_name":"$LOG_GROUP","log_stream_name":"{instance_id}/boot"}]}}}}
A
/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/opt/aws/amazon-cloudwatch-agent/etc/mm.json
signal 0
echo "up $(date -u +%FT%TZ)"
