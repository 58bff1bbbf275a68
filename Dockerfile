# Countersign in a container: docker build -t countersign . (or compose.yml, which says how it is run).
FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1

# What it stands on, as it is locked, with hashes; alone, so that a change of the bot's code builds in seconds.
WORKDIR /app
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

# The program. Editable, since the demo reads manifest.yml beside it; readable, whatever the clone's own rights.
COPY pyproject.toml README.md LICENSE manifest.yml ./
COPY bot ./bot
RUN python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --editable . \
    && chmod -R a+rX /app

# An ordinary user, and the only place that it writes to.
RUN groupadd --gid 10001 countersign \
    && useradd --no-log-init --uid 10001 --gid 10001 --home-dir /data --shell /usr/sbin/nologin countersign \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /data
VOLUME /data
USER 10001:10001

# In Socket Mode the port is for /healthz alone; in HTTP mode Slack's requests come there too.
ENV DATABASE_URL=sqlite:////data/countersign.db \
    PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; asked = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=4); asked.request('GET', '/healthz'); sys.exit(asked.getresponse().status != 200)"]

ENTRYPOINT ["countersign"]
CMD ["run"]
