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
      # One whose mongod answers is at work, perhaps on a long recovery, which its successor would have to begin anew.
      if [ "$(cut -d. -f1 /proc/uptime)" -gt 3600 ] && ! answers; then
        aws autoscaling set-instance-health --instance-id "${IID:-}" --health-status Unhealthy --no-should-respect-grace-period || true
      fi
      ;;
  esac
}

# Asks AWS, patiently. A failure to ask is never an answer: only these two mean "there is none", and "there is one already" (status 44).
ask() {
  local end out
  end=$(($(date +%s) + PATIENCE))
  until out=$(aws "$@" 2>"$ERRORS"); do
    if grep -qE 'Parameter(NotFound|AlreadyExists)' "$ERRORS"; then return 44; fi
    if [ "$(date +%s)" -ge "$end" ]; then cat "$ERRORS" >&2; return 1; fi
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
mark() { ask ssm put-parameter --name "$MARKERS/$1" --type String --value "$2" --overwrite >/dev/null; }
# Never over what another has written.
mark_once() { ask ssm put-parameter --name "$MARKERS/$1" --type String --value "$2" >/dev/null || [ $? = 44 ]; }
secret() { ask secretsmanager get-secret-value --secret-id "$1" --query SecretString --output text; }

read_secrets() {
  ADMIN=$(secret "$ADMIN_SECRET")
  APP=$(secret "$APP_SECRET")
  MONITOR=$(secret "$MONITOR_SECRET")
  KEYFILE=$(secret "$KEYFILE_SECRET")
  CA=$(secret "$CA_SECRET")
}
