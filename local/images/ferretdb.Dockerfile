# FerretDB takes each of its flags from a variable too; a flag wins over its variable. The README beside this file has those to set.
FROM scratch
COPY ferretdb /ferretdb
ENV FERRETDB_HANDLER=sqlite FERRETDB_SQLITE_URL=file:/data/ FERRETDB_STATE_DIR=/data FERRETDB_LISTEN_ADDR=:27017 \
    FERRETDB_DEBUG_ADDR=- FERRETDB_TELEMETRY=disable \
    FERRETDB_TEST_ENABLE_NEW_AUTH=true FERRETDB_SETUP_DATABASE=admin
VOLUME /data
EXPOSE 27017
ENTRYPOINT ["/ferretdb"]
