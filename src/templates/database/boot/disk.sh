# Notes that live on the volume, beside the data that they're about. Whole or not at all, whenever the power goes.
note() { echo "$2" >"$DATA/$1.new"; sync "$DATA/$1.new"; mv "$DATA/$1.new" "$DATA/$1"; sync "$DATA"; }
noted() { if [ -e "$DATA/$1" ]; then cat "$DATA/$1"; else echo none; fi; }

# Whether the set of this generation has been set up, by whatever instance. The marker holds the newest generation that has.
set_up() { [ "$INITIALISED" != none ] && [ "$INITIALISED" -ge "$GENERATION" ]; }

# Formats only what is surely blank, and never the same volume twice. Status 2 of blkid also means that it couldn't open or read the device
# (util-linux, misc-utils/blkid.c): so the first MiB must be readable and zero, too, as it is on a new volume.
prepare_disk() {
  local probe=0 blank=0 formatted origin
  INITIALISED=$(marker initialised)
  if [[ ! $INITIALISED =~ ^(none|[1-9][0-9]*)$ ]]; then echo "the marker 'initialised' is '$INITIALISED'"; return 1; fi
  formatted=$(marker "volumes/$VOL")
  blkid -p "$DEV" >/dev/null || probe=$?
  case $probe in
    0)
      if [ "$formatted" = none ]; then mark "volumes/$VOL" formatted; fi
      return
      ;;
    2) ;;
    *) echo "blkid can't tell what is on $DEV (status $probe)"; return 1 ;;
  esac
  if [ "$formatted" != none ]; then refuse "$VOL was formatted before and has no file system now"; fi
  origin=$(ask ec2 describe-volumes --volume-ids "$VOL" --query 'Volumes[0].SnapshotId' --output text)
  case $SNAPSHOT$origin in '' | None) ;; *) refuse "$VOL was made from ${SNAPSHOT:-$origin} and has no file system" ;; esac
  cmp -s -n 1048576 "$DEV" /dev/zero || blank=$?
  case $blank in
    0) ;;
    1) refuse "$VOL holds data that blkid doesn't know" ;;
    *) echo "$DEV can't be read"; return 1 ;;
  esac
  if [ "$INITIALISED" != none ] || [ "$INDEX" != 0 ]; then others_hold_the_data; fi
  # Without -f: mkfs itself refuses a disk that has something on it.
  mkfs.xfs -L mongodata "$DEV"
  mark "volumes/$VOL" formatted
}

# A blank disk of a set that has data: the other members must have it, and tell so themselves. That there should be three proves nothing.
others_hold_the_data() {
  if [ "$MEMBERS" = 1 ]; then refuse "$VOL is blank, but the database has had data: restore a snapshot"; fi
  if [ "$INITIALISED" != "$GENERATION" ]; then echo "generation $GENERATION is not set up yet (found: $INITIALISED)"; return 1; fi
  if ! shell others --nodb; then echo "$VOL is blank, and the other members can't be asked for the data"; return 1; fi
}

mount_data() {
  local uuid
  uuid=$(blkid -s UUID -o value "$DEV")
  mkdir -p "$DATA"
  grep -q " $DATA " /etc/fstab || echo "UUID=$uuid $DATA xfs noatime,nofail,x-systemd.device-timeout=60s 0 2" >>/etc/fstab
  mountpoint -q "$DATA" || mount "$DATA"
  xfs_growfs "$DATA"
}

# What to do with the data. Of another generation it's taken only if a restore says so; none, where there must be some, is refused: mongod
# would begin an empty database in its place. FRESH: this volume has never held the whole data of the set.
check_data() {
  local found
  FRESH='' RESTORING=''
  found=$(noted .mm-generation)
  # Of a restore on this volume that wasn't finished, perhaps of another generation.
  PROGRESS=$(noted .mm-restore)
  if [ "${PROGRESS% *}" = "$found" ]; then PROGRESS=none; fi
  check_version
  if [ "$found" = none ]; then
    FRESH=1
    if [ -n "$SNAPSHOT" ]; then refuse "$SNAPSHOT was taken before its member had the whole data"; fi
    if [ "$INITIALISED" = none ] || [ "$MEMBERS" != 1 ]; then return; fi
  elif [ "$found" != "$GENERATION" ]; then
    RESTORING=1
    if [ -z "$SNAPSHOT" ]; then refuse "the data on $VOL is of generation $found, not $GENERATION"; fi
    # Else its members, which hold newer data, would find a second set of their name.
    if set_up && [ "$PROGRESS" != "$GENERATION ready" ]; then refuse "generation $GENERATION has been set up before: restore $SNAPSHOT as the next one"; fi
  fi
  if [ ! -e "$DATA/db/WiredTiger" ]; then refuse "$VOL has lost its data files: restore a snapshot"; fi
}

# Data opens in its own release series and in the next. https://www.mongodb.com/docs/manual/release-notes/8.0-upgrade-replica-set/
check_version() {
  local from to=${MONGO_VERSION%.*}
  from=$(noted .mm-version)
  case ${from%.*}:$to in
    none:* | "$to:$to" | 6.0:7.0 | 7.0:8.0) ;;
    *) refuse "the data on $VOL is of MongoDB $from, which $MONGO_VERSION can't open" ;;
  esac
}
