# corefile-lint in a container:
#     docker build -t corefile . && docker run --rm --read-only -v "$PWD:/work:ro" corefile
# With the admission webhook, for the manifests in deploy/:
#     docker build --build-arg EXTRAS=webhook -t corefile:0.1.0 .
FROM python:3.13-slim AS build
ARG EXTRAS=
WORKDIR /src
COPY LICENSE README.md pyproject.toml ./
COPY corefile corefile
COPY grammar grammar
COPY man man
# What is installed is compiled here: the file system may be read-only later.
RUN python -m venv --without-pip /opt/corefile \
    && pip --python /opt/corefile/bin/python install --no-cache-dir "/src${EXTRAS:+[$EXTRAS]}" \
    && /opt/corefile/bin/corefile-lint --version

FROM python:3.13-slim
COPY --from=build /opt/corefile /opt/corefile
ENV PATH=/opt/corefile/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["corefile-lint"]
