FROM scratch
COPY ferretdb /ferretdb
ENTRYPOINT ["/ferretdb"]
