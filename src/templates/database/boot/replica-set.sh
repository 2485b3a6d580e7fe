# The replica set and its users; each is made only if it isn't there. Only member 0 of a set that was never set up may begin one: an empty
# member 0 of a set that was must join, or there would be two.
configure_replica_set() {
  local answer
  INITIATE=''
  if [ "$INDEX" = 0 ] && ! set_up && [ -n "$FRESH$RESTORING" ]; then INITIATE=1; fi
  export INITIATE FRESH
  answer=$(shell configure "${OVER_TLS[@]}")
  echo "$answer"
  if [ "$INDEX" = 0 ] && ! set_up; then mark initialised "$GENERATION"; fi
  case ${answer##*$'\n'} in
    # Last, so that a boot that was cut short is taken up again.
    mm-db-ok) note .mm-generation "$GENERATION"; rm -f "$DATA/.mm-restore" ;;
    # The first copy may take hours. The pulse makes the note then.
    mm-db-syncing) ;;
    *) return 1 ;;
  esac
}

# Only then does CloudFormation go on to the next member: a primary that is stopped hands over to a secondary that has caught up.
# A first copy may take hours and isn't waited for.
catch_up() { if [ -z "$FRESH" ]; then shell catch_up "${OVER_TLS[@]}"; fi; }

# CloudFormation ends what a rolled-back update had added only when those that stay are up: with votes of members that are gone there would be
# no primary any more.
dismiss_strangers() { if [ -z "$FRESH" ]; then shell dismiss "${OVER_TLS[@]}"; fi; }
