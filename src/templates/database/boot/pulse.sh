#!/bin/bash
. /etc/mm-db.env
export AWS_DEFAULT_REGION=$REGION
over_tls=()
if [ "$TLS" != false ]; then over_tls=(--tls --tlsCAFile /etc/mongod-ca.pem); fi
data=() up=0 state=0 lag=- window=- whole=0
# What can't be told is left out; its alarm takes silence for a breach.
put() { if [ "$2" != - ]; then data+=("MetricName=$1,Value=$2,Unit=$3,Dimensions=[{Name=Member,Value=$INDEX}]"); fi; }
secret=$(timeout 20 aws secretsmanager get-secret-value --secret-id "$MONITOR_SECRET" --query SecretString --output text 2>/dev/null)
if answer=$(DO=pulse MONITOR=$secret timeout 30 mongosh --quiet --norc "${over_tls[@]}" /usr/local/lib/mm-db.js 2>/dev/null); then up=1; read -r state lag window whole <<<"$answer"; fi
# Hours since the newest whole snapshot of this volume; of one that has none, since it was made.
backup_age() {
  local since
  since=$(aws ec2 describe-snapshots --owner-ids self --filters "Name=volume-id,Values=$VOL" Name=status,Values=completed --query 'max_by(Snapshots,&StartTime).StartTime' --output text) || return
  if [ "$since" = None ]; then since=$(aws ec2 describe-volumes --volume-ids "$VOL" --query 'Volumes[0].CreateTime' --output text) || return; fi
  awk -v now="$(date +%s)" -v then="$(date -d "$since" +%s)" 'BEGIN {printf "%.2f", (now - then) / 3600}'
}
put mongod_up "$up" None
put member_state_ok "$state" None
put replication_lag_seconds "$lag" Seconds
put oplog_window_hours "$window" None
put mem_used_percent "$(awk '/^MemTotal/ {t = $2} /^MemAvailable/ {a = $2} END {printf "%.1f", 100 * (t - a) / t}' /proc/meminfo)" Percent
if mountpoint -q /data; then
  # The volume may have grown. Does nothing otherwise.
  xfs_growfs /data >/dev/null 2>&1
  put disk_used_percent "$(df --output=pcent /data | tail -1 | tr -dc 0-9)" Percent
  # The member's first copy of the data has arrived.
  if [ "$whole" = 1 ] && [ ! -e /data/.mm-generation ]; then echo "$GENERATION" >/data/.mm-new && sync /data/.mm-new && mv /data/.mm-new /data/.mm-generation; fi
fi
# Once an hour, and soon after the boot: /run is empty then.
if [ -z "$(find /run/mm-db-backup-age -mmin -59 2>/dev/null)" ] && age=$(backup_age); then
  put backup_age_hours "$age" None
  touch /run/mm-db-backup-age
fi
aws cloudwatch put-metric-data --namespace "$NAMESPACE" --metric-data "${data[@]}"
