# Built and tried by `make image`. The tag names one patch release; packages are pinned by hash.
FROM python:3.11.13-slim-bookworm AS packages
# For networks with a package index or a certificate of their own: --build-arg PIP_INDEX_URL=...
ARG PIP_INDEX_URL
ARG PIP_TRUSTED_HOST
ARG PIP_CERT
COPY requirements.txt /tmp/requirements.txt
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --no-compile --disable-pip-version-check \
      --only-binary :all: --require-hashes -r /tmp/requirements.txt \
 && find /venv -depth -type d -name tests -path '*/site-packages/*' -exec rm -r {} +
WORKDIR /wicklab
COPY .streamlit .streamlit
COPY solvers solvers
COPY scenes scenes
COPY charts charts
COPY ui ui
COPY pages pages
COPY assets assets
COPY app.py .
# Compiled now, because nothing can be written later: the root file system may be read-only. Not
# compared with the sources' times, which a copy to the next stage may round.
RUN /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash . /venv

FROM python:3.11.13-slim-bookworm
# What installs packages has no business on a server. The base image comes without compiled modules.
RUN find / -xdev -path '*python3*' \( -name pip -o -name 'pip-*' -o -name setuptools -o -name 'setuptools-*' \
      -o -name wheel -o -name 'wheel-*' -o -name pkg_resources -o -name _distutils_hack -o -name distutils-precedence.pth -o -name ensurepip \) \
      -prune -exec rm -r {} + \
 && rm -f /usr/local/bin/pip* /usr/bin/pip* /usr/local/bin/wheel /usr/bin/wheel \
 && python -m compileall -qq -f --invalidation-mode unchecked-hash -x 'lib2to3|/test/|/config-' \
      "$(python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
COPY --from=packages /venv /venv
COPY --from=packages /wicklab /wicklab
WORKDIR /wicklab
ENV PATH=/venv/bin:$PATH \
    HOME=/tmp \
    OPENBLAS_NUM_THREADS=1 \
    MALLOC_ARENA_MAX=2 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8501
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=2)"]
CMD ["streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
