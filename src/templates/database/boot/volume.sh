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
    elif [ "$tries" -ge "$LENIENCE" ] && [[ $holder = i-* ]]; then
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
  local answer state holder tries
  for ((tries = 0; tries < ATTEMPTS / 2; tries++)); do
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
