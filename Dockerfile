# The worker as an image: built with Rust, run on plain Debian as a user without rights.
#
#   docker build -t pressline .
#   docker run --rm pressline demo
#   docker run --rm -v "$PWD/config:/etc/pressline:ro" -v pressline-state:/var/lib/pressline/state pressline

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --bin pressline

FROM debian:bookworm-slim
# TLS trusts the system's roots.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 pressline \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin pressline \
 && install --directory --owner pressline --group pressline /var/lib/pressline /var/lib/pressline/state /var/lib/pressline/out
COPY --from=build /src/target/release/pressline /usr/local/bin/pressline
COPY config /etc/pressline
USER 10001:10001
WORKDIR /var/lib/pressline
ENV PRESSLINE_STATE__DIR=/var/lib/pressline/state
STOPSIGNAL SIGTERM
# Alive as the worker itself sees it, asked without curl. Follows telemetry.http; with that turned off, use --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/9464 && printf 'GET /livez HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["pressline"]
CMD ["run", "--config", "/etc/pressline"]
